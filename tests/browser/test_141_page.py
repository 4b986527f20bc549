"""The public page at /141, on anybody's phone: nothing kept but its own files, nothing sent, and no signal needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser import devices, looks
from tests.browser.chromium import Handset, listen
from tests.browser.disk_search import found_on_disk
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import UNTIL_KEPT_ON_THE_PHONE
from tests.browser.school import School

TYPED = "07700 900477"
ITS_OWN = re.compile(r"GET /(?:141|141-worker\.js|141\.webmanifest|static/(?:build|icons)/hide[\w.-]+)")
KEPT = """async () => {
  const path = ({ url }) => new URL(url).pathname + new URL(url).search;
  const kept = {};
  for (const name of await caches.keys()) kept[name] = (await (await caches.open(name)).keys()).map(path);
  const databases = await indexedDB.databases();
  return {
    caches: kept,
    rows: [localStorage.length, sessionStorage.length, databases.length, history.state, document.cookie],
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname).sort(),
    address: location.pathname + location.search + location.hash,
  };
}"""
ANY_WAY_OUT = """async () => {
  const tried = await Promise.allSettled([fetch("/healthz"), fetch("/141", { method: "POST", body: "x" })]);
  return tried.map(({ status }) => status);
}"""
HEARS_OF_BREACHES = """window.breaches = [];
addEventListener("securitypolicyviolation", event => breaches.push(event.effectiveDirective));"""


@pytest.fixture
def own_phone(playwright: Playwright, tmp_path: Path) -> Iterator[Handset]:
    """Somebody's own phone, which has never seen the school."""
    handset = Handset(playwright, tmp_path / "own", user_agent=devices.ANDROID)
    yield handset
    handset.closes()


def number(page: Page) -> Any:
    return page.get_by_label("The number you want to ring")


def test_it_keeps_and_sends_nothing_and_works_without_a_signal(
    own_phone: Handset, proxy: FaultyProxy, school: School
) -> None:
    context = own_phone.opens()
    page, complaints = context.pages[0], []
    listen(page, complaints)
    page.goto(f"{proxy.url}/141")
    assert page.evaluate(UNTIL_KEPT_ON_THE_PHONE), "Its worker never took it over."
    what_is_typed_goes_nowhere(page, proxy)
    it_is_an_app_and_looks_clean(page)
    assert complaints == []
    the_phone_app_leaves_it_alone(context.new_page(), proxy)

    own_phone.closes()
    school.kill()
    page = own_phone.opens().pages[0]
    page.add_init_script(HEARS_OF_BREACHES)
    page.goto(f"{proxy.url}/141")
    it_works_with_the_school_gone(page)
    own_phone.closes()
    secrets = {"typed": TYPED.encode(), "number": TYPED.replace(" ", "").encode(), "dialled": b"14107700900477"}
    assert found_on_disk(own_phone.profile, {**secrets, "its cache": b"lanyard-141-"}) == {"its cache"}


def what_is_typed_goes_nowhere(page: Page, proxy: FaultyProxy) -> None:
    """What somebody types shows at once what to ring, and is neither kept nor sent."""
    number(page).fill(TYPED)
    link = page.get_by_role("link", name="Ring with your number withheld, tried")
    expect(link).to_have_attribute("href", "tel:14107700900477")
    number(page).press("Enter")
    expect(number(page)).to_have_value(TYPED)
    kept = page.evaluate(KEPT)
    (its_files,) = kept["caches"].values()
    assert {"/141", "/141.webmanifest"} < set(its_files)
    assert all(ITS_OWN.fullmatch(f"GET {file}") for file in its_files)
    assert (kept["rows"], kept["workers"], kept["address"]) == ([0, 0, 0, None, ""], ["/141"], "/141")
    assert page.context.cookies() == []
    assert proxy.heard
    assert [asked for asked in proxy.heard if not ITS_OWN.fullmatch(asked)] == []


def it_is_an_app_and_looks_clean(page: Page) -> None:
    """It is an app of its own, and the look of it is clean with an answer, at home and abroad."""
    browser = page.context.new_cdp_session(page)
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert browser.send("Page.getAppManifest")["errors"] == []
    assert looks.faults_in_every_light(page) == []
    page.get_by_label("I'm abroad").check()
    expect(page.get_by_role("link", name="your number may show")).to_have_attribute("href", "tel:+447700900477")
    expect(page.get_by_text("Your number may not be hidden.")).to_be_visible()
    expect(page.get_by_role("region", name="In danger?").get_by_role("link").first).to_have_text("Ring 112")
    assert looks.faults_in_every_light(page) == []


def the_phone_app_leaves_it_alone(other: Page, proxy: FaultyProxy) -> None:
    """The phone app beside it has a worker and a cache of its own."""
    other.goto(f"{proxy.url}/app")
    assert other.evaluate(UNTIL_KEPT_ON_THE_PHONE)
    assert other.evaluate(KEPT)["workers"] == ["/141", "/app"]
    assert len(other.evaluate(KEPT)["caches"]) == 2
    other.close()


def it_works_with_the_school_gone(page: Page) -> None:
    """It opens again from the phone, answers, and has no way out."""
    expect(number(page)).to_have_value("")
    number(page).fill("999")
    expect(page.get_by_role("link", name="Ring now")).to_have_attribute("href", "tel:999")
    number(page).fill("1471")
    expect(page.get_by_text("who rang last")).to_be_visible()
    assert page.evaluate(ANY_WAY_OUT) == ["rejected", "rejected"]
    assert page.evaluate("breaches") == ["connect-src", "connect-src"]


def test_an_ipad_shows_figures_and_says_that_it_cannot_ring(browser: Browser, school: School) -> None:
    context = browser.new_context(user_agent=devices.IPAD, viewport=looks.TABLET, has_touch=True)
    devices.has_a_touch_screen(context)
    page, complaints = context.new_page(), []
    listen(page, complaints)
    page.goto(f"{school.url}/141")
    number(page).fill("0141 496 0123 ext 12")

    expect(page.get_by_text("This iPad can't ring. Use any phone and dial:")).to_be_visible()
    expect(page.get_by_text("1 4 1 0 1 4 1 4 9 6 0 1 2 3")).to_have_count(1)
    expect(page.get_by_text("141 0141 496 0123")).to_be_visible()
    expect(page.get_by_text("extension 12")).to_be_visible()
    expect(page.get_by_role("link", name="Ring with your number")).to_have_count(0)
    assert looks.faults_in_every_light(page, (looks.TABLET,)) == []
    assert complaints == []
    context.close()


def test_without_javascript_it_says_what_to_dial(browser: Browser, school: School) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=looks.PHONE)
    page = context.new_page()
    page.goto(f"{school.url}/141")

    expect(page.get_by_text("In the UK dial 141, then the whole number.")).to_be_visible()
    expect(page.get_by_text("Never before 999 or 112")).to_be_visible()
    expect(page.get_by_role("link", name="Ring 999")).to_have_attribute("href", "tel:999")
    expect(page.get_by_role("textbox")).to_have_count(0)
    context.close()
