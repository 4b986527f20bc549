"""Reads for check-off: where a trip stands, what was explained, who signed first. One query for the most of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import instant_of
from server.foundation.problems import Problem
from server.foundation.rows import select, select_named
from server.reconciliation import attestations, check_off_rules, gaps, sign_offs
from server.reconciliation.attestation_rules import Standing
from server.reconciliation.attestations import Span
from server.reconciliation.board_sight import sight_of
from server.reconciliation.check_off_rules import open_gaps, takes_two, why_not_yet
from server.reconciliation.decisions import ASSIGNED_TO
from server.reconciliation.gap import Gap, lasting

# What is held is few, whatever the trip: from there, and not through every item of the school.
_TRIP = f"""
SELECT trip.title, trip.place, starts_on, ends_on, school.name,
  EXISTS (SELECT 1 FROM trip_staff WHERE trip_id = trip.id AND staff_id = :staff AND part = 'leader'),
  (SELECT back_at FROM trip_return WHERE trip_id = trip.id ORDER BY n DESC LIMIT 1),
  COALESCE(trip_sign_off.number, 0), EXISTS (SELECT 1 FROM trip_reopening WHERE {sign_offs.COUNTS}),
  (SELECT json_array(seen, by, staff.name, at) FROM sign_off_signature LEFT JOIN staff ON staff.id = by
    WHERE trip_id = trip.id AND number = COALESCE(trip_sign_off.number, 0) + 1 ORDER BY n DESC LIMIT 1),
  (SELECT json_group_array(json_array(category, severity)) FROM incident
    WHERE incident.school_id = trip.school_id AND incident.trip = trip.id),
  EXISTS (SELECT 1 FROM opening JOIN envelope ON n = envelope_id
    WHERE state = 'waiting' AND envelope.school_id = trip.school_id AND envelope.trip = trip.id),
  EXISTS (SELECT 1 FROM opening CROSS JOIN envelope ON envelope.n = envelope_id
    WHERE state = 'held' AND opening.school_id = trip.school_id AND type != 'blob'
      AND COALESCE((SELECT assigned.trip FROM ({ASSIGNED_TO}) AS assigned WHERE assigned.n = envelope.n), envelope.trip)
        = trip.id
      AND envelope.n NOT IN (SELECT envelope_id FROM record) AND instr(flags, 'chair.only') = 0
      AND NOT EXISTS (SELECT 1 FROM chain WHERE chain.chain = envelope.chain AND is_apart))
FROM trip JOIN school ON school.id = trip.school_id
LEFT JOIN trip_sign_off ON trip_sign_off.trip_id = trip.id
  AND number = (SELECT MAX(number) FROM trip_sign_off last WHERE last.trip_id = trip.id)
WHERE trip.id = :trip AND trip.school_id = :school
"""
_EXPLAINED = """
SELECT key, title, words, at, by, staff.name FROM gap_explanation LEFT JOIN staff ON staff.id = by
WHERE trip_id = ? ORDER BY gap_explanation.n
"""
_EVERY_SIGN_OFF = """
SELECT n, number, signed_at, confirmed_by, first.name, second.name FROM trip_sign_off
LEFT JOIN staff first ON first.id = signed_by LEFT JOIN staff second ON second.id = confirmed_by
WHERE trip_id = ? ORDER BY number DESC
"""


@dataclass(frozen=True)
class Explained:
    """A gap explained: what it said then, why that is all right, who says so and when. `key` is as it was written."""

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
class SignedOff:
    """One time that a trip was signed off, and by whom."""

    n: int
    number: int
    at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True)
class CheckOff:
    """A trip that is to be checked off: its facts, and how often it was signed off before (`number`).

    `first`: whoever signed for the next time and waits for a second. `is_opening`: something that came is not opened.
    """

    span: Span
    title: str
    place: str
    school_name: str
    leads: bool
    number: int
    is_reopened: bool
    first: Signature | None
    takes_two: bool
    is_opening: bool

    @property
    def trip(self) -> str:
        """The trip's id."""
        return self.span.trip

    @property
    def is_signed_off(self) -> bool:
        """Whether it is signed off, and nothing came since."""
        return self.number > 0 and not self.is_reopened

    @property
    def state(self) -> str:
        """As `sign_offs.states` has it of many: `signed_off`, `reopened`, or "" where nobody ever signed it off."""
        if self.is_reopened:
            return sign_offs.REOPENED
        return sign_offs.SIGNED_OFF if self.number else ""

    @property
    def why_not_yet(self) -> str:
        """Why it cannot be signed off yet; "" when it can."""
        return why_not_yet(self.span.ends_on, self.span.back, clock.now(), clock.today())


def find(school: str, trip_id: str, staff: str = "") -> CheckOff:
    """A trip of this school, as somebody sees it. Raises Problem request.not_found, also for another school's."""
    rows = select_named(_TRIP, {"school": school, "trip": trip_id, "staff": staff})
    if not rows:
        raise Problem("request.not_found")
    [(title, place, starts_on, ends_on, school_name, leads, back_at, number, *rest)] = rows
    is_reopened, first, incidents, is_opening, has_unread = rest
    placed = [(category, severity) for category, severity in json.loads(incidents)]
    back = instant_of(back_at) if back_at else None
    return CheckOff(
        span=Span(school, trip_id, date.fromisoformat(starts_on), date.fromisoformat(ends_on), back),
        title=title,
        place=place,
        school_name=school_name,
        leads=bool(leads),
        number=number,
        is_reopened=bool(is_reopened),
        first=_signature(json.loads(first)) if first else None,
        takes_two=takes_two(placed, has_unread=bool(has_unread)),
        is_opening=bool(is_opening),
    )


def _signature(columns: list[Any]) -> Signature:
    seen, by, name, at = columns
    return Signature(seen, by, name or "Somebody", instant_of(at))


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
    """The last explanation of each gap, by its key as it is now."""
    return {lasting(one.key): one for one in found}


def open_among(every: Sequence[Gap], found: list[Explained]) -> list[Gap]:
    """The gaps that nobody has explained as they are now."""
    return open_gaps(every, {key: one.title for key, one in latest_by_key(found).items()})


def gaps_with(person: Person, found: CheckOff, standings: Sequence[Standing]) -> list[Gap]:
    """Every gap of a trip as somebody looks at it, with how its phones stand as it was just found."""
    span, sight = found.span, replace(sight_of(person), leads=found.leads)
    mine = attestations.gaps_among(standings, sight, is_back=span.back <= clock.now())
    return [
        gap
        for part in gaps.PARTS
        for gap in (mine if part is attestations.attestation_gaps else part(span.school, span.trip, sight))
    ]


def every_sign_off(trip: str) -> list[SignedOff]:
    """Each time a trip was signed off, the last first."""
    return [
        SignedOff(n, number, instant_of(at), _names(first, second, confirmed))
        for n, number, at, confirmed, first, second in select(_EVERY_SIGN_OFF, trip)
    ]


def _names(first: str | None, second: str | None, confirmed: str | None) -> tuple[str, ...]:
    signed = (first or "Somebody",)
    return (*signed, second or "Somebody") if confirmed else signed
