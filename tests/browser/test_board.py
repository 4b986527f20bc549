"""An open board keeps itself up to date and moves nothing else; without JavaScript each number opens its list."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser import busy_day
from tests.browser.office import Office
from tests.browser.school import School

# What the page does every twenty seconds, and as soon as somebody comes back to it.
COMES_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


def test_an_open_board_goes_from_waiting_to_all_here_by_itself(office: Office, school: School) -> None:
    phone = busy_day.a_phone(school, "Phone 4")
    item = phone.files(busy_day.NOSEBLEED, phone.card["trip"]["id"])
    phone.announces()
    office.signs_in_as("office")
    office.goes_to_the_trip("Castle visit")
    page = office.page
    for name, number in (("arrived", "0"), ("missing", "1"), ("waiting on phones", "1")):
        expect(office.figure(name)).to_have_text(number)
    page.evaluate("globalThis.isSamePage = true")
    page.get_by_role("link", name="Pocket card to print").focus()
    scrolled = page.evaluate("scrollTo(0, 400), scrollY")
    held = page.evaluate_handle("document.querySelector('#phones')")
    phone.sends([item])
    phone.announces()
    # What is not opened yet is in no list: the page would see it twenty seconds later.
    school.has_opened_everything()
    page.evaluate(COMES_BACK)
    for name, number in (("arrived", "1"), ("missing", "0"), ("waiting on phones", "0")):
        expect(office.figure(name)).to_have_text(number)
    office.sees("Everything that a phone told the school of is here.")
    expect(page.get_by_role("link", name="Injury")).to_be_visible()
    expect(page.get_by_role("link", name="Pocket card to print")).to_be_focused()
    assert page.evaluate("heading => heading === document.querySelector('#phones') && isSamePage", held)
    assert page.evaluate("scrollY") == scrolled
    assert office.complaints == []


def test_without_javascript_every_number_opens_its_list(school: School, browser: Browser) -> None:
    busy_day.happens_at(school)
    office = Office(browser, school, java_script_enabled=False)
    office.signs_in_as("headteacher")
    office.goes_to("/office/board")
    office.sees("As of ")
    office.page.get_by_role("main").get_by_role("link", name="Castle visit").click()
    links = office.page.locator(".figures__link, .tallies__link, .board__link")
    addresses = [(link.get_attribute("href"), link.inner_text().split()[0]) for link in links.all()]
    assert len(addresses) > 25
    for address, number in addresses:
        office.goes_to(str(address))
        # What waits is listed by phone, and what is back as well.
        if "/board/" in str(address) and not any(part in str(address) for part in ("phones_back", "waiting")):
            assert (address, office.page.locator(".list__item").count()) == (address, int(number))
        else:
            expect(office.page.get_by_role("heading", level=1)).to_be_visible()
    office.context.close()
