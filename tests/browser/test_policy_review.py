"""The yearly review: signed without JavaScript, read on paper, and the second of two sees the first's."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser import looks
from tests.browser.office import Office
from tests.browser.policy_pages import POLICY
from tests.browser.school import School

REVIEW = f"{POLICY}/review"
SIGN = "Sign that it was reviewed"


def test_two_sign_at_once_without_javascript_and_the_second_sees_the_first(browser: Browser, school: School) -> None:
    head, chair = (Office(browser, school, java_script_enabled=False) for _ in range(2))
    for office, role in ((head, "headteacher"), (chair, "chair")):
        office.signs_in_as(role)
        office.goes_to(REVIEW)
        office.page.get_by_label("It stays as it is").check()
    head.page.get_by_label("What was looked at").fill("Every departure of the year.")
    head.presses("Sign as Ruth Adeyemi")
    head.sees("Last reviewed by Ruth Adeyemi")
    chair.page.get_by_label("What was looked at").fill("The governors looked too.")
    chair.page.get_by_role("button", name="Sign as").click()
    chair.sees("somebody else changed this while you had it open")
    chair.sees("Every departure of the year.")
    expect(chair.page.get_by_label("What was looked at")).to_have_value("The governors looked too.")
    chair.page.get_by_role("button", name="Sign as").click()
    chair.sees("Reviewed.")
    head.context.close()
    chair.context.close()


def test_on_paper_there_is_what_was_looked_at_and_no_form(office: Office) -> None:
    office.signs_in_as("headteacher")
    office.goes_to(REVIEW)
    heading = office.page.get_by_role("heading", name=SIGN)
    expect(heading).to_be_visible()
    office.page.emulate_media(media="print")
    expect(heading).not_to_be_visible()
    expect(office.page.get_by_role("heading", name="What was departed from, and why")).to_be_visible()
    office.page.emulate_media(media="screen")


def test_its_pages_are_clean_in_any_light(office: Office) -> None:
    office.signs_in_as("headteacher")
    for address in (REVIEW, f"{POLICY}/texts", f"{POLICY}/texts/kcsie"):
        office.goes_to(address)
        assert looks.faults_in_every_light(office.page) == []
    assert office.complaints == []
