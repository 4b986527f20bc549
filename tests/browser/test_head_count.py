"""A head count by coach: tapped without a signal, over a reload and a lock, named, reported, and read in the office."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.count_screens import ADDS_ONE
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, Phone
from tests.browser.school import School

COACH, ALL = "Coach 1", 16


def puts_the_first_in_a_coach(office: Office) -> str:
    """Sixteen of the trip's pupils in one group, all at once. Returns the address of the trip's page."""
    office.signs_in_as("evc")
    office.goes_to_the_trip("Castle visit")
    trip = office.page.url.removeprefix(office.url)
    office.goes_to(f"{trip}/set-up/groups")
    for box in office.page.get_by_role("checkbox").all()[:ALL]:
        box.check()
    office.page.get_by_label("Or in a new one").fill(COACH)
    office.presses("Put them in it")
    office.sees(f"Saved: {ALL} put in {COACH}.")
    return trip


def taps(phone: Phone, times: int) -> None:
    """Count so many, one tap each."""
    for _ in range(times):
        phone.taps_button(ADDS_ONE)


def counts_all_but_one(phone: Phone) -> None:
    """Tap, tap once too often and take it back; a reload in between locks the phone and keeps the number."""
    phone.taps_link("Head count")
    phone.page.get_by_role("button", name=COACH).click()
    taps(phone, 9)
    phone.hears("9 of 16")
    phone.reloads()
    phone.says("9")
    taps(phone, 7)
    phone.taps_button("Undo a tap")
    phone.hears("15 of 16")
    # Locked it knows no name; unlocked it goes on from the same number.
    assert phone.page.get_by_role("button", name="Tick names off instead (starts again)").count() == 0
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Head count")
    phone.hears("15 of 16")


def names_who_is_missing(phone: Phone) -> str:
    """The number is short: say who. Returns their name as the list has it."""
    phone.taps_button("Done")
    phone.says("1 pupil missing")
    row = phone.page.get_by_role("group", name="Who is missing?").get_by_role("checkbox").first
    name = row.locator("xpath=..").inner_text().strip()
    row.check()
    phone.taps_button("Save this count")
    phone.hears(f"15 of 16: {name}")
    return name


def reports_them(phone: Phone, name: str) -> None:
    """The next step has the kind and the name already."""
    phone.taps_button("Report a missing pupil")
    phone.is_headed("Report an incident")
    phone.has_the_kind("Missing pupil")
    expect(phone.field("Which pupils?")).to_have_value(name)
    expect(phone.field("What happened?")).to_have_value(f"Head count 15 of 16 at {said_at(phone)}, {COACH}.")
    phone.taps_button("Save report")
    phone.is_headed("Report saved")


def said_at(phone: Phone) -> str:
    """The time in what the form says happened."""
    return phone.field("What happened?").input_value().partition(" at ")[2].partition(",")[0]


def counts_locked(phone: Phone) -> None:
    """Numbers alone, one of them typed; a count above it is warned of and kept."""
    phone.locks()
    phone.taps_link("Head count")
    phone.says("15 of 16 at ")
    phone.page.get_by_role("button", name="Everyone").click()
    phone.page.get_by_text("It should not be 32").click()
    phone.fills("How many should there be?", "2")
    taps(phone, 3)
    phone.says("3 of 2: one more than the list. You can save it all the same.")
    phone.taps_button("Done")
    phone.hears("3 of 2: one more than the list")


def test_a_count_by_coach_is_kept_named_reported_and_read_in_the_office(
    phone: Phone, school: School, office: Office
) -> None:
    trip = puts_the_first_in_a_coach(office)
    phone.chooses_a_pin_as("trip_leader")
    phone.hears_of_its_list()
    phone.goes_to("Today")
    school.stop()
    counts_all_but_one(phone)
    name = names_who_is_missing(phone)
    assert name not in str(phone.keeps_in("local"))
    reports_them(phone, name)
    counts_locked(phone)
    phone.says_nothing_of(name)
    school.start()
    phone.goes_to("Outbox")
    phone.says(AT_SCHOOL)
    phone.counts_in_its_outbox(0)
    school.has_opened_everything()

    office.goes_to(trip)
    counts = office.page.get_by_role("region", name="Head counts")
    expect(counts).to_contain_text(f"{COACH}: 15 of 16")
    expect(counts).to_contain_text("Priya Shah, unlocked with their PIN on Phone 3")
    expect(counts).to_contain_text("Somebody missing")
    expect(counts).not_to_contain_text(name)
    counts.get_by_role("link", name="Every head count").click()
    office.sees("Not counted:")
    office.sees("3 of 2: one more than the list")


def test_who_was_ticked_is_there_after_a_reload_and_lies_nowhere_in_clear(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.hears_of_its_list()
    phone.goes_to("Today")
    phone.taps_link("Head count")
    phone.page.get_by_role("button", name="Everyone").click()
    phone.taps_button("Tick names off instead")
    rows = phone.page.get_by_role("group", name="Tick everybody you see").get_by_role("checkbox")
    for place in (0, 3, 31):
        rows.nth(place).check()
    seen = rows.nth(3).locator("xpath=..").inner_text().strip()
    phone.hears("3 of 32")
    expect(phone.page.locator(".counting")).to_have_attribute("data-kept", "yes")
    phone.reloads()
    phone.hears("3 of 32")
    phone.says_nothing_of(seen)
    assert seen not in str(phone.keeps_in("local"))
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Head count")
    expect(rows.nth(3)).to_be_checked()
    assert [place for place in range(32) if rows.nth(place).is_checked()] == [0, 3, 31]
    phone.page.get_by_role("checkbox", name=seen).uncheck()
    phone.hears("2 of 32")
