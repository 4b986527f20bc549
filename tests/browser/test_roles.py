"""Another deputy DSL: one administrator asks, another agrees, and what the role opened is shut."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.office import Office
from tests.browser.school import School


def test_a_deputy_dsl_is_one_no_more_once_two_people_say_so(browser: Browser, school: School, office: Office) -> None:
    deputy, head = (Office(browser, school, java_script_enabled=False) for _ in range(2))
    deputy.signs_in_as("deputy_dsl")
    deputy.goes_to("/office/consent")
    deputy.is_headed("Consent")
    office.signs_in_as("network_manager")
    office.opens_the_page_of("Maeve Donnelly")
    office.page.get_by_role("link", name="Change the roles").click()
    office.page.get_by_label("Deputy DSL").uncheck()
    office.page.get_by_label("Staff", exact=True).check()
    office.presses("Save the roles")
    office.sees("Saved. 1 role waits for a second person.")
    office.sees("To be taken away, by a second person")
    head.signs_in_as("headteacher")
    head.sees("A role waits for a second person")
    head.goes_to("/office/staff/roles-waiting")
    head.sees("Maeve Donnelly: not Deputy DSL any more")
    head.presses("I agree to what is ticked")
    head.opens_the_page_of("Maeve Donnelly")
    head.sees("Staff")
    head.sees_nothing_of("Deputy DSL")
    deputy.goes_to("/office/consent")
    deputy.is_headed("Your role does not open this page")
