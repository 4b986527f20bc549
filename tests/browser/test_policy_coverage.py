"""The coverage of the rules in the office: chosen by status without JavaScript, led on from, and printed."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.office import Office
from tests.browser.school import School

ROWS = "table tbody tr"


def test_without_javascript_a_status_is_chosen_and_a_rule_leads_to_where_it_is_served(
    school: School, browser: Browser
) -> None:
    office = Office(browser, school, java_script_enabled=False)
    office.signs_in_as("headteacher")
    office.goes_to("/office/reports")
    office.page.get_by_role("link", name="Coverage of the rules").click()
    expect(office.page.locator(ROWS)).to_have_count(102)
    enforced = office.figure("Enforced").inner_text()
    office.page.get_by_role("link", name="Enforced: ").click()
    expect(office.page.locator(ROWS)).to_have_count(int(enforced))
    expect(office.page.locator(f"{ROWS} .govuk-tag").first).to_have_text("Enforced")
    expect(office.page.get_by_role("link", name="Enforced: ")).to_have_attribute("aria-current", "page")
    office.page.locator("#R38").get_by_text("tests of R38").click()
    expect(office.page.locator("#R38 .coverage__tests code").first).to_be_visible()
    office.page.locator("#R38 .coverage__where .coverage__list").get_by_role("link").first.click()
    office.is_headed("Rules for photos")
    assert office.complaints == []
    office.context.close()


def test_on_paper_every_rule_stands_with_its_status_and_nothing_runs_off_the_sheet(office: Office) -> None:
    office.signs_in_as("headteacher")
    office.goes_to("/office/policy/coverage")
    office.page.emulate_media(media="print")
    # A landscape sheet of A4 between its margins, at 96 to the inch.
    office.page.set_viewport_size({"width": 1032, "height": 690})
    expect(office.page.get_by_role("navigation", name="Which rules are shown")).to_be_hidden()
    for rule in ("#R1", "#R88", "#R102"):
        expect(office.page.locator(f"{rule} .govuk-tag")).to_be_visible()
    # What is folded on the screen stands open.
    expect(office.page.locator("#R1 .coverage__tests code").first).to_be_visible()
    assert office.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
