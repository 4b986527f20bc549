"""A concern about the headteacher, from the real form without a signal to the chair, and nothing of it on the way."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, WAITING, Phone
from tests.browser.school import School

SECRET = "CANARY she was shouted at until she cried"


def cards(phone: Phone) -> list[str]:
    """Each item of the Outbox, as it reads but for its number, time and size."""
    phone.goes_to("Outbox")
    items = phone.page.locator("ul.items > li")
    expect(items).to_have_count(2)
    return [
        " ".join(word for word in text.split() if not any(map(str.isdigit, word))) for text in items.all_inner_texts()
    ]


def reports_the_headteacher(phone: Phone) -> None:
    """The form as somebody fills it in who must not ring the headteacher."""
    phone.goes_to("Today")
    phone.taps_link("Report an incident")
    phone.taps_chip("Concern about staff")
    phone.says("Ring the headteacher")
    phone.taps_chip("The headteacher")
    rung = phone.page.locator("#first a.contact")
    expect(rung).to_have_count(2)
    assert ["LADO" in text for text in rung.all_inner_texts()] == [True, False]
    expect(rung.first).to_have_attribute("href", "tel:01632960199")
    phone.field("What happened?").fill(SECRET)
    phone.taps_button("Save report")
    phone.says(WAITING)
    phone.says("Tell the chair when you know.")
    phone.says_nothing_of("Tell the office")


def test_filed_without_a_signal_it_comes_to_the_chair_and_to_nobody_else(
    phone: Phone, school: School, office: Office
) -> None:
    phone.signs_in_as("trip_leader")
    school.stop()
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    reports_the_headteacher(phone)
    waiting = cards(phone)
    assert waiting[0] == waiting[1]
    numbers = phone.page.locator("ul.items h3").all_inner_texts()
    assert numbers == ["Report 2", "Report 1"]
    school.start()
    phone.lists_at_school(2)
    there = cards(phone)
    assert there[0] == there[1]

    [line] = school.exports()
    assert line["body"]["what_happened"] == GRAZED_KNEE
    office.signs_in_as("headteacher")
    office.sees_the_trip("Castle visit", announced=1, arrived=1, missing=0)
    office.goes_to("/office")
    expect(office.page.get_by_text("headteacher", exact=False).filter(has_text="concern")).to_have_count(0)
    office.signs_out()
    office.signs_in_as("chair")
    office.page.get_by_role("main").get_by_role("link", name="A concern about the headteacher").click()
    office.sees(SECRET)
    office.sees("Priya Shah, signed in on Phone 3")
    phone.complained_of_nothing()


def test_begun_and_sent_unfinished_it_comes_to_the_chair_as_well(phone: Phone, school: School, office: Office) -> None:
    phone.taps_link("Report an incident")
    phone.taps_chip("Concern about staff")
    phone.taps_chip("The headteacher")
    phone.field("What happened?").fill(SECRET)
    phone.page.locator('form[data-kept="yes"]').wait_for()
    phone.goes_to("Today")
    phone.reloads()
    phone.says("Unfinished report")
    phone.says_nothing_of("headteacher")
    phone.taps_button("Send it as it is")
    phone.lists_at_school(1)
    assert school.exports() == []
    office.signs_in_as("chair")
    office.page.get_by_role("main").get_by_role("link", name="A concern about the headteacher").click()
    office.sees(SECRET)
    office.sees("This came unfinished")
