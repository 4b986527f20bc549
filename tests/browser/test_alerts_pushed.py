"""From a report written without a signal to a tap on a locked phone: real push encryption, through a service here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser import google_push, mozilla_push
from tests.browser.chromium import Handset
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.firefox import FirefoxHandset
from tests.browser.notices import Desk
from tests.browser.phone import Phone
from tests.browser.phone_words import PIN, STRETCHING_MS
from tests.browser.school import School

NOW, TODAY = "Lanyard: needs you now", "Lanyard: read today"
WRITTEN = "Rosa told me on the coach that she is afraid to go home."
# What nobody may read on a locked screen, nor find in a push.
SECRETS = ("Rosa", "coach", "afraid", "Safeguarding", "safeguarding", "Castle", "Aldermere", "Daniel", "Priya")


@dataclass
class Told:
    """The DSL's own phone, its screen's notifications, and the messages that its push service took."""

    phone: Phone
    school: School
    desk: Desk
    taken: list[bytes]


def _chromium(stack: ExitStack, playwright: Playwright, folder: Path, desk: Desk) -> tuple[str, object, list[bytes]]:
    google = stack.enter_context(google_push.GooglePush(folder))
    handset = Handset(playwright, folder / "profile", switches=google.switches, env=desk.environment)
    return google.setting, handset, google.post.taken


def _firefox(stack: ExitStack, playwright: Playwright, folder: Path, desk: Desk) -> tuple[str, object, list[bytes]]:
    mozilla = stack.enter_context(mozilla_push.MozillaPush())
    handset = FirefoxHandset(playwright, folder / "profile", wishes=mozilla.wishes, environment={**desk.environment})
    return "1", handset, mozilla.post.taken


BEGIN = {"Chromium": _chromium, "Firefox": _firefox}


@pytest.fixture(params=BEGIN)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine that push can be tried in: WebKitGTK has none."""
    return str(request.param)


@pytest.fixture
def told(engine: str, playwright: Playwright, data_folder: Path, tmp_path: Path) -> Iterator[Told]:
    """The DSL's phone, with a PIN and alerts turned on, locked."""
    with ExitStack() as stack:
        desk = stack.enter_context(Desk())
        setting, handset, taken = BEGIN[engine](stack, playwright, tmp_path, desk)
        school = stack.enter_context(School(data_folder, LANYARD_PUSH_LOOPBACK=setting))
        phone = Phone(handset, school.url)
        phone.opens_the_app()
        stack.callback(phone.closes)
        if isinstance(handset, Handset):
            phone.context.grant_permissions(["notifications"], origin=school.url)
        yield Told(phone, school, desk, taken)


@pytest.fixture
def reporting(new_handset: Callable[[str], Phone], told: Told) -> Iterator[tuple[Phone, FaultyProxy]]:
    """Somebody else's phone on the trip, with a line that can break."""
    with FaultyProxy(told.school.port) as proxy:
        phone = new_handset(proxy.url)
        phone.is_set_up_with(told.school.makes_a_code_for("Phone 4"))
        yield phone, proxy


def turns_alerts_on(told: Told) -> None:
    """Set the phone up for the DSL, turn alerts on with a tap, and have a test come."""
    told.phone.is_set_up_with(told.school.makes_a_code_for("Phone 3"))
    told.phone.chooses_a_pin_as("dsl")
    told.phone.goes_to_the_app("/app#/alerts/on")
    told.phone.taps_button("Turn on alerts")
    told.phone.taps_button("Send a test alert")
    told.phone.says("The test came back at")
    assert told.desk.shows()["title"] == TODAY
    told.phone.goes_to("Today")
    told.phone.locks()


def reports_without_a_signal(phone: Phone, proxy: FaultyProxy) -> None:
    """File a safeguarding concern with the line cut, then let the line come back."""
    proxy.breaks("/api/", "refuse")
    phone.taps_link("Report an incident")
    phone.taps_chip("Safeguarding")
    phone.fills("What did they say, or you see?", WRITTEN)
    phone.taps_button("Save report")
    phone.says("Saved on this phone, not sent yet")
    proxy.mends()
    phone.has_a_line_again()


def reads_it_behind_the_lock(page: Page) -> None:
    """See nothing but the lock, open it with the PIN, and see the alert."""
    expect(page.get_by_text("Unlock to read.")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Safeguarding")
    page.get_by_role("main").get_by_role("link", name="Unlock").click()
    page.get_by_role("button", name="Daniel Okoro").click()
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Safeguarding", timeout=STRETCHING_MS)
    expect(page.get_by_role("main")).to_contain_text("Nobody has it yet")


def test_a_report_written_without_a_signal_reaches_a_locked_phone_and_a_tap_leads_to_it(
    told: Told, reporting: tuple[Phone, FaultyProxy]
) -> None:
    turns_alerts_on(told)
    # Nobody has the app open: what comes is the browser's and the worker's alone.
    told.phone.page.goto("about:blank")
    reports_without_a_signal(*reporting)
    notice = told.desk.shows()
    assert notice["title"] == NOW
    assert not [word for word in SECRETS if word in str(notice)]
    assert len({len(message) for message in told.taken}) == 1
    with told.phone.context.expect_page() as opened:
        told.desk.clicks(notice)
    page = opened.value
    page.wait_for_url("**/app#/alerts/*")
    reads_it_behind_the_lock(page)
    assert told.desk.is_quiet()
