"""Alerts in the office: somebody's list, one alert taken up, closed and closed alone, the table and its times."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office

LIST = "/office/alerts"
TABLE = f"{LIST}/who-is-told"


def of_alerts(office: Office) -> Iterator[str]:
    """What the DSL, the headteacher and the chair see of them after a busy day."""
    office.signs_in_as("dsl")
    office.page.get_by_role("navigation").get_by_role("link", name="Alerts").click()
    office.is_headed("Alerts")
    yield "office-alerts"
    yield from _of_one(office)
    office.goes_to(TABLE)
    office.sees("The headteacher chooses these")
    yield "office-alert-table-read"
    yield from _of_the_table(office)
    office.signs_out()
    office.signs_in_as("chair")
    office.goes_to(LIST)
    yield "office-alerts-of-the-chair"
    office.page.get_by_role("link", name="Closed by one person alone").click()
    office.sees("Maeve is on a course")
    yield "office-alerts-closed-alone"
    office.signs_out()


def _of_one(office: Office) -> Iterator[str]:
    office.page.get_by_role("link", name="Safeguarding concern, serious").click()
    office.sees("Whom to ring")
    yield "office-alert"
    office.presses("I’ve got this")
    office.sees("You have it.")
    office.presses("Close it")
    office.sees("Write why nobody else took it up")
    yield "office-alert-close-refused"
    office.page.get_by_label("What was done?").fill("Heard in person, and written down. " * 6)
    office.page.get_by_label("Why did nobody else take it up?").fill("Maeve is on a course until tomorrow")
    office.presses("Close it")
    office.sees("Closed alone")
    yield "office-alert-closed"


def _of_the_table(office: Office) -> Iterator[str]:
    office.signs_out()
    office.signs_in_as("headteacher")
    office.goes_to(TABLE)
    office.page.get_by_label("Read today: the next person is told at").fill("noon")
    office.presses("Save")
    office.sees("Give a time, such as 17:00")
    yield "office-alert-times-refused"
    office.page.get_by_label("Told of what?").select_option(index=3)
    office.page.get_by_label("Who?", exact=True).select_option(label="Role: SLT")
    office.page.get_by_role("button", name="Add", exact=True).click()
    office.sees("A change waits for a second person")
    yield "office-alert-table"
