"""What was kept for long enough goes by two people, each at their own desk; and every page of it is clean."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import looks, retention_pages
from tests.browser.office import Office
from tests.browser.retention_pages import RETENTION, ticks_all
from tests.browser.school import School


@pytest.fixture
def long_ago(school: School) -> School:
    """A school where something is due to go."""
    retention_pages.happened_long_ago_at(school)
    return school


def test_the_dsl_confirms_and_the_headteacher_destroys_without_javascript(browser: Browser, long_ago: School) -> None:
    dsl, head = (Office(browser, long_ago, java_script_enabled=False) for _ in range(2))
    dsl.signs_in_as("dsl")
    dsl.page.get_by_role("link", name="kept for as long as they should be").click()
    dsl.page.get_by_role("link", name="due under Everyday notes of a trip").click()
    ticks_all(dsl, "What may go?")
    dsl.presses("Confirm: these may go")
    dsl.sees("You confirmed all of these")
    expect(dsl.page.get_by_role("button", name="Destroy those ticked")).to_have_count(0)
    head.signs_in_as("headteacher")
    head.page.get_by_role("link", name="To be destroyed: 2 confirmed").click()
    ticks_all(head, "Confirmed")
    head.page.get_by_label("They are to be destroyed").check()
    head.presses("Destroy those ticked")
    head.sees("Destroyed: 2.")
    head.sees("Still in")
    dsl.goes_to("/office/incidents")
    expect(dsl.page.get_by_role("main").get_by_role("link", name="Near miss")).to_have_count(0)
    assert [line["reason"] for line in long_ago.exports()] == ["destroyed", "destroyed"]
    long_ago.proves_its_audit_log()
    for office in (dsl, head):
        office.context.close()


def test_two_who_destroy_the_same_at_once_destroy_it_once(browser: Browser, long_ago: School) -> None:
    dsl, head, deputy = (Office(browser, long_ago) for _ in range(3))
    dsl.signs_in_as("dsl")
    dsl.goes_to(f"{RETENTION}/due/note")
    ticks_all(dsl, "What may go?")
    dsl.presses("Confirm: these may go")
    for office, role in ((head, "headteacher"), (deputy, "deputy_dsl")):
        office.signs_in_as(role)
        office.goes_to(f"{RETENTION}/confirmed")
        ticks_all(office, "Confirmed")
        office.page.get_by_label("They are to be destroyed").check()
    head.presses("Destroy those ticked")
    head.sees("Destroyed: 2.")
    deputy.presses("Destroy those ticked")
    deputy.sees("Destroyed: 0.")
    for office in (dsl, head, deputy):
        office.context.close()


def test_its_pages_are_clean_in_any_light(long_ago: School, office: Office) -> None:
    faults = {name: looks.faults_in_every_light(office.page) for name in retention_pages.of_retention(office)}

    assert len(faults) == 10
    assert {name: found for name, found in faults.items() if found} == {}
    assert office.complaints == []
