"""Setting up and installing, on each kind of phone and in the office: free of what axe finds, in any light."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import devices, looks
from tests.browser.chromium import PATIENCE_MS, SCHOOL_PLACE
from tests.browser.office import Office
from tests.browser.school import School

SIZES = (looks.PHONE, looks.TABLET, looks.DESK)


def opens(browser: Browser, user_agent: str) -> tuple[BrowserContext, Page]:
    """Another kind of phone, its browser open."""
    context = browser.new_context(user_agent=user_agent, has_touch=True, viewport=looks.PHONE, **SCHOOL_PLACE)
    context.set_default_timeout(PATIENCE_MS)
    return context, context.new_page()


def of_an_iphone(page: Page, school: School) -> Iterator[str]:
    """What a tab on an iPhone shows, with something waiting in it at the end."""
    page.goto(f"{school.url}/app#/setup/ABCD2345")
    expect(page.get_by_text("ABCD-2345")).to_be_visible()
    yield "code to take along"
    page.goto(f"{school.url}/app#/install")
    expect(page.get_by_role("heading", name="Install Lanyard")).to_be_visible()
    yield "how to install"
    page.goto(f"{school.url}/app#/report")
    page.get_by_role("radio", name="Injury").check()
    yield "form in a tab"
    page.get_by_role("button", name="Save report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report saved")
    yield "saved in a tab"
    page.goto(f"{school.url}/app#/")
    expect(page.get_by_text("This is a browser tab")).to_be_visible()
    yield "first screen in a tab"
    page.goto(f"{school.url}/app#/setup")
    expect(page.get_by_label("Set-up code")).to_be_visible()
    yield "a tab to be set up"


def of_another_browser(page: Page, school: School) -> Iterator[str]:
    """What a browser on an iPhone shows that is not Safari."""
    page.goto(f"{school.url}/app#/setup/ABCD2345")
    expect(page.get_by_text("Open this page in Safari")).to_be_visible()
    yield "open in Safari"


def of_android(page: Page, school: School) -> Iterator[str]:
    """From the scanned code to the offer to install, and the code scanned once more."""
    code = school.makes_a_code_for("Phone 3").replace("-", "")
    page.goto(f"{school.url}/app#/setup/{code}")
    yield "code filled in"
    page.get_by_label("Set-up code").fill("ABOD-2345")
    page.get_by_role("button", name="Set up this phone").click()
    expect(page.get_by_text("There is no O in a set-up code.")).to_be_visible()
    yield "a letter in doubt"
    page.get_by_label("Set-up code").fill(code)
    page.get_by_role("button", name="Set up this phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phone 3 is ready")
    yield "ready, with words on installing"
    page.evaluate(devices.OFFER_TO_INSTALL, "accepted")
    expect(page.get_by_role("button", name="Not now")).to_be_visible()
    yield "ready, with the offer"
    page.get_by_role("link", name="Go to today").click()
    expect(page.get_by_role("button", name="Not now")).to_be_visible()
    yield "first screen with the offer"
    page.goto(f"{school.url}/app#/setup/{code}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This is Phone 3 already")
    yield "scanned again"


def of_the_office(office: Office) -> Iterator[str]:
    """The sheet of cards, and a list of names with a mistake in it."""
    office.signs_in_as("office")
    office.goes_to("/office/phones")
    office.page.get_by_label("Names, one on each line").fill(f"Phone 7\nphone 7\n{'Phone ' * 20}")
    office.page.get_by_role("button", name="Add them all").click()
    office.sees("3 lines read")
    yield "a list of names"
    office.page.get_by_role("button", name="Make set-up cards").click()
    office.is_headed("7 set-up cards")
    yield "cards"


def test_every_screen_of_setting_up_is_clean_on_each_kind_of_phone(browser: Browser, school: School) -> None:
    faults: dict[str, list[object]] = {}
    for user_agent, walk in (
        (devices.IPHONE, of_an_iphone),
        (devices.CHROME_ON_IPHONE, of_another_browser),
        (devices.ANDROID, of_android),
    ):
        context, page = opens(browser, user_agent)
        faults |= {name: looks.faults_in_every_light(page, SIZES) for name in walk(page, school)}
        context.close()
    assert len(faults) == 13
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_sheet_of_cards_and_the_list_of_names_are_clean(office: Office) -> None:
    faults = {name: looks.faults_in_every_light(office.page, SIZES) for name in of_the_office(office)}
    assert len(faults) == 2
    assert {name: found for name, found in faults.items() if found} == {}
    assert office.complaints == []
