"""Reads for check-off: where a trip stands, what was explained, who signed first. One query for the most of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import instant_of
from server.foundation.problems import Problem
from server.foundation.rows import select, select_named
from server.reconciliation import check_off_rules, gaps, sign_offs
from server.reconciliation.attestations import Span
from server.reconciliation.check_off_rules import open_gaps, takes_two, why_not_yet
from server.reconciliation.gap import Gap

_TRIP = """
SELECT trip.title, trip.place, starts_on, ends_on, school.name,
  EXISTS (SELECT 1 FROM trip_staff WHERE trip_id = trip.id AND staff_id = :staff AND part = 'leader'),
  (SELECT back_at FROM trip_return WHERE trip_id = trip.id ORDER BY n DESC LIMIT 1),
  (SELECT COALESCE(MAX(number), 0) FROM trip_sign_off WHERE trip_id = trip.id)
FROM trip JOIN school ON school.id = trip.school_id WHERE trip.id = :trip AND trip.school_id = :school
"""
_EXPLAINED = """
SELECT key, title, words, at, by, staff.name FROM gap_explanation LEFT JOIN staff ON staff.id = by
WHERE trip_id = ? ORDER BY gap_explanation.n
"""
_SIGNED_FIRST = """
SELECT seen, by, staff.name, at FROM sign_off_signature LEFT JOIN staff ON staff.id = by
WHERE trip_id = ? AND number = ? ORDER BY n DESC LIMIT 1
"""


@dataclass(frozen=True)
class Explained:
    """A gap explained: what it said then, why that is all right, who says so and when."""

    key: str
    title: str
    words: str
    at: datetime
    by: str
    name: str


@dataclass(frozen=True)
class Signature:
    """The first of two signatures: the hash of what was seen, by whom, when."""

    seen: str
    by: str
    name: str
    at: datetime


@dataclass(frozen=True)
class CheckOff:
    """A trip that is to be checked off: its facts, and how often it was signed off before."""

    span: Span
    title: str
    place: str
    school_name: str
    leads: bool
    number: int

    @property
    def trip(self) -> str:
        """The trip's id."""
        return self.span.trip

    @property
    def is_last_day(self) -> bool:
        """Whether today is its last day."""
        return self.span.ends_on == clock.today()

    @property
    def why_not_yet(self) -> str:
        """Why it cannot be signed off yet; "" when it can."""
        return why_not_yet(self.span.back, clock.now(), is_last_day=self.is_last_day)


def find(school: str, trip_id: str, staff: str = "") -> CheckOff:
    """A trip of this school, as somebody sees it. Raises Problem request.not_found, also for another school's."""
    rows = select_named(_TRIP, {"school": school, "trip": trip_id, "staff": staff})
    if not rows:
        raise Problem("request.not_found")
    [(title, place, starts_on, ends_on, school_name, leads, back_at, number)] = rows
    back = instant_of(back_at) if back_at else None
    span = Span(school, trip_id, date.fromisoformat(starts_on), date.fromisoformat(ends_on), back)
    return CheckOff(span, title, place, school_name, bool(leads), number)


def find_to_sign(person: Person, trip_id: str) -> CheckOff:
    """The same for somebody who checks it off. Raises Problem access.role_missing for others."""
    found = find(person.school, trip_id, person.id)
    if not check_off_rules.may_sign(person.roles, leads=found.leads):
        raise Problem("access.role_missing")
    return found


def explained(trip: str) -> list[Explained]:
    """Everything that was explained of a trip, the first first."""
    return [
        Explained(key, title, words, instant_of(told), by, name or "Somebody")
        for key, title, words, told, by, name in select(_EXPLAINED, trip)
    ]


def latest_by_key(found: list[Explained]) -> dict[str, Explained]:
    """The last explanation of each gap, by its key."""
    return {one.key: one for one in found}


def gaps_and_open(school: str, trip: str, found: list[Explained]) -> tuple[list[Gap], list[Gap]]:
    """Every gap of a trip, and those among them that nobody has explained as they are now."""
    every = gaps.gaps_of(school, trip)
    return every, open_gaps(every, {key: one.title for key, one in latest_by_key(found).items()})


def has_to_be_two(school: str, trip: str) -> bool:
    """Whether two people have to sign."""
    incidents = select("SELECT category, severity FROM incident WHERE school_id = ? AND trip = ?", school, trip)
    return takes_two(incidents)


def signed_first(trip: str, number: int) -> Signature | None:
    """Whoever signed first, and waits for a second, for this sign-off of the trip."""
    rows = select(_SIGNED_FIRST, trip, number)
    if not rows:
        return None
    seen, by, name, at = rows[0]
    return Signature(seen, by, name or "Somebody", instant_of(at))


def state_of(school: str, trip: str) -> str | None:
    """`signed_off`, `reopened`, or None where it never was signed off."""
    return sign_offs.states(school, [trip]).get(trip)
