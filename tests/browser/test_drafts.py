"""What somebody is writing survives whatever happens to the browser, and goes only when they say so twice."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

HALF_A_SENTENCE = "Ran into the gate and has a bump on"
A_DAY_LATER = "(now => { Date.now = () => now() + 86_400_000; })(Date.now)"
# Rows as they were while every draft was a report and did not say so.
AS_BEFORE_THE_SECOND_FORM = """async () => {
  const settled = asked => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const database = await settled(indexedDB.open("drafts"));
  const drafts = () => database.transaction("draft", "readwrite").objectStore("draft");
  const [{ form, ...before }] = await settled(drafts().getAll());
  await settled(drafts().put(before));
  database.close();
}"""
# Every row of every database, as text; sealed bytes one letter a byte.
ALL_THAT_IS_KEPT = """async () => {
  const settled = asked => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const letters = (_name, value) =>
    value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value)) : value;
  let text = "";
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      text += JSON.stringify(await settled(database.transaction(store).objectStore(store).getAll()), letters);
    }
    database.close();
  }
  return text;
}"""


def test_a_draft_survives_a_kill_in_the_middle_of_a_sentence(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.taps_link("Report an incident")
    phone.taps_chip("Injury")
    phone.field("What happened?").press_sequentially(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.is_killed()
    phone.opens_again()
    phone.says("It opens with its writer's PIN.")
    phone.counts_in_its_outbox(0)
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value(HALF_A_SENTENCE)
    phone.has_the_kind("Injury")


def test_an_address_opened_cold_says_that_its_draft_opens_with_the_pin(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.reloads()
    phone.says("That unfinished report opens with its writer's PIN. This form is a new one.")
    expect(phone.field("What happened?")).to_have_value("")


def test_nothing_of_a_draft_lies_on_the_phone_in_clear(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    (kept,) = phone.keeps_in("drafts")["draft"]
    assert set(kept) == {"id", "form", "opened_at", "trip", "school", "writer", "own"}
    assert HALF_A_SENTENCE not in phone.asks(ALL_THAT_IS_KEPT)


def test_what_the_version_before_kept_is_gone_on_with(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.locks()
    phone.asks(AS_BEFORE_THE_SECOND_FORM)
    phone.reloads()
    phone.says("Unfinished report,")
    phone.unlocks_as("Priya Shah")
    phone.taps_link("Continue")
    expect(phone.field("What happened?")).to_have_value(HALF_A_SENTENCE)


def test_one_begun_while_locked_is_sent_as_it_is_after_a_kill_and_shows_nothing(
    phone: Phone, school: School, office: Office
) -> None:
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.is_killed()
    phone.opens_again()
    phone.says("It was begun without a PIN, so it cannot be opened again here.")
    phone.says_nothing_of(HALF_A_SENTENCE)
    phone.taps_button("Send it as it is")
    phone.lists_at_school(1)
    phone.says("Unfinished report 1")
    (line,) = school.has_exactly_once(HALF_A_SENTENCE)
    assert line["type"] == "draft"
    office.signs_in_as("dsl")
    office.goes_to(f"/office/incidents/{line['id']}")
    office.sees("This came unfinished, as it stood.")


def test_after_a_day_its_writer_is_asked_to_finish_send_or_discard_it(phone: Phone) -> None:
    phone.chooses_a_pin_as("trip_leader")
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.goes_to("Today")
    phone.says_nothing_of("It has waited for a day.")
    phone.asks(A_DAY_LATER)
    phone.goes_to("Outbox")
    phone.goes_to("Today")
    phone.says("It has waited for a day. Finish it, send it as it is, or discard it.")
    phone.page.get_by_text("Discard it", exact=True).click()
    phone.taps_button("Yes, discard it")
    phone.says_nothing_of("Unfinished report")
    phone.counts_in_its_outbox(0)


def test_it_goes_up_by_itself_once_its_writer_has_no_key_here_any_more(
    phone: Phone, school: School, office: Office
) -> None:
    phone.chooses_a_pin_as("staff")
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.waits_until_kept(HALF_A_SENTENCE)
    phone.locks()
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.counts_in_its_outbox(0)
    office.signs_in_as("office")
    office.disables("Tom Hargreave")
    phone.taps_button("Send now")
    phone.lists_at_school(1)
    (line,) = school.has_exactly_once(HALF_A_SENTENCE)
    assert (line["type"], line["actor"]["staff"]) == ("draft", school.id_of("staff"))


def test_discarding_asks_first_and_keeping_is_one_tap(phone: Phone) -> None:
    phone.begins_a_report(HALF_A_SENTENCE)
    phone.taps_button("Discard this report")
    phone.says("Discard what you have written? It cannot be brought back.")
    phone.taps_button("Keep it")
    expect(phone.field("What happened?")).to_have_value(HALF_A_SENTENCE)
    phone.taps_button("Discard this report")
    phone.taps_button("Yes, discard it")
    phone.is_headed("Today")
    phone.reloads()
    phone.says_nothing_of("Unfinished report")


def test_a_report_filed_leaves_no_draft_behind(phone: Phone) -> None:
    phone.reports_a_grazed_knee()
    assert phone.keeps_in("drafts") == {"draft": []}
    phone.taps_link("Back to today")
    phone.says_nothing_of("Unfinished report")
