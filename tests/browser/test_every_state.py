"""Every screen of the phone with nothing on it, while it loads, and when something is broken: said plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser import looks, measures
from tests.browser.chromium import before_every_page
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import GRAZED_KNEE, WAITING, Phone
from tests.browser.school import School
from tests.cast import address_of

NEVER_OPENS = "indexedDB.open = () => { throw new DOMException('', 'UnknownError'); }"
NO_SYNC = "delete globalThis.SyncManager"
# Holds every store of a database in a transaction, as a slow or busy storage does, until `letGo()` is called.
HOLD = """async names => {
  globalThis.letGo = () => { globalThis.isOver = true; };
  for (const name of names) {
    const database = await new Promise(done => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    const stores = [...database.objectStoreNames];
    const held = database.transaction(stores, "readwrite").objectStore(stores[0]);
    const again = () => { if (!globalThis.isOver) held.count().onsuccess = again; };
    again();
  }
}"""
HELD = ["outbox", "drafts", "local"]
LONG_AGO = """async () => {
  const database = await new Promise(done => {
    const asked = indexedDB.open("local");
    asked.onsuccess = () => done(asked.result);
  });
  const store = database.transaction(database.objectStoreNames, "readwrite").objectStore(database.objectStoreNames[0]);
  const card = await new Promise(done => { store.get("card").onsuccess = found => done(found.target.result); });
  card.as_at = "2020-01-06T08:00:00Z";
  const day = offset => new Date(Date.now() + offset * 864e5).toLocaleDateString("sv-SE");
  const [trip] = card.trips;
  card.trip = null;
  card.trips = [{ ...trip, starts_on: day(3), ends_on: day(4), title: "Farm visit" },
                { ...trip, id: "0", starts_on: day(-2), ends_on: day(-2), title: "Old fort" }];
  await new Promise(done => { store.put(card, "card").onsuccess = done; });
}"""


def is_clean(phone: Phone) -> None:
    """Assert that nothing is found against the screen as it stands, light and dark."""
    assert looks.faults_in_every_light(phone.page) == []
    assert measures.faults_of_size(phone.page) == []


def opens(phone: Phone, screen: str) -> None:
    """Open a screen by its address, without waiting for what the phone keeps."""
    phone.page.goto("about:blank")
    phone.page.goto(f"{phone.url}/app#/{screen}")


@contextmanager
def slow_storage(phone: Phone) -> Iterator[None]:
    """The phone's storage answers nobody, until the end."""
    holder = phone.context.new_page()
    holder.goto(f"{phone.url}/healthz")
    holder.evaluate(HOLD, HELD)
    yield
    holder.evaluate("letGo()")
    holder.close()


def test_every_empty_screen_says_what_will_stand_there(phone: Phone) -> None:
    phone.says("Nothing waiting.")
    phone.goes_to("Outbox")
    phone.says("No report was saved on this phone yet.")
    is_clean(phone)
    opens(phone, "filed/never")
    phone.says("This phone holds no report of that number.")
    is_clean(phone)
    opens(phone, "report/never")
    phone.says("That unfinished report is not on this phone any more. This form is a new one.")
    phone.says("Nobody signed in: the report will not carry a name")
    is_clean(phone)


@pytest.mark.parametrize("address", ["nowhere", "constructor", "missing"])
def test_an_unknown_address_leads_to_a_plain_screen_with_a_way_back(phone: Phone, address: str) -> None:
    opens(phone, address)
    phone.is_headed("No such screen")
    is_clean(phone)
    phone.taps_link("Go to today")
    phone.is_headed("Today: Castle visit")


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        ("", ["Opening what is saved on this phone…", "Opening the school's numbers…", "Opening who is using it…"]),
        ("outbox", ["Opening what is saved on this phone…"]),
        ("filed/any", ["Opening what is saved on this phone…"]),
        ("report/any", ["Opening your unfinished report…"]),
    ],
)
def test_a_slow_storage_says_what_it_opens_and_a_report_can_begin(phone: Phone, screen: str, words: list[str]) -> None:
    with slow_storage(phone):
        opens(phone, screen)
        for said in words:
            phone.says(said)
        phone.says_nothing_of("Nothing waiting")
        phone.says_nothing_of("not set up")
        is_clean(phone)
        expect(phone.page.get_by_role("link", name="Report an incident").first).to_be_visible()
    expect(phone.page.get_by_text("Opening")).to_have_count(0)


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        ("", "This phone cannot read its outbox just now."),
        ("outbox", "This phone cannot read its outbox just now."),
        ("filed/any", "This phone cannot read what is saved on it just now."),
        ("report/any", "This phone cannot read unfinished reports just now."),
    ],
)
def test_a_storage_that_never_opens_is_said_and_nothing_else_is_claimed(phone: Phone, screen: str, words: str) -> None:
    before_every_page(phone.context, NEVER_OPENS)
    opens(phone, screen)
    phone.says("This phone's storage is not answering.")
    phone.says(words)
    for claim in ("Nothing waiting", "not set up", "Ask the office to", "No report was saved"):
        phone.says_nothing_of(claim)
    is_clean(phone)


def test_a_phone_that_never_heard_from_the_school_says_so(
    school: School, proxy: FaultyProxy, new_handset: Callable[[str], Phone]
) -> None:
    phone = new_handset(school.url)
    phone.url = proxy.url
    proxy.breaks("/app/start.json", 503)
    phone.goes_to_the_app()
    phone.says("Lanyard has never heard from the school on this phone, so it cannot save a report yet.")
    phone.says_nothing_of("You can report an incident at once.")
    is_clean(phone)
    proxy.mends()
    phone.taps_link("Try again")
    phone.says("This phone is not set up yet.")


def tries_again_in_vain(phone: Phone, proxy: FaultyProxy, button: str) -> None:
    """Let what hangs end, then tap again while every connection is refused."""
    proxy.mends()
    expect(phone.page.get_by_role("button", name=button, exact=True)).to_be_enabled()
    proxy.breaks("/api/", "refuse")
    phone.taps_button(button)
    phone.says("No answer from the school")
    is_clean(phone)


def test_signing_in_says_that_it_works_on_it_and_that_nobody_answered(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    opens(phone, "sign-in")
    proxy.breaks("/api/sign-in", "hang")
    phone.field("E-mail").fill(address_of("trip_leader"))
    phone.field("Password").fill("not-the-password")
    phone.taps_button("Sign in")
    expect(phone.page.get_by_role("button", name="Signing in…")).to_be_disabled()
    is_clean(phone)
    proxy.mends()
    phone.says("do not go together")
    phone.field("Password").fill("not-the-password")
    tries_again_in_vain(phone, proxy, "Sign in")


def test_setting_up_says_that_it_works_on_it_and_that_nobody_answered(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    opens(phone, "setup")
    proxy.breaks("/api/phones/", "hang")
    phone.field("Set-up code").fill("ABCD-2345")
    phone.taps_button("Set up this phone")
    expect(phone.page.get_by_role("button", name="Setting up…")).to_be_disabled()
    is_clean(phone)
    tries_again_in_vain(phone, proxy, "Set up this phone")


def test_what_the_phone_knows_from_years_ago_is_a_warning(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    phone.says("School details from just now.")
    proxy.breaks("/api/", "refuse")
    phone.asks(LONG_AGO)
    phone.reloads()
    phone.is_headed("Today: no trip")
    phone.says("Next trip: Farm visit")
    phone.says("Last trip: Old fort")
    phone.says(" days ago. Trips and numbers may have changed since. Open Lanyard when you have signal.")
    is_clean(phone)


def test_a_device_that_cannot_send_by_itself_asks_to_be_opened(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    before_every_page(phone.context, NO_SYNC)
    phone.reloads()
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee()
    for screen in (None, "Today", "Outbox"):
        if screen:
            phone.goes_to(screen)
        phone.says(f"{WAITING}" if screen is None else "saved on this phone, not sent yet")
        phone.says("Open Lanyard when you have signal.")
        phone.says_nothing_of("by itself")


def test_a_device_that_can_send_by_itself_says_so(proxied_phone: Phone, proxy: FaultyProxy) -> None:
    phone = proxied_phone
    proxy.breaks("/api/outbox/", "refuse")
    phone.reports_a_grazed_knee()
    phone.says("It goes by itself, also with Lanyard closed.")
    phone.says_nothing_of("Open Lanyard when you have signal.")


def test_a_report_begun_by_nobody_is_taken_on_by_a_tap_and_by_nothing_else(phone: Phone, school: School) -> None:
    phone.begins_a_report(GRAZED_KNEE)
    phone.says("Nobody signed in: the report will not carry a name")
    phone.waits_until_kept(GRAZED_KNEE)
    phone.signs_in_as("trip_leader")
    phone.taps_link("Continue")
    phone.says("Begun with nobody signed in: the report will not carry a name.")
    is_clean(phone)
    phone.taps_button("It is mine")
    phone.says("Writing as Priya Shah")
    phone.taps_button("Save report")
    phone.lists_at_school(1)
    (line,) = school.has_exactly_once(GRAZED_KNEE)
    assert line["actor"]["staff"] == school.id_of("trip_leader")
