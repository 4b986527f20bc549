"""A window that keeps nothing, or not for long, says so, and calls nothing saved that is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.chromium import Handset
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, Phone
from tests.browser.school import School

NOTHING = "This window does not keep anything."
FORGETS = "This window forgets when it is closed."
COOKIES = "Cookies are off in this browser."
REFUSE_STORAGE = "indexedDB.open = () => { throw new DOMException('', 'SecurityError'); }"
# What Firefox does in a private window, and Chromium where site data is blocked.
NO_WORKER = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })"
NO_CACHE = "CacheStorage.prototype.keys = async () => { throw new DOMException('', 'SecurityError'); }"
# An address without https, as far as the page can tell: no ids, nothing to seal with, no worker.
UNSAFE = f"""{NO_WORKER};
  Object.defineProperty(globalThis, "isSecureContext", {{ value: false }});
  Object.defineProperty(Crypto.prototype, "subtle", {{ value: undefined }});
  Object.defineProperty(Crypto.prototype, "randomUUID", {{ value: undefined }});
  delete globalThis.caches;
"""
ORDINARY = "0"
NEVER_REGISTERS = "navigator.serviceWorker.register = async () => { throw new DOMException('', 'NotSupportedError'); }"


@pytest.fixture
def new_window(playwright: Playwright, tmp_path: Path, proxy: FaultyProxy) -> Iterator[Callable[[str], Phone]]:
    """`new_window(script)` is a browser on the app, changed by a script; with none, one told to block site data."""
    phones: list[Phone] = []

    def make(script: str) -> Phone:
        profile = tmp_path / f"window {len(phones)}"
        if not script:
            _block_site_data(profile)
        phones.append(Phone(Handset(playwright, profile), proxy.url))
        phones[-1].starts_the_browser()
        phones[-1].context.add_init_script(script)
        phones[-1].goes_to_the_app()
        return phones[-1]

    yield make
    for phone in phones:
        phone.handset.closes()
        assert phone.complaints == []


def _block_site_data(profile: Path) -> None:
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(blocked), encoding="utf-8")


@pytest.mark.parametrize("script", ["", REFUSE_STORAGE])
def test_a_window_that_keeps_nothing_says_so_and_saves_nothing(
    new_window: Callable[[str], Phone], school: School, script: str
) -> None:
    phone = new_window(script)
    phone.says(NOTHING)
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("NOT saved. This window keeps nothing")
    phone.says("ring the school, or 999 in an emergency")
    phone.says_nothing_of("Save it before you leave")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    phone.says_nothing_of("aved on this phone")
    phone.counts_in_its_outbox(0)
    phone.taps_link("Emergency")
    expect(phone.page.get_by_role("link", name="999")).to_be_visible()
    assert school.exports() == []


def test_an_address_that_is_not_secure_is_named_as_the_reason(new_window: Callable[[str], Phone]) -> None:
    phone = new_window(UNSAFE)
    phone.says("Nothing can be saved at this address. It does not begin with https")
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("NOT saved.")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)


def test_no_code_is_spent_on_a_window_that_keeps_nothing(new_window: Callable[[str], Phone], school: School) -> None:
    code = school.makes_a_code_for("Phone 3")
    phone = new_window(REFUSE_STORAGE)
    phone.types_code(code)
    phone.says("The code is not spent.")
    ordinary = new_window(ORDINARY)
    ordinary.is_set_up_with(code)


@pytest.mark.parametrize("script", [NO_WORKER, NO_CACHE, NEVER_REGISTERS])
def test_a_window_that_forgets_calls_nothing_saved(
    new_window: Callable[[str], Phone], proxy: FaultyProxy, school: School, script: str
) -> None:
    phone = new_window(script)
    phone.says(FORGETS)
    phone.says_nothing_of("ept on this phone")
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    proxy.breaks("/api/outbox/", "refuse")
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.says("In this window only, not sent yet")
    phone.says_nothing_of("aved on this phone")
    phone.goes_to("Outbox")
    phone.says("1 report in this window only, not sent yet")
    phone.says_nothing_of("aved on this phone")
    proxy.mends()
    phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)


def test_an_ordinary_window_is_told_nothing_of_the_kind(new_window: Callable[[str], Phone], school: School) -> None:
    phone = new_window(ORDINARY)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    for words in (NOTHING, FORGETS, COOKIES):
        phone.says_nothing_of(words)


def test_with_cookies_off_it_is_said_and_reports_wait(new_window: Callable[[str], Phone], school: School) -> None:
    phone = new_window("Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false })")
    phone.says(COOKIES)
    phone.reports_a_grazed_knee()
    phone.counts_in_its_outbox(1)
    phone.page.goto(f"{phone.url}/app#/setup")
    phone.says("ookies")
    assert school.exports() == []


def test_a_browser_that_drops_the_cookie_it_is_given_is_told_so(
    new_window: Callable[[str], Phone], proxy: FaultyProxy, school: School
) -> None:
    proxy.drops_cookies = True
    phone = new_window(ORDINARY)
    phone.types_code(school.makes_a_code_for("Phone 3"))
    phone.goes_to("Today")
    phone.says(COOKIES)
    phone.reports_a_grazed_knee()
    phone.counts_in_its_outbox(1)
    assert school.exports() == []
    proxy.drops_cookies = False
    phone.goes_to("Outbox")
    phone.reloads()
    phone.says(AT_SCHOOL)
    phone.says_nothing_of(COOKIES)
    school.has_exactly_once(GRAZED_KNEE)
