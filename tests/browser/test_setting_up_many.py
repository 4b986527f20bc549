"""Six phones and no IT help: from the printed card to "ready", on each kind of phone and in each way it goes wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Playwright, Route, expect

from tests.browser import devices
from tests.browser.chromium import Handset
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import GRAZED_KNEE, WAITING, Phone
from tests.browser.school import School

NewDevice = Callable[..., Phone]
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
CODE = re.compile(r"\w{4}-\w{4}")


@pytest.fixture
def new_device(playwright: Playwright, tmp_path: Path) -> Iterator[NewDevice]:
    """`new_device(url, user_agent)`: another kind of phone, its browser open and nothing in it yet."""
    phones: list[Phone] = []

    def make(url: str, user_agent: str) -> Phone:
        profile = tmp_path / f"device {len(phones)}"
        phones.append(Phone(Handset(playwright, profile, user_agent=user_agent, window=False), url))
        phones[-1].starts_the_browser()
        devices.has_a_touch_screen(phones[-1].context)
        # Its own offer comes when it likes, and would stand in the place of the one that a test makes.
        devices.makes_no_offer_to_install(phones[-1].context)
        return phones[-1]

    yield make
    for phone in phones:
        phone.handset.closes()
        assert phone.complaints == []


def reads_the_qr_code(picture: Locator) -> str:
    """What a camera reads off a part of the page, as a phone's would."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    assert len(found) == 1
    text: str = found[0].text
    return text


def makes_cards(office: Office, *names: str) -> None:
    """In the office, tick these phones and no other, and make their cards."""
    office.signs_in_as("office")
    office.goes_to("/office/phones?choose=none")
    for name in names:
        office.page.get_by_label(f"{name}, to make a card for").check()
    office.page.get_by_role("button", name="Make set-up cards").click()
    office.is_headed("set-up card")


def card_of(office: Office, name: str) -> Locator:
    """One phone's card on the sheet."""
    return office.page.get_by_role("article", name=name, exact=True)


def scans(phone: Phone, code: str) -> None:
    """Open what the QR code of this set-up code says, in the browser."""
    phone.goes_to_the_app(f"/app#/setup/{code.replace('-', '')}")


def says_of(office: Office, name: str, words: str) -> None:
    """See a phone's state in the office's inventory."""
    office.goes_to("/office/phones")
    expect(office.page.get_by_role("row", name=name)).to_contain_text(words)


def test_a_qr_code_off_the_sheet_sets_an_android_phone_up_in_one_tap(
    office: Office, school: School, new_device: NewDevice
) -> None:
    makes_cards(office, "Phone 1", "Phone 4")
    code = CODE.search(card_of(office, "Phone 4").inner_text()).group()
    address = reads_the_qr_code(card_of(office, "Phone 4").get_by_role("img", name="QR code"))
    assert address == f"{school.url}/app#/setup/{code.replace('-', '')}"
    phone = new_device(school.url, devices.ANDROID)
    phone.goes_to_the_app(address.removeprefix(school.url))
    expect(phone.field("Set-up code")).to_have_value(code)
    says_of(office, "Phone 4", "Code waiting")
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 4 is ready")
    says_of(office, "Phone 4", "Ready")
    says_of(office, "Phone 1", "Code waiting")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sheet_prints_four_cards_to_a_page_and_no_card_is_torn(office: Office, theme: str) -> None:
    names = ["Phone 1", "Phone 2", "Phone 3", "Phone 4", "Year 4 iPad", "Year 5 iPad"]
    makes_cards(office, *names)
    office.page.emulate_media(media="print", color_scheme=theme)
    assert len(PAGE_OF_PDF.findall(office.page.pdf(prefer_css_page_size=True))) == 2
    for name in names:
        assert reads_the_qr_code(card_of(office, name).get_by_role("img", name="QR code"))
    for part in ("Sign out", "Print"):
        expect(office.page.get_by_role("button", name=part)).to_be_hidden()


def test_large_cards_print_one_to_a_page(office: Office) -> None:
    office.signs_in_as("office")
    office.goes_to("/office/phones?choose=all")
    office.page.get_by_label("One large card to a page").check()
    office.page.get_by_role("button", name="Make set-up cards").click()
    office.is_headed("6 set-up cards")
    assert len(PAGE_OF_PDF.findall(office.page.pdf(prefer_css_page_size=True))) == 6


def test_the_print_button_prints_and_without_javascript_the_page_says_how(
    browser: Browser, office: Office, school: School
) -> None:
    office.context.add_init_script("window.print = () => { document.title = 'printing'; }")
    makes_cards(office, "Phone 1")
    office.page.get_by_role("button", name="Print").click()
    expect(office.page).to_have_title("printing")
    plain = Office(browser, school, java_script_enabled=False)
    makes_cards(plain, "Phone 1")
    plain.sees("Print it by the browser’s menu")
    expect(plain.page.get_by_role("button", name="Print")).to_have_count(0)
    assert reads_the_qr_code(card_of(plain, "Phone 1").get_by_role("img", name="QR code"))
    plain.context.close()


def test_the_page_of_one_code_has_its_qr_code_too(office: Office, school: School) -> None:
    office.signs_in_as("office")
    code = office.makes_a_code_for("Phone 2")
    picture = office.page.get_by_role("img", name="QR code")
    assert reads_the_qr_code(picture) == f"{school.url}/app#/setup/{code.replace('-', '')}"


@pytest.mark.parametrize("device", [devices.IPHONE, devices.IPAD], ids=["iPhone", "iPad"])
def test_on_an_iphone_or_ipad_the_qr_code_spends_nothing_and_the_installed_app_asks_for_the_code(
    office: Office, school: School, new_device: NewDevice, device: str
) -> None:
    makes_cards(office, "Year 5 iPad")
    code = CODE.search(card_of(office, "Year 5 iPad").inner_text()).group()
    tab = new_device(school.url, device)
    scans(tab, code)
    tab.says("Add to Home Screen, then open Lanyard there.")
    tab.says(code)
    expect(tab.page.get_by_role("img", name="A box with an arrow pointing up out of it")).to_be_visible()
    expect(tab.page.get_by_role("textbox")).to_have_count(0)
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.taps_button("Copy the code")
    tab.hears("Copied.")
    says_of(office, "Year 5 iPad", "Code waiting")
    installed = new_device(school.url, device)
    devices.as_an_installed_app(installed.context)
    installed.goes_to_the_app()
    installed.says_nothing_of("browser tab")
    installed.taps_link("Set up this phone")
    field = installed.field("Set-up code")
    expect(field).to_have_attribute("autocapitalize", "characters")
    field.fill(tab.asks("navigator.clipboard.readText()"))
    installed.taps_button("Set up this phone")
    installed.is_headed("Year 5 iPad is ready")
    says_of(office, "Year 5 iPad", "Ready")


@pytest.mark.parametrize("device", [devices.CHROME_ON_IPHONE, devices.IN_ANOTHER_APP], ids=["Chrome", "another app"])
def test_in_the_wrong_browser_on_an_iphone_it_says_to_open_the_page_in_safari(
    school: School, new_device: NewDevice, device: str
) -> None:
    phone = new_device(school.url, device)
    scans(phone, "ABCD2345")
    phone.says("Open this page in Safari")
    phone.says(f"{school.url}/app#/setup/ABCD-2345")


def test_a_tab_on_an_iphone_says_why_filing_there_is_not_safe_and_files_all_the_same(
    school: School, new_device: NewDevice
) -> None:
    phone = new_device(school.url, devices.IPHONE)
    phone.goes_to_the_app()
    forgets = "Safari forgets this page after a week without use, and the installed app cannot see what is saved here."
    phone.says(forgets)
    phone.taps_link("Add to Home Screen")
    phone.is_headed("Install Lanyard")
    phone.says(forgets)
    phone.goes_to("Today")
    phone.taps_link("Report an incident")
    phone.says(forgets)
    phone.goes_to("Today")
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    phone.says("then keep it open with signal until the school has it.")
    phone.taps_link("Set this tab up as well")
    phone.field("Set-up code").fill(school.makes_a_code_for("Phone 3"))
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_the_code_leaves_the_address_and_a_reload_still_has_it(school: School, new_device: NewDevice) -> None:
    phone = new_device(school.url, devices.ANDROID)
    scans(phone, "ABCD2345")
    expect(phone.field("Set-up code")).to_have_value("ABCD-2345")
    assert phone.page.url == f"{school.url}/app#/setup"
    phone.reloads()
    expect(phone.field("Set-up code")).to_have_value("ABCD-2345")
    phone.goes_to("Today")
    phone.page.get_by_role("contentinfo").get_by_role("link", name="Set up").click()
    expect(phone.field("Set-up code")).to_have_value("")


def test_a_qr_code_opened_twice_says_so_on_this_phone_and_on_another(school: School, new_device: NewDevice) -> None:
    code = school.makes_a_code_for("Phone 3")
    phone, other = (new_device(school.url, devices.ANDROID) for _ in range(2))
    for each in (phone, other):
        scans(each, code)
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")
    phone.goes_to("Today")
    scans(phone, code)
    phone.is_headed("This is Phone 3 already")
    other.taps_button("Set up this phone")
    other.says("That code has been used on another phone. Ask the office for a new one.")


def test_a_card_after_a_week_is_too_old(office: Office, school: School, new_device: NewDevice) -> None:
    makes_cards(office, "Phone 1")
    code = CODE.search(card_of(office, "Phone 1").inner_text()).group()
    for _ in range(4):  # two days each time
        school.lets_every_code_expire()
    phone = new_device(school.url, devices.ANDROID)
    scans(phone, code)
    phone.taps_button("Set up this phone")
    phone.says("That code is too old. Ask the office for a new one.")
    says_of(office, "Phone 1", "Not set up")


def test_a_card_typed_with_o_and_i_says_which_letter_without_asking_the_school(
    school: School, proxy: FaultyProxy, new_device: NewDevice
) -> None:
    phone = new_device(proxy.url, devices.ANDROID)
    phone.goes_to_the_app("/app#/setup")
    for typed, said in (
        ("abod-2345", "There is no O in a set-up code. Look at letter 3 again: it may be Q, D or G."),
        ("ABCD 2I45", "There is no I in a set-up code. Look at letter 6 again: it may be J or T."),
        ("ABCD–2340", "There is no 0 in a set-up code. Look at letter 8 again: it may be Q, D or 8."),
    ):
        phone.field("Set-up code").fill(typed)
        phone.taps_button("Set up this phone")
        phone.says(said)
        expect(phone.field("Set-up code")).to_have_value(typed)
        expect(phone.field("Set-up code")).to_be_focused()
    assert not [asked for asked in proxy.heard if "enrol" in asked]


def test_typing_is_left_alone(school: School, new_device: NewDevice) -> None:
    phone = new_device(school.url, devices.ANDROID)
    phone.goes_to_the_app("/app#/setup")
    field = phone.field("Set-up code")
    field.press_sequentially("abcd45")
    for _ in "45":
        field.press("ArrowLeft")
    field.press_sequentially("23")
    expect(field).to_have_value("abcd2345")


def test_the_browsers_offer_to_install_waits_until_the_phone_is_ready(school: School, new_device: NewDevice) -> None:
    phone = new_device(school.url, devices.ANDROID)
    scans(phone, school.makes_a_code_for("Phone 3"))
    assert phone.asks(devices.OFFER_TO_INSTALL, "accepted") is True
    expect(phone.page.get_by_role("button", name="Install Lanyard")).to_have_count(0)
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")
    phone.taps_link("Go to today")
    phone.taps_button("Install Lanyard")
    expect(phone.page.locator("html")).to_have_attribute("data-asked", "yes")
    expect(phone.page.get_by_role("button", name="Install Lanyard")).to_have_count(0)


def test_not_now_is_remembered_on_this_phone_and_installing_stays_possible(
    school: School, new_device: NewDevice
) -> None:
    phone = new_device(school.url, devices.ANDROID)
    scans(phone, school.makes_a_code_for("Phone 3"))
    phone.asks(devices.OFFER_TO_INSTALL, "accepted")
    phone.taps_button("Set up this phone")
    phone.taps_button("Not now")
    phone.goes_to("Today")
    phone.reloads()
    phone.asks(devices.OFFER_TO_INSTALL, "accepted")
    phone.is_headed("Today: Castle visit")
    expect(phone.page.get_by_role("button", name="Install Lanyard")).to_have_count(0)
    phone.page.goto(f"{school.url}/app#/install")
    phone.taps_button("Install Lanyard")
    phone.says("Lanyard is installed.")


def test_a_browser_without_an_offer_says_how_to_install(school: School, new_device: NewDevice) -> None:
    phone = new_device(school.url, devices.FIREFOX_ANDROID)
    devices.makes_no_offer_to_install(phone.context)
    scans(phone, school.makes_a_code_for("Phone 3"))
    phone.taps_button("Set up this phone")
    phone.taps_link("How to install Lanyard on this phone")
    phone.says("Open the browser's menu")


def test_killed_between_code_and_answer_it_goes_on_with_the_same_code(
    school: School, proxy: FaultyProxy, new_device: NewDevice
) -> None:
    phone = new_device(proxy.url, devices.ANDROID)
    scans(phone, school.makes_a_code_for("Phone 3"))
    proxy.breaks("/api/phones/enrol", "lost reply")
    phone.taps_button("Set up this phone")
    phone.says("No answer from the school")
    phone.is_killed()
    proxy.mends()
    phone.opens_again()
    phone.says("Setting up was not finished.")
    phone.taps_link("Go on")
    phone.taps_button("Go on")
    phone.is_headed("Phone 3 is ready")
    phone.goes_to("Today")
    phone.says_nothing_of("Setting up was not finished.")


def test_ready_is_said_only_once_the_test_message_opened_on_phone_and_in_the_office(
    office: Office, school: School, new_device: NewDevice
) -> None:
    phone = new_device(school.url, devices.ANDROID)
    spoil = re.compile(r'"body":"[^"]+"')
    phone.page.route(
        "**/api/phones/enrol",
        lambda route: route.continue_(post_data=spoil.sub('"body":"AAAA"', route.request.post_data)),
    )
    scans(phone, school.makes_a_code_for("Phone 3"))
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is set up, but not ready")
    office.signs_in_as("office")
    says_of(office, "Phone 3", "Set up, not ready")
    phone.page.unroute_all()
    phone.reloads()
    phone.says("Setting up was not finished.")
    phone.taps_button("Go on")
    phone.is_headed("Phone 3 is ready")
    says_of(office, "Phone 3", "Ready")


def test_killed_while_the_app_is_being_kept_the_next_start_goes_on(
    school: School, proxy: FaultyProxy, new_device: NewDevice
) -> None:
    proxy.breaks("/static/icons/", "hang")
    phone = new_device(proxy.url, devices.ANDROID)
    scans(phone, school.makes_a_code_for("Phone 3"))
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is ready")
    phone.is_killed()
    proxy.mends()
    phone.opens_the_app()
    phone.is_headed("Today: Castle visit")
    school.kill()
    phone.reloads()
    phone.reports_a_grazed_knee()
    phone.says(WAITING)


def test_a_cookie_that_did_not_stick_is_said_and_costs_no_second_code(school: School, new_device: NewDevice) -> None:
    phone = new_device(school.url, devices.ANDROID)
    devices.says_cookies_are_off(phone.context)

    def keep_no_cookie(route: Route) -> None:
        answer = route.fetch()
        phone.context.clear_cookies()
        route.fulfill(status=answer.status, content_type="application/json", body=answer.body())

    phone.page.route("**/api/phones/enrol", keep_no_cookie)
    scans(phone, school.makes_a_code_for("Phone 3"))
    phone.taps_button("Set up this phone")
    phone.is_headed("Phone 3 is not known to the school yet")
    phone.says("This browser did not keep the cookie by which the school knows the phone.")
    phone.page.unroute_all()
    phone.taps_button("Try again")
    phone.is_headed("Phone 3 is ready")
