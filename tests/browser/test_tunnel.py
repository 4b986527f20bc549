"""A coach in a tunnel: at a demo school the app can be cut off by a switch; at a real one it cannot."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.closed_app import ClosableApp
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, WAITING, Phone
from tests.browser.school import School

pytestmark = pytest.mark.window

SWITCH = "Coach in a tunnel"
INSIDE = "In a tunnel: Lanyard acts as if there were no signal"
UPDATE = "navigator.serviceWorker.ready.then(registration => registration.update()).then(() => true)"

# What a card of a real school says, in place of the demo's.
FORGET_DEMO = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("local");
  opening.onsuccess = () => {
    const rows = opening.result.transaction("known", "readwrite").objectStore("known");
    const reading = rows.get("card");
    reading.onsuccess = () => {
      const { school, ...rest } = reading.result;
      const writing = rows.put({ ...rest, school: { ...school, demo: false } }, "card");
      writing.onsuccess = () => { opening.result.close(); resolve(true); };
      writing.onerror = () => reject(writing.error);
    };
  };
})"""


def is_inside(phone: Phone, *, inside: bool) -> None:
    """See the switch on, and the words beside it; or off, and none."""
    switch = phone.page.get_by_role("switch", name=SWITCH)
    expect(switch).to_have_attribute("aria-checked", "true" if inside else "false")
    words = phone.page.get_by_role("status").filter(has_text=INSIDE)
    expect(words).to_have_count(1 if inside else 0)


def taps_the_switch(phone: Phone) -> None:
    """Go into the tunnel, or out of it."""
    phone.page.get_by_role("switch", name=SWITCH).click()


def goes_in(phone: Phone, proxy: FaultyProxy) -> None:
    """Tap the switch and see it on; from then on nothing may reach the proxy."""
    taps_the_switch(phone)
    is_inside(phone, inside=True)
    proxy.heard.clear()


def test_in_the_tunnel_nothing_leaves_and_outside_everything_goes(
    proxied_phone: Phone, proxy: FaultyProxy, school: School
) -> None:
    phone = proxied_phone
    goes_in(phone, proxy)
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.says("No answer from the school: no signal")
    assert proxy.heard == []
    taps_the_switch(phone)
    is_inside(phone, inside=False)
    phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)


def test_the_tunnel_outlives_a_reload_and_a_closed_app(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    goes_in(phone, proxy)
    phone.reports_a_grazed_knee()
    phone.reloads()
    is_inside(phone, inside=True)
    phone.is_headed("Report saved")
    phone.handset.closes()
    phone.opens_again()
    is_inside(phone, inside=True)
    phone.is_headed("Today: Castle visit")
    phone.counts_in_its_outbox(1)
    assert [request for request in proxy.heard if request.startswith("POST")] == []


def test_the_worker_is_in_the_tunnel_too(proxied_phone: Phone, proxy: FaultyProxy, school: School) -> None:
    app = ClosableApp(proxied_phone)
    goes_in(app.phone, proxy)
    app.phone.reports_a_grazed_knee()
    app.closes()
    app.listens()
    app.fires("sync")
    app.hears_the_worker()
    assert [request for request in proxy.heard if request.startswith("POST")] == []
    app.opens()
    taps_the_switch(app.phone)
    app.phone.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_no_newer_version_comes_through_the_tunnel(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    proxy.publishes_a_newer_version()
    goes_in(phone, proxy)
    assert phone.asks(UPDATE)
    phone.reloads()
    assert not [request for request in proxy.heard if "/static/" in request or request == "GET /app"]
    expect(phone.page.get_by_text("A new version is ready.")).to_have_count(0)
    taps_the_switch(phone)
    phone.hears("A new version is ready.")


def test_every_tab_goes_in_and_out_together(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    other = proxied_phone.opens_another_tab()
    goes_in(proxied_phone, proxy)
    is_inside(other, inside=True)
    taps_the_switch(other)
    is_inside(proxied_phone, inside=False)


def test_a_real_schools_phone_has_no_switch_and_obeys_none(
    proxied_phone: Phone, proxy: FaultyProxy, school: School
) -> None:
    phone = proxied_phone
    goes_in(phone, proxy)
    school.is_no_demo()
    phone.asks(FORGET_DEMO)
    phone.reloads()
    expect(phone.page.get_by_role("switch")).to_have_count(0)
    phone.reports_a_grazed_knee()
    phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)
