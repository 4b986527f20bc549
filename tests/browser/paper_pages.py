"""The pages about paper: the sheet to print, an incident typed in and refused, a sheet that is back."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office


def of_paper(office: Office) -> Iterator[str]:
    """The office signs in, and signs out at the end."""
    office.signs_in_as("office")
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Print the trip sheet").click()
    office.sees("In place of which phone?")
    yield "office-trip-sheet"
    office.page.get_by_role("link", name="With the pupils’ names").click()
    office.sees("That you opened it has been noted")
    yield "office-trip-sheet-with-names"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="Enter an incident from paper").click()
    types_a_bumped_head(office)
    office.page.get_by_label("At what time did it happen?").fill("half past two")
    office.page.get_by_text("About the headteacher?").click()
    office.presses("Save it")
    office.sees("Give a time such as 14:32")
    yield "office-paper-refused"
    office.goes_to_the_trip("Castle visit")
    office.page.get_by_role("link", name="A sheet is back").click()
    office.presses("Save it")
    office.sees("Choose a phone, or none")
    yield "office-sheet-back-refused"
    office.signs_out()


def types_a_bumped_head(office: Office) -> None:
    """Fill in what Tom wrote on the coach."""
    office.page.get_by_label("Who wrote it?").select_option(label="Tom Hargreave, on this trip")
    office.page.get_by_label("Injury").check()
    office.page.get_by_label("Minor", exact=True).check()
    office.page.get_by_label("What happened?").fill("Bumped head on the drawbridge rail.")
    office.page.get_by_label("Where?").fill("Drawbridge")
    # Its own questions come once the kind is known.
    office.presses("Save it")
    office.page.get_by_role("group", name="Who was hurt?").get_by_label("A pupil").check()
    office.page.get_by_label("Knee").check()
