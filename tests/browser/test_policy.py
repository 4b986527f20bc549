"""The network manager's wish to change who is told needs a second person; and phones hear of the policy's version."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.policy_pages import POLICY, changes_a_setting
from tests.browser.school import School

TABLE = "/office/alerts/who-is-told"


def test_the_network_managers_wish_to_change_who_is_told_needs_a_second_person(
    browser: Browser, school: School, office: Office
) -> None:
    office.signs_in_as("network_manager")
    office.goes_to(TABLE)
    office.page.get_by_label("Told of what?").select_option(index=9)
    office.page.get_by_label("Who?", exact=True).select_option(label="Role: SLT")
    office.page.get_by_role("button", name="Add", exact=True).click()
    office.sees("It waits for a second person")
    expect(office.page.get_by_text("Added: SLT")).to_have_count(0)
    office.page.get_by_role("link", name="Look at what waits").click()
    office.page.get_by_role("link", name="Look at it, and decide").click()
    office.sees("You wished for it, so somebody else agrees.")
    expect(office.page.get_by_role("button", name="I agree: put it in force")).to_have_count(0)

    head = Office(browser, school)
    head.signs_in_as("headteacher")
    head.page.get_by_role("navigation").get_by_role("link", name="Policy").click()
    head.page.get_by_role("link", name="Look at it, and decide").click()
    head.sees("Callum Reid wished for it")
    head.presses("I agree: put it in force")
    head.sees("Agreed. It counts from now on")
    head.page.get_by_role("link", name="What was changed, by whom and why").click()
    head.sees("Callum Reid, agreed by Ruth Adeyemi")
    office.goes_to(TABLE)
    office.sees("Added: SLT")
    assert (office.complaints, head.complaints) == ([], [])
    head.context.close()


def test_two_who_edit_at_once_lose_nothing_and_the_second_sees_the_first(
    browser: Browser, school: School, office: Office
) -> None:
    lock = "A phone on a trip locks itself after"
    head = Office(browser, school)
    head.signs_in_as("headteacher")
    changes_a_setting(head, lock, lock, "9")
    head.is_headed("Before it counts")
    office.signs_in_as("network_manager")
    changes_a_setting(office, lock, lock, "5")
    office.presses("Make this change")
    office.sees("Saved.")
    head.presses("Make this change")
    head.sees("somebody else changed this while you had it open")
    head.sees("from 15 minutes to 5 minutes")
    expect(head.page.get_by_label(lock)).to_have_value("9")
    head.presses("Look at what it does")
    head.presses("Make this change")
    head.sees("9 minutes")
    head.context.close()


def test_a_phone_out_keeps_what_it_has_and_the_office_is_told_which_version(
    new_handset: Callable[[str], Phone], school: School, office: Office
) -> None:
    phone = new_handset(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    office.signs_in_as("headteacher")
    lock = "A phone on a trip locks itself after"
    changes_a_setting(office, lock, lock, "5")
    office.sees("Phones are out.")
    office.sees("no version of ours yet, the usual settings")
    office.presses("Make this change")
    phone.goes_to("Today")
    phone.reloads()
    phone.says("Ring the base contact")
    changes_a_setting(office, lock, lock, "6")
    office.sees("Phone 3: version 1")
    office.goes_to(POLICY)
    office.sees("Version 1.")
