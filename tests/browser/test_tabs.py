"""Two tabs of the app on one phone: one outbox, one numbering, each report sent once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import Phone
from tests.browser.school import School
from tests.browser.two_tabs import file_at_once

ROUNDS = 5
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


def test_two_tabs_filing_at_once_share_no_number_and_both_arrive_once(phone: Phone, school: School) -> None:
    texts = file_at_once(phone, phone.opens_another_tab(), rounds=ROUNDS)
    phone.lists_at_school(len(texts))
    lines = school.has_exactly_once(*texts)
    assert sorted(line["seq"] for line in lines) == list(range(1, len(texts) + 1))
    assert len({line["chain"] for line in lines}) == 1


def test_one_draft_filed_from_two_tabs_keeps_both_texts(phone: Phone, school: School) -> None:
    phone.begins_a_report("As the first tab has it.")
    phone.waits_until_kept("As the first tab has it.")
    other = phone.opens_another_tab()
    other.taps_link("Continue")
    other.field("What happened?").fill("As the second tab has it.")
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    other.taps_button("Save report")
    other.is_headed("Report saved")
    phone.lists_at_school(2)
    school.has_exactly_once("As the first tab has it.", "As the second tab has it.")


def test_words_written_after_another_tab_saved_the_report_outlive_the_app(phone: Phone, school: School) -> None:
    phone.begins_a_report("As the first tab has it.")
    phone.waits_until_kept("As the first tab has it.")
    other = phone.opens_another_tab()
    other.taps_link("Continue")
    school.kill()
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    other.counts_in_its_outbox(1)
    other.field("What happened?").fill("And this came to light after.")
    other.waits_until_kept("And this came to light after.")
    phone.handset.closes()
    phone.opens_again()
    phone.says("Unfinished report")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value("And this came to light after.")


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
    newer.goes_to_the_app()
    newer.reports_a_grazed_knee("Filed beside a tab that will not let go.")
    newer.lists_at_school(1)
    school.has_exactly_once("Filed beside a tab that will not let go.")
    newer.page.close()
    assert newer.complaints == []


def test_one_tab_shows_what_the_other_filed(phone: Phone) -> None:
    other = phone.opens_another_tab()
    other.goes_to("Outbox")
    phone.reports_a_grazed_knee()
    other.says("The school has it")
