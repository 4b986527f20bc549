"""The forms in the hand: kinds fold once a finger has chosen, the position needs no tap before it, times are minded."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.phone import Phone

KIND = "input[name=category]"
# Where "Which pupils?" stands below "Where?".
GAP = """() => {
  const top = id => document.getElementById(id).getBoundingClientRect().top;
  return top("pupils") - top("place");
}"""
# A phone that has not found itself yet; `globalThis.finds()` lets it.
IS_SLOW_TO_FIND_ITSELF = """() => {
  const coords = { latitude: 51.48936565, longitude: -0.11992557, accuracy: 11.2 };
  const value = { getCurrentPosition: found => { globalThis.finds = () => found({ coords }); } };
  Object.defineProperty(navigator, "geolocation", { configurable: true, value });
}"""


def test_once_a_finger_has_chosen_the_kinds_fold_and_the_steps_stand_right_beneath(phone: Phone) -> None:
    phone.taps_link("Report an incident")
    assert phone.page.get_by_role("group", name="What kind of incident?").get_by_role("radio").count() == 16
    phone.taps_chip("Near miss")
    phone.has_the_kind("Near miss")
    expect(phone.page.locator("summary:focus")).to_have_text("What kind of incident? Near miss")
    phone.changes_the_kind_to("Safeguarding")
    phone.has_the_kind("Safeguarding")
    phone.says("Ring the DSL now, then write it down")
    expect(phone.page.get_by_role("region", name="What to do first")).to_be_in_viewport(ratio=1)
    assert looks.faults_in_every_light(phone.page) == []
    phone.goes_to("Today")
    phone.taps_link("Report")
    phone.taps_button("Save report")
    phone.taps_link("Report another")
    expect(phone.page.locator(KIND).first).to_be_visible()


def test_whoever_walks_through_the_kinds_by_keyboard_keeps_them_in_sight(phone: Phone) -> None:
    phone.taps_link("Report an incident")
    kinds = phone.page.locator(KIND)
    phone.page.locator("summary:has-text('What kind')").focus()
    phone.page.keyboard.press("Tab")
    expect(kinds.first).to_be_focused()
    phone.page.keyboard.press("Space")
    for _ in range(3):
        phone.page.keyboard.press("ArrowDown")
    expect(phone.page.get_by_role("radio", name="Missing pupil")).to_be_checked()
    expect(kinds.last).to_be_visible()
    phone.says("Count again and look")
    phone.fills("What happened?", "Thirty-one of thirty-two.")
    phone.says("Discard this report")
    expect(kinds.last).to_be_visible()
    phone.page.locator("summary:has-text('What kind')").press("Enter")
    phone.has_the_kind("Missing pupil")


def test_the_position_button_is_there_before_the_first_tap_and_nothing_moves_after_it(phone: Phone) -> None:
    phone.taps_link("Report an incident")
    expect(phone.page.get_by_role("button", name="Use my position")).to_be_visible()
    before = phone.asks(GAP)
    phone.fills("Which pupils?", "Maya")
    phone.says("Discard this report")
    assert phone.asks(GAP) == before
    phone.asks(IS_SLOW_TO_FIND_ITSELF)
    phone.taps_button("Use my position")
    phone.hears("Looking for the position")
    phone.asks("finds()")
    phone.says("Position noted, to within 12 m.")
    phone.taps_button("Remove position")
    expect(phone.page.get_by_role("button", name="Use my position")).to_be_focused()


def test_a_position_found_once_the_report_is_saved_begins_no_other(phone: Phone) -> None:
    phone.taps_link("Report an incident")
    phone.asks(IS_SLOW_TO_FIND_ITSELF)
    phone.taps_button("Use my position")
    phone.hears("Looking for the position")
    phone.taps_button("Save report")
    phone.is_headed("Report saved")
    phone.asks("finds()")
    phone.asks("new Promise(requestAnimationFrame)")
    phone.is_headed("Report saved")
    phone.goes_to("Today")
    phone.says_nothing_of("Unfinished report")


def minds_its_times(phone: Phone, label: str) -> None:
    """See that a time before the trip, or still to come, is warned of beneath its field."""
    phone.fills(label, "2019-06-03T10:00")
    phone.says("That is not on a day of this trip. You can save it all the same.")
    phone.fills(label, "2099-06-03T10:00")
    phone.says("That time is still to come. You can save it all the same.")


def test_a_time_before_the_trip_or_still_to_come_is_warned_of_on_every_form_and_kept(phone: Phone) -> None:
    phone.taps_link("Report an incident")
    phone.answers("When?", "Other")
    minds_its_times(phone, "Date and time")
    phone.taps_button("Save report")
    phone.taps_link("Add to this report")
    phone.answers("When was that?", "Another time")
    minds_its_times(phone, "Date and time")
    phone.goes_to_the_app("/app#/item/taken")
    phone.answers("When was it taken?", "Another time")
    minds_its_times(phone, "Date and time")
    phone.taps_button("Save record")
    phone.is_headed("Items kept")
