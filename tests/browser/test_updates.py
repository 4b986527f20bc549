"""A new version of the app waits for a tap, and never costs anybody what they are writing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.school import School

pytestmark = pytest.mark.window

# Who the page's worker is: a new one replaces the object, so a mark on the old one is gone.
MARK_WORKER = "navigator.serviceWorker.controller.marked = true"
IS_MARKED = "navigator.serviceWorker.controller.marked === true"

# The browser lets a newer worker in when it likes, and a busy machine's likes it later.
LETTING_IN_MS = 3 * PATIENCE_MS
LOOK_FOR_UPDATE = "navigator.serviceWorker.ready.then(async r => (await r.update()).installing?.state)"
STATE_OF_UPDATE = "navigator.serviceWorker.ready.then(({ installing }) => installing?.state)"
UNTIL_UPDATE_ENDS = f"""async () => {{
  const {{ installing }} = await (await navigator.serviceWorker.ready).update();
  return new Promise(resolve => {{
    const look = () => installing.state !== "installing" && resolve(installing.state);
    installing.addEventListener("statechange", look);
    AbortSignal.timeout({PATIENCE_MS}).addEventListener("abort", () => resolve("still installing"));
    look();
  }});
}}"""
# Every file of the shell with its length, whichever version it is of.
WHOLE_SHELL = """async () => {
  const whole = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const body = await (await cache.match(request)).arrayBuffer();
      whole.push(`${name} ${request.url} ${body.byteLength}`);
    }
  }
  return whole.sort();
}"""


@pytest.fixture
def phone_with_news(proxied_phone: Phone, proxy: FaultyProxy) -> Phone:
    """Phone 3 in the middle of a report, with a newer version of the app come and waiting."""
    phone = proxied_phone
    phone.chooses_a_pin_as("trip_leader")
    proxy.publishes_a_newer_version()
    phone.reloads()
    phone.hears("A new version is ready.")
    phone.unlocks_as("Priya Shah")
    phone.begins_a_report(GRAZED_KNEE)
    phone.waits_until_kept(GRAZED_KNEE)
    phone.asks(MARK_WORKER)
    return phone


def test_a_new_version_waits_while_a_report_is_written(phone_with_news: Phone, school: School) -> None:
    phone = phone_with_news
    phone.taps_button("Update")
    phone.hears("You are writing. It is kept as unfinished")
    phone.taps_button("Later")
    assert phone.asks(IS_MARKED)
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_an_update_still_on_its_way_when_the_app_opens_is_announced(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    proxy.publishes_a_newer_version()
    proxy.breaks("/static/build/", "late")
    assert phone.asks(LOOK_FOR_UPDATE) == "installing"
    phone.reloads()
    assert phone.asks(STATE_OF_UPDATE) == "installing"
    proxy.mends()
    phone.hears("A new version is ready.")


@pytest.mark.parametrize("fault", ["refuse", 404, "portal", "cut short"])
def test_an_interrupted_update_leaves_the_old_version_whole_and_is_tried_again(
    proxied_phone: Phone, proxy: FaultyProxy, fault: str | int
) -> None:
    phone = proxied_phone
    before = phone.asks(WHOLE_SHELL)
    proxy.publishes_a_newer_version()
    proxy.breaks("/static/build/app-", fault)
    assert phone.asks(UNTIL_UPDATE_ENDS) == "redundant"
    assert phone.asks(WHOLE_SHELL) == before
    proxy.breaks("/", "refuse")
    phone.reloads()
    phone.is_headed("Today: Castle visit")
    proxy.mends()
    phone.reloads()
    phone.hears("A new version is ready.")


def test_files_of_two_versions_are_no_version(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    proxy.publishes_a_newer_version()
    proxy.breaks("/app", "another page")
    assert proxied_phone.asks(UNTIL_UPDATE_ENDS) == "redundant"


def test_a_tap_in_one_tab_leaves_the_report_in_the_other(phone_with_news: Phone, school: School) -> None:
    phone = phone_with_news
    other = phone.opens_another_tab()
    other.hears("A new version is ready.")
    with other.page.expect_navigation(timeout=LETTING_IN_MS):
        other.taps_button("Update")
    other.is_headed("Today")
    phone.page.wait_for_function(f"!({IS_MARKED})")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    phone.taps_button("Update")
    phone.hears("You are writing. It is kept as unfinished")
    phone.taps_button("Later")
    phone.taps_button("Save report")
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_a_tap_loads_the_page_once(phone_with_news: Phone) -> None:
    phone = phone_with_news
    loads: list[str] = []
    phone.page.on("domcontentloaded", lambda page: loads.append(page.url))
    phone.taps_button("Update")
    with phone.page.expect_navigation(timeout=LETTING_IN_MS):
        phone.taps_button("Update now")
    phone.is_headed("Report an incident")
    assert not phone.asks(IS_MARKED)
    assert phone.asks("navigator.serviceWorker.ready.then(({ waiting }) => waiting)") is None
    assert len(loads) == 1


def test_a_new_version_need_not_wait_for_the_old_worker_to_send(
    proxied_phone: Phone, proxy: FaultyProxy, school: School
) -> None:
    phone = proxied_phone
    phone.asks("navigator.serviceWorker.ready.then(({ sync }) => sync.register('outbox'))")
    proxy.breaks("/api/outbox/", "hang")
    with proxy.hears("POST /api/outbox/manifest"):
        phone.reports_a_grazed_knee()
    proxy.publishes_a_newer_version()
    assert phone.asks(UNTIL_UPDATE_ENDS) == "installed"
    phone.asks(MARK_WORKER)
    with phone.page.expect_navigation(timeout=LETTING_IN_MS):
        phone.taps_button("Update")
    phone.page.wait_for_function("navigator.serviceWorker.controller")
    assert not phone.asks(IS_MARKED)
    proxy.mends()
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_a_version_that_has_come_needs_no_line_to_be_let_in(phone_with_news: Phone, proxy: FaultyProxy) -> None:
    phone = phone_with_news
    proxy.breaks("/", "hang")
    phone.taps_button("Update")
    with phone.page.expect_navigation(timeout=LETTING_IN_MS):
        phone.taps_button("Update now")
    phone.is_headed("Report an incident")
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)


def test_an_update_in_the_middle_of_a_report_brings_the_report_along(phone_with_news: Phone, school: School) -> None:
    phone = phone_with_news
    phone.taps_button("Update")
    with phone.page.expect_navigation(timeout=LETTING_IN_MS):
        phone.taps_button("Update now")
    phone.is_headed("Report an incident")
    assert not phone.asks(IS_MARKED)
    expect(phone.page.get_by_text("A new version is ready.")).to_have_count(0)
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value(GRAZED_KNEE)
    phone.taps_button("Save report")
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_no_update_comes_in_over_a_report_begun_while_locked(
    proxied_phone: Phone, proxy: FaultyProxy, school: School
) -> None:
    phone = proxied_phone
    proxy.publishes_a_newer_version()
    phone.reloads()
    phone.begins_a_report(GRAZED_KNEE)
    phone.taps_button("Update")
    phone.hears("Save it first.")
    expect(phone.page.get_by_role("button", name="Update now")).to_have_count(0)
    phone.taps_button("Later")
    phone.taps_button("Save report")
    phone.lists_at_school(1)
    with phone.page.expect_navigation(timeout=LETTING_IN_MS):
        phone.taps_button("Update")
    school.has_exactly_once(GRAZED_KNEE)


def test_what_the_old_version_filed_the_new_one_sends(proxied_phone: Phone, proxy: FaultyProxy, school: School) -> None:
    phone = proxied_phone
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee()
    proxy.publishes_a_newer_version()
    assert phone.asks(UNTIL_UPDATE_ENDS) == "installed"
    phone.asks(MARK_WORKER)
    with phone.page.expect_navigation(timeout=LETTING_IN_MS):
        phone.taps_button("Update")
    phone.counts_in_its_outbox(1)
    assert not phone.asks(IS_MARKED)
    proxy.mends()
    phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)
