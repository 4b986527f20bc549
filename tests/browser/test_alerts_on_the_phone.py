"""Alerts on the phone: nothing of them while it is locked, read behind the PIN, taken without a signal, told after."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser import alert_screens, busy_day
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.phone_words import PATIENCE_MS, PIN, STRETCHING_MS
from tests.browser.school import School

pytestmark = pytest.mark.window

DISCLOSED = "Safeguarding"
# What stands on the screen once so many do, or when the time is over.
UNTIL_SHOWN = """async ([wanted, withinMs]) => {
  const { ready } = navigator.serviceWorker;
  const end = performance.now() + withinMs;
  for (;;) {
    const shown = await (await ready).getNotifications();
    if (shown.length >= wanted || performance.now() > end) return shown.map(({ title, body }) => [title, body]);
    await new Promise(resolve => requestAnimationFrame(resolve));
  }
}"""
TOO_LATE = "The school should have had a report by 00:01 and has not."


def hears(phone: Phone) -> None:
    """Make contact with the school, and have its alerts."""
    phone.goes_to("Outbox")
    with phone.page.expect_response("**/api/alerts"):
        phone.taps_button("Send now")
    phone.goes_to("Today")


def looks_at_alerts(office: Office, school: School) -> None:
    """Open the office's alerts once the school has opened all that came."""
    school.has_opened_everything()
    office.goes_to("/office/alerts")


def test_an_alert_is_read_behind_the_lock_taken_without_a_signal_and_told_after(
    proxied_phone: Phone, proxy: FaultyProxy, school: School, office: Office
) -> None:
    phone = proxied_phone
    phone.chooses_a_pin_as("dsl")
    phone.locks()
    before = _kept_in_clear(phone)
    alert_screens.somebody_else_reports(school, busy_day.DISCLOSURE)
    hears(phone)
    phone.says("1 alert waits. Unlock to read.")
    phone.says_nothing_of(DISCLOSED)
    phone.taps_link("1 alert waits")
    phone.says("Unlock to read.")
    phone.says_nothing_of(DISCLOSED)
    _says_no_more_in_clear(phone, before)
    phone.taps_link("Unlock")
    phone.taps_button("Daniel Okoro")
    phone.fills("Your PIN", PIN)
    phone.taps_button("Open")
    phone.says(DISCLOSED, within_ms=STRETCHING_MS)
    phone.is_headed("Alerts")
    phone.taps_link(DISCLOSED)
    phone.says("Nobody has it yet")
    expect(phone.page.get_by_role("link", name="Ring the deputy DSL")).to_have_attribute("href", "tel:07700900202")
    proxy.breaks("/api/", "refuse")
    phone.taps_button("I've got this")
    phone.says("You have it, since ")
    phone.says("Not told to the others yet: no signal.")
    office.signs_in_as("deputy_dsl")
    office.goes_to("/office/alerts")
    office.sees_nothing_of("Daniel Okoro has it")
    proxy.mends()
    phone.has_a_line_again()
    phone.says_nothing_of("Not told to the others yet")
    phone.says("You have it, since ")
    looks_at_alerts(office, school)
    office.sees("Daniel Okoro")
    hears(phone)
    phone.locks()
    phone.says_nothing_of("alert waits")


def test_without_a_signal_a_report_for_today_says_whom_to_ring_and_a_tap_notes_the_call(
    proxied_phone: Phone, proxy: FaultyProxy, school: School
) -> None:
    phone = proxied_phone
    school.wants_reports_by("00:01")
    hears(phone)
    proxy.breaks("/api/", "refuse")
    phone.taps_link("Report an incident")
    phone.taps_chip("Safeguarding")
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    phone.says(TOO_LATE)
    expect(phone.page.get_by_role("region", name="Ring the office now").get_by_role("link")).to_have_count(1)
    phone.reloads()
    phone.says(TOO_LATE)
    phone.goes_to("Today")
    phone.says("Ring the office now.")
    phone.taps_button("I rang the office")
    phone.says("You rang the office at ")
    proxy.mends()
    phone.has_a_line_again()
    phone.says_nothing_of("You rang the office at ")
    made = [line for line in school.exports() if line["kind"] == "call.made"]
    assert [line["body"]["to_role"] for line in made] == ["office"]


def test_a_tap_on_a_notification_leads_the_open_app_to_the_alert(phone: Phone) -> None:
    tapped = "new MessageEvent('message', { data: { alert: '0123456789abcdef0123456789abcdef' } })"
    phone.asks(f"() => {{ navigator.serviceWorker.dispatchEvent({tapped}); }}")
    phone.is_headed("Alerts")
    phone.says("Alerts need a PIN")


def test_a_push_shows_one_of_two_lines_and_no_other(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    phone.context.grant_permissions(["notifications"], origin=phone.url)
    worker = phone.context.new_cdp_session(phone.page)
    found: list[dict[str, str]] = []
    worker.on("ServiceWorker.workerRegistrationUpdated", lambda news: found.extend(news["registrations"]))
    worker.send("ServiceWorker.enable")
    phone.asks("() => navigator.serviceWorker.ready.then(() => true)")
    own = next(one["registrationId"] for one in found if one["scopeURL"] == f"{phone.url}/app")

    def pushes(data: str, shown: int) -> None:
        worker.send("ServiceWorker.deliverPushMessage", {"origin": phone.url, "registrationId": own, "data": data})
        assert phone.asks(UNTIL_SHOWN, [shown, PATIENCE_MS]) == [["Lanyard: read today", ""]] * shown

    said = {"notification": {"title": "Amira is missing", "body": "at the castle"}, "alert": "0" * 32}
    pushes(json.dumps(said), 1)
    pushes("no JSON", 2)
    # One alert is one notification, however often it is told.
    with proxy.hears("POST /api/push/receipt"):
        pushes(json.dumps(said), 2)
    assert phone.asks(UNTIL_SHOWN, [2, PATIENCE_MS]) == [["Lanyard: read today", ""]] * 2


def _says_no_more_in_clear(phone: Phone, before: str) -> None:
    """Nothing of it lies on the phone. Whom to ring about safeguarding is on every card."""
    kept = _kept_in_clear(phone)
    assert [word for word in (DISCLOSED, "safeguarding", "coach") if kept.count(word) > before.count(word)] == []


def _kept_in_clear(phone: Phone) -> str:
    return json.dumps([phone.keeps_in("local"), phone.asks("() => JSON.stringify({ ...localStorage })")])
