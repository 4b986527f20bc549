"""The second step at sign-in, as people meet it: a security key plugged in, a printed code, and neither JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from server.shell.demo_school import PASSWORD
from tests.browser.office import Office
from tests.browser.school import School

OWN = re.compile("(Set up a|Change your) second step")
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def plugs_in(office: Office) -> Callable[[], None]:
    """`plugs_in()` puts a security key into the office's computer, which from then on is touched when it blinks."""

    def plug() -> None:
        session = office.context.new_cdp_session(office.page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    return plug


def opens_the_second_step(office: Office) -> None:
    """From one's own page to one's second step."""
    office.goes_to("/office/you")
    office.page.get_by_role("link", name=OWN).click()
    office.is_headed("Second step at sign-in")


def adds_a_key(office: Office, name: str) -> None:
    """Name it, give the password, and have the browser ask for it."""
    opens_the_second_step(office)
    office.page.get_by_role("button", name="Add a passkey or security key").click()
    office.page.get_by_label("What you call it").fill(name)
    office.confirms("Go on")
    office.page.get_by_role("button", name="Ask the browser").click()


def makes_a_sheet(office: Office) -> list[str]:
    """Make a sheet and read its codes."""
    opens_the_second_step(office)
    office.page.get_by_role("button", name="sheet").click()
    office.confirms("Make the sheet")
    office.is_headed("One-time codes")
    return office.page.locator(".code-sheet__code").all_inner_texts()


def gives_the_password(office: Office) -> None:
    """Sign out, give the right password, and be asked for more."""
    office.signs_out()
    office.tries_to_sign_in("headteacher", PASSWORD)
    office.is_headed("Second step")


def test_a_security_key_is_added_and_signs_in(office: Office, plugs_in: Callable[[], None]) -> None:
    plugs_in()
    office.signs_in_as("headteacher")
    adds_a_key(office, "Blue key on my ring")
    office.sees("Added. From now on you are asked for it after your password.")
    office.sees("Blue key on my ring")
    gives_the_password(office)
    office.page.get_by_role("button", name="Use your passkey or security key").click()
    office.is_headed("To do")
    opens_the_second_step(office)
    office.sees("just now")
    assert office.complaints == []


def test_one_that_is_there_already_is_not_added_again(office: Office, plugs_in: Callable[[], None]) -> None:
    plugs_in()
    office.signs_in_as("headteacher")
    adds_a_key(office, "Blue key")
    office.sees("Added.")
    adds_a_key(office, "Blue key again")
    office.sees("That one is added already.")


def test_a_printed_code_signs_in_once(office: Office) -> None:
    office.signs_in_as("headteacher")
    codes = makes_a_sheet(office)
    gives_the_password(office)
    office.types_a_code(codes[0])
    office.is_headed("To do")
    gives_the_password(office)
    office.types_a_code(codes[0])
    office.sees("That is not a code of your sheet, or it was used before")
    office.types_a_code(codes[1])
    office.is_headed("To do")
    opens_the_second_step(office)
    office.sees("8 codes left on your sheet.")
    assert office.complaints == []


def test_without_javascript_codes_work_and_the_page_says_that_passkeys_do_not(browser: Browser, school: School) -> None:
    office = Office(browser, school, java_script_enabled=False)
    office.signs_in_as("headteacher")
    codes = makes_a_sheet(office)
    office.goes_to("/office/you/second-step/keys")
    office.page.get_by_label("What you call it").fill("Blue key")
    office.confirms("Go on")
    office.sees("This browser cannot use a passkey here")
    expect(office.page.get_by_role("button", name="Ask the browser")).to_have_count(0)
    gives_the_password(office)
    office.types_a_code(codes[0])
    office.is_headed("To do")
    office.context.close()
