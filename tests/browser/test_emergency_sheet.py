"""What the ambulance crew is handed: on paper the sheet alone, kept once it is saved; and where no grid reaches."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

FELL = "Fell from the wall, two metres, onto grass."
GIVEN = "Own inhaler, two puffs.\nHer father is on his way. \N{AMBULANCE}"
NOTES_PRINTING = "() => { globalThis.printed = 0; globalThis.print = () => { globalThis.printed += 1; }; }"
# What is seen, line by line.
SEEN = "() => document.body.innerText.split('\\n').map(line => line.trim()).filter(Boolean)"
COLOURS = """() => {
  const { color, backgroundColor } = getComputedStyle(document.querySelector(".sheet dd"));
  return [color, backgroundColor, getComputedStyle(document.documentElement).backgroundColor];
}"""
# The outbox has no room, until `room()`.
TAKES_NO_MORE = """() => {
  const { transaction } = IDBDatabase.prototype;
  globalThis.room = () => { IDBDatabase.prototype.transaction = transaction; };
  IDBDatabase.prototype.transaction = function (...how) {
    if (this.name === "outbox" && how[1] === "readwrite") throw new DOMException("", "QuotaExceededError");
    return transaction.apply(this, how);
  };
}"""
IN_BELFAST = """() => {
  const coords = { latitude: 54.59729, longitude: -5.93012, accuracy: 8 };
  const value = { getCurrentPosition: found => found({ coords }) };
  Object.defineProperty(navigator, "geolocation", { configurable: true, value });
}"""


def fills_in_the_sheet(phone: Phone) -> str:
    """From the first tap of an emergency to a sheet of a pupil of today's list. Returns their name and class."""
    phone.chooses_a_pin_as("trip_leader")
    phone.hears_of_its_list()
    phone.taps_link("Emergency")
    phone.taps_button("999 called")
    phone.says("Emergency since")
    phone.taps_link("Sheet for the ambulance crew")
    phone.is_headed("For the ambulance crew")
    phone.fills("Find a pupil", "a")
    phone.page.get_by_role("main").locator(".names button").first.click()
    phone.fills("What happened", FELL)
    phone.fills("Anything else", GIVEN)
    return phone.field("Who").input_value()


def test_on_paper_stands_the_sheet_alone_in_black_on_white(phone: Phone) -> None:
    who = fills_in_the_sheet(phone)
    phone.asks(NOTES_PRINTING)
    phone.taps_button("Print")
    assert phone.asks("printed") == 1
    phone.page.emulate_media(media="print", color_scheme="dark")
    lines = phone.asks(SEEN)
    assert lines[:5] == ["For the ambulance crew", "Who", who, "What happened", FELL]
    assert lines[5:6] + lines[7:9] == ["When", "Where", "Aldermere Castle"]
    assert set(GIVEN.split("\n")) < set(lines)
    assert lines[-4:-1] == ["School", "Wrenfield Park Primary School", "Elin Morgan, school office, 01632 960101"]
    assert lines[-1].endswith(" 999 called")
    assert phone.asks(COLOURS) == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"]
    phone.page.emulate_media(media="screen", color_scheme="light")
    expect(phone.page.get_by_role("button", name="Print")).to_be_visible()


def test_what_was_typed_is_kept_with_the_emergency_and_leaves_the_screen_at_the_lock(
    phone: Phone, school: School, office: Office
) -> None:
    who = fills_in_the_sheet(phone)
    phone.taps_button("Save what I typed")
    phone.hears("Saved on this phone. It goes with the emergency.")
    phone.taps_button("Lock")
    phone.says("Names and care details show here once the phone is unlocked")
    for words in (FELL, who, GIVEN.split("\n", maxsplit=1)[0]):
        phone.says_nothing_of(words)
        assert words not in str(phone.keeps_in("local"))
    phone.counts_in_its_outbox(0)
    [line] = [line for line in school.exports() if line["kind"] == "incident.followed_up"]
    assert line["body"]["words"] == f"Told to the ambulance crew.\nWho: {who}\nWhat happened: {FELL}\nMore: {GIVEN}"
    office.signs_in_as("evc")
    office.goes_to(f"/office/incidents/{line['body']['incident']}")
    office.sees(FELL)


def test_a_sheet_that_the_phone_cannot_keep_says_so_where_it_is(phone: Phone) -> None:
    phone.taps_link("Emergency")
    phone.taps_button("999 called")
    phone.taps_link("Sheet for the ambulance crew")
    phone.asks(TAKES_NO_MORE)
    phone.fills("What happened", FELL)
    phone.taps_button("Save what I typed")
    phone.says("NOT saved.")
    expect(phone.page.locator("#not-saved")).to_be_focused()
    expect(phone.field("What happened")).to_have_value(FELL)
    phone.asks("room()")
    phone.taps_button("Save what I typed")
    phone.hears("Saved on this phone. It goes with the emergency.")
    phone.says_nothing_of("NOT saved.")


def test_a_step_that_comes_leaves_the_one_under_the_finger_in_its_place(phone: Phone) -> None:
    phone.taps_link("Emergency")
    phone.taps_button("999 called")
    phone.page.get_by_role("button", name="More on 999 called").focus()
    phone.asks("() => { globalThis.under = document.activeElement; }")
    phone.asks("() => { [...document.querySelectorAll('.tap')].find(one => one.innerText === 'Police here').click(); }")
    phone.says("Police here, ")
    assert phone.asks("under === document.activeElement && under.textContent.trim()") == "More on 999 called"


def test_where_the_grid_does_not_reach_the_card_says_so_and_gives_the_position(phone: Phone) -> None:
    phone.taps_link("Emergency")
    phone.asks(IN_BELFAST)
    phone.taps_button("Find our position")
    phone.says("54.59729 north, 5.93012 west")
    phone.says("Great Britain's alone, and does not reach Northern Ireland.")
    phone.says("Read out the latitude and longitude.")
    expect(phone.page.locator("#grid")).to_have_count(0)
