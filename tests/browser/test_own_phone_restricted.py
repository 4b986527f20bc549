"""Somebody's own phone: two things work on it, they reach the school with their author, and nothing readable stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from server.shell.demo_school import PASSWORD
from tests.browser import looks, measures
from tests.browser.chromium import Handset
from tests.browser.disk_search import found_on_disk
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import GRAZED_KNEE, Phone
from tests.browser.school import School
from tests.cast import address_of

UNFINISHED = "Wx4-rhubarb, and a bump on"
REPORTED = "Zq7-marmalade, cleaned and plastered."
SAID = "Kv2-gooseberry, the coach is late."
CALLED, RANG = "Mr Quince of the coach company", "07700 900654"
ONLY_ON_SCHOOL_PHONES = (
    *("list", "photo", "photo/camera", "before-we-go", "set-up-check", "pin", "unlock", "join"),
    *("count", "custody", "item/taken", "add"),
)
# What does lie there, each in another part of what the browser keeps: the search sees all of them.
LIES_THERE = {
    "in a cache": b"Wrenfield Park Primary School",
    "in a database": b"ownPhone",
    "in a cookie": b"lanyard_browser",
}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Where the browser keeps what it keeps."""
    return tmp_path / "profile"


@pytest.fixture
def own(playwright: Playwright, profile: Path, proxy: FaultyProxy) -> Iterator[Phone]:
    """A phone that nobody has set up, with the app open."""
    phone = Phone(Handset(playwright, profile, window=False), proxy.url)
    phone.opens_the_app()
    yield phone
    phone.closes()
    assert phone.complaints == []


def is_clean(phone: Phone) -> None:
    """Assert that nothing is found against the screen as it stands, light and dark."""
    assert looks.faults_in_every_light(phone.page) == []
    assert measures.faults_of_size(phone.page) == []


def logs_a_call(phone: Phone) -> None:
    """Log a call made with it just now."""
    phone.taps_link("Own phone used")
    phone.is_headed("Own phone used")
    phone.page.get_by_role("button", name="Call made now").click()
    phone.fills("Who you rang", CALLED)
    phone.fills("The number you rang", RANG)
    phone.fills("What was said?", SAID)
    phone.taps_button("Save log")
    phone.is_headed("Saved")


def secrets_of(school: School) -> dict[str, bytes]:
    """What nobody may find on an own phone, by name."""
    typed = (UNFINISHED, REPORTED, SAID, CALLED, RANG, address_of("trip_leader"), address_of("staff"), PASSWORD)
    names = school.names_and_numbers()
    assert {"Priya Shah", "Daniel Okoro", "07700 900201"} <= set(names)
    return {**names, "the trip": b"Castle visit", **{word: word.encode() for word in typed}}


def writes_of_both_things(own: Phone, proxy: FaultyProxy) -> None:
    """Begin a report and lose it from sight, then report and log a call without a line."""
    own.begins_a_report(UNFINISHED)
    own.waits_until_kept(UNFINISHED)
    own.reloads()
    own.says("That unfinished report cannot be opened again on your own phone.")
    own.goes_to("Today")
    own.says("Signed in: Priya Shah")
    own.says("Daniel Okoro")
    proxy.breaks("/api/", "refuse")
    own.reports_a_grazed_knee(REPORTED)
    own.says("To add to it later, take a school phone or ring the school.")
    own.goes_to("Outbox")
    own.says_nothing_of("Add to this report")
    own.goes_to("Today")
    logs_a_call(own)
    own.counts_in_its_outbox(2)


def has_all_three_as_priyas(school: School) -> None:
    """Assert that the report, the log and the unfinished report came, each from an own phone and each Priya's."""
    lines = school.exports()
    assert sorted(f"{line['type']} {line['kind']}" for line in lines) == [
        "draft incident.reported",
        "record incident.reported",
        "record personal_phone.used",
    ]
    assert {line["actor"]["staff"] for line in lines} == {school.id_of("trip_leader")}
    assert {(line["state"], line["actor"]["how"], line["phone"]) for line in lines} == {("opened", "session", None)}
    words = {line["body"].get("what_happened") or line["body"]["what_was_said"] for line in lines}
    assert words == {UNFINISHED, REPORTED, SAID}
    (use,) = [line["body"] for line in lines if line["kind"] == "personal_phone.used"]
    assert (use["written_on"], use["called_name"]) == ("own_phone", CALLED)


def test_on_an_own_phone_there_are_two_ways_and_no_other(new_handset: Callable[[str], Phone], school: School) -> None:
    own = new_handset(school.url)
    own.says("This phone is not set up yet.")
    own.taps_link("My own phone: sign in to log its use")
    is_clean(own)
    own.signs_in_on_ones_own_as("trip_leader")
    own.says("Signed in: Priya Shah")
    own.says("Daniel Okoro")
    is_clean(own)
    for words in ("Set up this phone", "Castle visit", "Today's list", "Take a photo"):
        own.says_nothing_of(words)
    for screen in ONLY_ON_SCHOOL_PHONES:
        own.goes_to_the_app(f"/app#/{screen}")
        own.is_headed("Only on school phones")
    is_clean(own)


def test_what_is_written_arrives_with_its_author_and_nothing_readable_stays(
    own: Phone, proxy: FaultyProxy, school: School, profile: Path
) -> None:
    own.signs_in_on_ones_own_as("trip_leader")
    writes_of_both_things(own, proxy)
    own.is_killed()
    assert found_on_disk(profile, secrets_of(school)) == set()
    own.opens_again()
    own.says("Your own phone.")
    own.says("Sign in to send.")
    own.says("Nobody is signed in.")
    own.counts_in_its_outbox(2)
    is_clean(own)
    proxy.mends()
    own.signs_in_on_ones_own_as("staff")
    own.says("Signed in: Tom Hargreave")
    own.counts_in_its_outbox(0)
    own.says("On your own phone nothing readable is kept, so it cannot be opened again here.")
    own.taps_button("Send it as it is")
    own.lists_at_school(3)
    own.goes_to("Today")
    own.taps_button("Sign out")
    for gone in ("Signed in", "Daniel Okoro"):
        own.says_nothing_of(gone)
    own.closes()
    has_all_three_as_priyas(school)
    assert found_on_disk(profile, {**secrets_of(school), **LIES_THERE}) == set(LIES_THERE)


def test_signed_out_without_a_line_it_is_signed_out_for_good_and_loses_nothing(
    new_handset: Callable[[str], Phone], proxy: FaultyProxy, school: School
) -> None:
    own = new_handset(proxy.url)
    own.signs_in_on_ones_own_as("trip_leader")
    own.says("Daniel Okoro")
    proxy.breaks("/api/", "refuse")
    own.reports_a_grazed_knee()
    own.goes_to("Today")
    own.taps_button("Sign out")
    own.says("Sign in to send.")
    own.reloads()
    own.counts_in_its_outbox(1)
    with proxy.hears("POST /api/sign-out"):
        proxy.mends()
        own.has_a_line_again()
    own.says("Nobody is signed in.")
    own.signs_in_on_ones_own_as("staff")
    own.lists_at_school(1)
    (line,) = school.has_exactly_once(GRAZED_KNEE)
    assert line["actor"]["staff"] == school.id_of("trip_leader")


def test_when_the_sign_in_is_over_what_is_reported_waits_and_says_so(
    new_handset: Callable[[str], Phone], school: School
) -> None:
    own = new_handset(school.url)
    own.signs_in_on_ones_own_as("trip_leader")
    own.says("Daniel Okoro")
    school.ends_every_sign_in()
    own.reports_a_grazed_knee()
    own.says("Sign in to send.")
    own.counts_in_its_outbox(1)
    own.goes_to("Outbox")
    own.taps_button("Send now")
    own.says_nothing_of("setting up")
    own.signs_in_on_ones_own_as("trip_leader")
    own.lists_at_school(1)
    school.has_exactly_once(GRAZED_KNEE)


def test_set_up_later_by_the_school_it_is_a_school_phone(
    new_handset: Callable[[str], Phone], proxy: FaultyProxy, school: School
) -> None:
    own = new_handset(proxy.url)
    own.signs_in_on_ones_own_as("trip_leader")
    proxy.breaks("/api/outbox/", "refuse")
    own.reports_a_grazed_knee()
    own.goes_to_the_app("/app#/pin")
    own.taps_link("This is a school phone: set it up")
    own.fills("Set-up code", school.makes_a_code_for("Phone 3"))
    proxy.mends()
    own.taps_button("Set up this phone")
    own.is_headed("Phone 3 is ready")
    own.taps_link("Go to today")
    own.is_headed("Today: Castle visit")
    own.says("Nobody signed in")
    own.says_nothing_of("Your own phone")
    own.lists_at_school(1)
    own.signs_in_as("staff")
    own.reloads()
    own.says("Using this phone: Tom Hargreave")
    (line,) = school.has_exactly_once(GRAZED_KNEE)
    assert line["actor"]["staff"] == school.id_of("trip_leader")


def test_the_plain_way_to_sign_in_leads_to_the_one_for_own_phones(
    new_handset: Callable[[str], Phone], school: School
) -> None:
    own = new_handset(school.url)
    own.taps_link("Sign in")
    own.is_headed("Who is using this phone?")
    own.taps_link("It is my own phone")
    own.is_headed("Sign in on your own phone")
    expect(own.page.get_by_role("link", name="I have a code for this trip")).to_have_count(0)
