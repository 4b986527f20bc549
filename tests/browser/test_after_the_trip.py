"""A lost phone after its trip, locked: a search of all that its browser keeps on disk finds nothing of anybody.

Within the hours of the trip it finds the share that opens the phone without a signal, and nothing else (ADR 0022).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.disk_search import found_on_disk
from tests.browser.engines import AnyPhone, Engine, Machine
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone_words import PIN
from tests.browser.school import School

FILED = "Zq7-marmalade, cleaned and plastered."
UNFINISHED = "Wx4-rhubarb, and a bump on"
# Notes each private key as it is taken out to be wrapped; in the page's memory only.
NOTE_KEYS = """() => {
  globalThis.taken = [];
  const out = crypto.subtle.exportKey.bind(crypto.subtle);
  crypto.subtle.exportKey = async (format, key) => {
    const bytes = await out(format, key);
    if (format === "pkcs8") taken.push([...new Uint8Array(bytes)]);
    return bytes;
  };
}"""
KEYS_NOTED = "() => taken"
NAMES_ON_THE_LIST = "() => [...document.querySelectorAll('.pupils strong')].map(name => name.textContent)"
PLANT = """([id, text]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("drafts");
  opening.onsuccess = () => {
    const writing = opening.result.transaction("draft", "readwrite");
    writing.objectStore("draft").put({ id, text });
    writing.oncomplete = () => { opening.result.close(); resolve(true); };
    writing.onabort = reject;
  };
})"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Where the browser keeps what it keeps."""
    return tmp_path / "profile"


@pytest.fixture
def lost(
    engine: Engine,
    playwright: Playwright,
    request: pytest.FixtureRequest,
    profile: Path,
    proxy: FaultyProxy,
    school: School,
) -> Iterator[AnyPhone]:
    """Phone 3 in a browser of its own, set up through the proxy."""
    phone = engine.takes_up(Machine(playwright, lambda: request.getfixturevalue("display")), profile, proxy.url)
    phone.opens_the_app()
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    yield phone
    phone.closes()


def goes_on_a_trip(phone: AnyPhone, share_of: Callable[[], str]) -> dict[str, bytes]:
    """Choose a PIN, read the list, report, leave a report unfinished, lock. Returns what nobody may find, by name."""
    phone.asks(NOTE_KEYS)
    phone.chooses_a_pin_as("trip_leader")
    keys = [bytes(key) for key in phone.asks(KEYS_NOTED)]
    assert len(keys) == 2
    phone.reports_a_grazed_knee(FILED)
    phone.lists_at_school(1)
    phone.goes_to("Today")
    phone.taps_link("Today's list")
    phone.says("32 pupils")
    names = phone.asks(NAMES_ON_THE_LIST)
    phone.goes_to("Today")
    phone.begins_a_report(UNFINISHED)
    phone.waits_until_kept(UNFINISHED)
    phone.locks()
    return {
        **{name: name.encode() for name in names},
        "what was filed": FILED.encode(),
        "what is unfinished": UNFINISHED.encode(),
        "the share": share_of().encode(),
        "the PIN": PIN.encode(),
        # Of a key's bytes those that are secret: 32 of the scalar, which follow the same 36 in each.
        **{f"private key {number}": key[36:68] for number, key in enumerate(keys, 1)},
    }


def test_on_the_trip_a_locked_phone_keeps_the_share_and_after_it_nothing_of_anybody(
    lost: AnyPhone, profile: Path, proxy: FaultyProxy, school: School
) -> None:
    secrets = goes_on_a_trip(lost, lambda: school.share_of("trip_leader"))
    assert lost.keeps_a_share()
    lost.closes()
    assert found_on_disk(profile, secrets) == {"the share"}
    proxy.breaks("/api/outbox/manifest", "two days on")
    lost.opens_again()
    lost.goes_to("Outbox")
    lost.taps_button("Send now")
    lost.says("Done.")
    assert not lost.keeps_a_share()
    lost.closes()
    assert found_on_disk(profile, secrets) == set()
    lost.opens_again()
    name = next(iter(secrets))
    lost.asks(PLANT, ["planted", f"{name} {FILED}"])
    lost.closes()
    assert found_on_disk(profile, secrets) == {name, "what was filed"}
