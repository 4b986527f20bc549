"""A day on which things happened: what fills the office's pages when they are looked at by a person or by axe."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from tests.api.photographer import jpeg
from tests.browser import chair_pages, held_day, own_phone_calls
from tests.browser.school import School
from tests.protocol_client import ProtocolClient, Wire

NOSEBLEED = {
    "category": "injury",
    "severity": "minor",
    "happened_about": "ten_minutes_ago",
    "place": "The great hall",
    "pupils": "Rosa Ellwood",
    "what_happened": "Nosebleed after running into the door of the great hall.",
    "what_was_done": "Sat her down, head forward, cold flannel. It stopped after four minutes.",
    "who_was_told": "Priya Shah",
    "follow_up_needed": True,
}
MISSING_PUPIL = {
    "category": "missing_pupil",
    "severity": "critical",
    "happened_about": "just_now",
    "place": "Gift shop",
    "position": {"latitude": 54.41231, "longitude": -1.73312, "accuracy_metres": 12},
    "pupils": "Idris Farrant",
    "what_happened": "Not in the line when we counted at the gift shop. Found after six minutes in the armoury queue.",
    "what_was_done": "Counted again, Tom went back along the route, castle staff told.",
    "who_was_told": "Base contact",
    "follow_up_needed": True,
}
LOST_GLOVES = {"category": None, "what_happened": "Three pairs of gloves left on the coach."}
DISCLOSURE = {
    "category": "safeguarding",
    "severity": "serious",
    "what_happened": "A pupil said something on the coach that the DSL should hear in person.",
    "who_was_told": "Daniel Okoro",
}

GATEHOUSE = {
    "purpose": "display",
    "place": "Gatehouse",
    "justification": "The drawbridge, for the Year 4 corridor",
    "destination": "school_site",
    "nobody": True,
    "list_as_at": None,
    "width": 2048,
    "height": 1536,
}


def happens_at(school: School) -> None:
    """Let two phones of today's trip report: incidents, own phones, items held, one not sent yet."""
    phone = a_phone(school, "Phone 4")
    trip = phone.card["trip"]["id"]
    for body in (LOST_GLOVES, NOSEBLEED, MISSING_PUPIL, DISCLOSURE):
        phone.files(body, trip)
    phone.files({"category": "other"}, trip, kind="incident.guessed")
    phone.files({}, kind="phone.set_up_checked", body={"camera": False, "notes": {"camera": "Cracked lens"}})
    somebody_says_no(phone, school.key_of_a_pupil(trip), trip)
    heads_are_counted(phone, school.key_of_a_pupil(trip), trip)
    own_phone_calls.are_used(phone, school, trip)
    chair_pages.is_written_about_the_headteacher(phone)
    phone.announces()
    phone.sends(phone.waiting())
    held_day.is_planted(a_phone(school, held_day.PHONE), phone, trip)
    # Last, for one of them stays on the phone.
    photographs(phone, trip)
    tablet = a_phone(school, "Year 4 iPad")
    tablet.files(NOSEBLEED, trip)
    tablet.announces()
    school.has_opened_everything()


def somebody_says_no(phone: ProtocolClient, key: str, trip: str) -> None:
    """A check that stopped, one that should not have passed, and a pupil who said no."""
    now = datetime.now(UTC).isoformat()
    check = {
        "purpose": "website",
        "place": "Outdoors",
        "justification": "The drawbridge",
        "activity": "Swimming",
        "medium": "photo",
        "list_as_at": now,
        "checked_at": now,
        "way": "camera",
    }
    phone.files({}, trip, kind="consent.checked", body={**check, "pupils": [key], "out": [key], "outcome": "stop"})
    phone.files({}, trip, kind="consent.checked", body={**check, "pupils": ["ffffffff"], "out": [], "outcome": "go"})
    said = {"pupil": key, "change": "said_no_today", "changed_at": now, "words": "Not today"}
    phone.files({}, trip, kind="consent.changed_on_the_day", body=said)


def heads_are_counted(phone: ProtocolClient, key: str, trip: str) -> None:
    """One coach is all there; somebody of the other is missing."""
    at = _now()
    count = {"started_at": at, "counted_at": at, "incident": None}
    missing = [{"key": key, "name": "Somebody S."}]
    for body in (
        {"group": "Coach 1", "counted": 16, "of": 16, "missing": []},
        {"group": "Coach 2", "counted": 15, "of": 16, "missing": missing},
    ):
        phone.files({}, trip, kind="pupils.counted", body={**count, **body})


def photographs(phone: ProtocolClient, trip: str) -> None:
    """Take two photos that nobody is in: one comes, of the other only what was written of it."""
    for seed in (1, 2):
        content = jpeg(seed=seed)
        blob = phone.files_blob(content)
        named = {"id": blob.header["id"], "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        record = phone.files({}, trip, kind="photo.taken", body={**GATEHOUSE, "taken_at": _now()}, photos=[named])
        phone.announces()
        phone.sends([record])
        if seed == 1:
            phone.sends_blob(blob)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def a_phone(school: School, name: str) -> ProtocolClient:
    """A phone that is no browser, set up and with today's card."""
    phone = ProtocolClient(Wire(school.url), school.makes_a_code_for(name))
    assert phone.sets_itself_up()
    phone.announces()
    return phone
