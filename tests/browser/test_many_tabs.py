"""More than two tabs, and one that will not let go: one sending, and no tab stops another from filing."""

from __future__ import annotations

import pytest

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import Phone
from tests.browser.school import School

pytestmark = pytest.mark.window

RECORDS = "/api/outbox/envelopes"
# Holds each database open and lets no newer version in, as a frozen tab of an older app does. Names them.
HOLD_OPEN = """async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name).sort();
  globalThis.held = await Promise.all(names.map(name => new Promise((done, failed) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = failed;
  })));
  return names;
}"""
# An app whose other databases have moved on by a version; the outbox never does.
WANT_A_NEWER_VERSION = """
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name, version) {
    return open.call(this, name, name === "outbox" ? version : version + 1);
  };
"""


def test_three_tabs_with_the_same_waiting_reports_send_them_once(
    proxied_phone: Phone, proxy: FaultyProxy, school: School
) -> None:
    phone = proxied_phone
    proxy.breaks("/api/outbox/", "refuse")
    texts = ["The first to wait.", "The second to wait.", "The third to wait."]
    for text in texts:
        phone.goes_to("Today")
        phone.reports_a_grazed_knee(text)
    tabs = [phone, phone.opens_another_tab(), phone.opens_another_tab()]
    for tab in tabs:
        tab.goes_to("Outbox")
        tab.counts_in_its_outbox(3)
    proxy.heard.clear()
    proxy.breaks(RECORDS, "late")
    with proxy.hears(f"POST {RECORDS}"):
        for tab in tabs:
            tab.page.get_by_role("button", name="Send now").click()
    proxy.mends()
    for tab in tabs:
        tab.counts_in_its_outbox(0)
    assert proxy.heard.count(f"POST {RECORDS}") == 1
    school.has_exactly_once(*texts)


def test_a_tab_that_holds_every_database_open_keeps_no_newer_app_from_filing(phone: Phone, school: School) -> None:
    old = phone.context.new_page()
    old.goto(f"{phone.url}/healthz")
    assert old.evaluate(HOLD_OPEN) == ["drafts", "local", "outbox"]
    newer = Phone(phone.handset, phone.url)
    newer.context, newer.page = phone.context, newer.watches(phone.context.new_page())
    phone.page.close()
    newer.page.add_init_script(WANT_A_NEWER_VERSION)
    # Without waiting for what it cannot open.
    newer.page.goto(f"{phone.url}/app")
    newer.reports_a_grazed_knee("Filed beside a tab that will not let go.")
    newer.counts_in_its_outbox(1)
    assert newer.complaints == []
    newer.page.close()
    old.close()
    phone.opens_another_tab().lists_at_school(1)
    school.has_exactly_once("Filed beside a tab that will not let go.")
