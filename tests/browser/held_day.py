"""A phone on which things went askew: a report of an unknown trip, one with two contents, and an event told twice."""

from __future__ import annotations

from tests.protocol_client import ProtocolClient

PHONE = "Year 5 iPad"
FALL = {
    "category": "injury",
    "severity": "moderate",
    "place": "Steps of the chapel",
    "pupils": "Theo Gill",
    "what_happened": "Slipped on the wet chapel steps and bruised his hip. He could walk on his own.",
    "what_was_done": "Sat him down, cold pack for ten minutes.",
    "who_was_told": "Priya Shah",
}
OTHERWISE = {**FALL, "severity": "minor", "what_happened": "Slipped on the wet chapel steps and bruised his elbow."}
SEEN_TOO = {**FALL, "place": "Chapel", "pupils": "Theo", "what_happened": "Theo fell by the chapel. Tom saw to him."}


def is_planted(phone: ProtocolClient, other: ProtocolClient, trip: str) -> None:
    """Have one phone send them, and another what somebody else saw of the same event."""
    first = phone.plaintext(FALL, trip)
    phone.files(FALL, trip, id=first["id"])
    phone.files(OTHERWISE, trip, id=first["id"])
    phone.files({**FALL, "place": "Coach park", "pupils": "Nia Kaur"}, "a-trip-of-last-year")
    other.files(SEEN_TOO, trip)
    for each in (phone, other):
        each.announces()
        each.sends(each.waiting())
