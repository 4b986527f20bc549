"""What an own-phone agreement allows, on what conditions, and how long it holds (R3, R23, R25, R53, R57). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.accounts.rules import Role
from server.trips.rules import READS_OWN_PHONES

OWN_PHONE, INTERNET = "own_phone", "internet"
KINDS = {
    OWN_PHONE: "Calls in an emergency, where no school phone is available",
    INTERNET: "The internet only, away from pupils: no calls",
}
KIND_NAMES = {OWN_PHONE: "Calls in an emergency", INTERNET: "Internet only"}
READS = READS_OWN_PHONES
# Whoever could have given it, whatever the school's rules say now: to end one is never too much.
REVOKES = (Role.SLT, Role.HEADTEACHER)
IN_FORCE, ENDED, REVOKED = "in_force", "ended", "revoked"
# A phone's clock and the school's may be so far apart.
CLOCKS_DIFFER = timedelta(minutes=10)

_ALWAYS = (
    "No photograph, no film and no sound is taken with it.",
    "It is used out of sight of pupils, never near them.",
)
_CONDITIONS = {
    OWN_PHONE: (
        "999 or 112 is rung first, as it is, without 141.",
        "141 goes before every other number. Texts and data calls show the number, so none are sent.",
        "Pupils and their families are never rung or written to: the school does that.",
        *_ALWAYS,
        "Every use is written down, and reported the same day.",
        "It ends with the trip.",
    ),
    INTERNET: (
        "The internet alone: no call and no message. In danger anybody rings 999 from any phone.",
        "Nothing about a pupil is opened or kept on it.",
        *_ALWAYS,
        "It ends with the trip.",
    ),
}


@dataclass(frozen=True)
class Given:
    """An agreement by its instants. `closes`: when its trip's window does; `revoked_at` null while it is not."""

    given_at: datetime
    closes: datetime
    revoked_at: datetime | None = None


def conditions(kind: str) -> tuple[str, ...]:
    """What whoever uses their own phone keeps to, a sentence each."""
    return _CONDITIONS[kind]


def standing(one: Given, now: datetime) -> str:
    """Where it stands: revoked, ended with its trip, or in force."""
    if one.revoked_at is not None:
        return REVOKED
    return IN_FORCE if now < one.closes else ENDED


def held_at(one: Given, at: datetime) -> bool:
    """Whether it allowed something then: given by that time, by clocks that may differ, not revoked, not over."""
    is_given = one.given_at - CLOCKS_DIFFER <= at
    return is_given and at < one.closes and (one.revoked_at is None or at < one.revoked_at)
