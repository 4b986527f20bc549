"""Two reports that may be of one event: proposed by rule, linked or kept apart by a person. Both always stay.

Those of no trip are looked for among themselves and beside every trip, for a phone that was given no list names none;
they are in the number of what names no trip, and in no trip's: a trip is signed off by what names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.incidents import queries, rules
from server.incidents.double_models import DoubleDecision
from server.incidents.double_rows import (
    decided,
    happened_at,
    has_time,
    key,
    rows_beside,
    rows_named,
    rows_of_none,
    rows_on,
    told,
    trip_of,
)
from server.incidents.double_rules import pairs_among
from server.incidents.incident_words import when_it_happened
from server.incidents.models import Incident
from server.intake.author_rules import OWN_PHONE, PAPER

DECIDED, ALREADY, OVERTAKEN = "decided", "already", "overtaken"
# Boards and reports count what the office may see: a concern about staff is in nobody's number but its readers'.
COUNTED_BY = frozenset({"office"})
Both = tuple[Incident, Incident]


@dataclass(frozen=True)
class Pair:
    """Two incidents, by their ids, the earlier first. `why` says in words what makes them alike."""

    first: str
    second: str
    why: str

    @property
    def ids(self) -> set[str]:
        """Both."""
        return {self.first, self.second}


@dataclass(frozen=True)
class Shown:
    """A pair for a page: each with its words, why it is proposed, and the last decision, if any.

    `may_read`: whether whoever looks may read what was written in both.
    """

    pair: Pair
    words: tuple[str, str]
    decision: DoubleDecision | None
    may_read: bool

    @property
    def is_linked(self) -> bool:
        """Whether somebody said that they are of one event."""
        return self.decision is not None and bool(self.decision.is_linked)


def proposed(school: str, trip_id: str) -> list[Pair]:
    """The pairs of a trip of which nobody has decided, as far as the office may see them."""
    return [pair for pair, made in _counted(rows_on(school, trip_id, "")) if made is None]


def linked(school: str, trip_id: str) -> list[Pair]:
    """The pairs that somebody linked as one event, as far as the office may see them."""
    return [pair for pair, made in _counted(rows_on(school, trip_id, "")) if made is not None and made.is_linked]


def weighed(person: Person, trip_id: str | None) -> tuple[list[Pair], list[Shown]]:
    """What is `proposed` on a trip or, with None, of no trip; and what is proposed or linked there where this person
    may see both.
    """
    rows = rows_on(person.school, trip_id, person.id) if trip_id else rows_of_none(person.school, person.id)
    # Of two on trips their trip says what they are; what is of no trip has both beside it.
    placed = {row.id for row in rows if trip_of(row)} if trip_id is None else set()
    undecided = [pair for pair, made in _counted(rows) if made is None and not pair.ids <= placed]
    shown = [one for one in _shown(person, rows) if not one.pair.ids <= placed]
    return undecided, [one for one in shown if one.decision is None or one.is_linked]


def to_look_at(person: Person, trip_id: str | None) -> list[Shown]:
    """What `weighed` counts, as this person may see it: the list behind the number."""
    undecided, shown = weighed(person, trip_id)
    return [one for one in shown if one.pair in undecided]


def with_incident(person: Person, incident: Incident) -> list[Shown]:
    """What is proposed or decided of one incident and another, where this person may see the other as well."""
    rows = rows_beside(person.school, incident, person.id)
    return [one for one in _shown(person, rows, itself=incident.id) if incident.id in one.pair.ids]


def both(person: Person, ids: tuple[str, str]) -> Both:
    """Two incidents, not of two trips, the earlier first, each with its record as `filed`.

    Raises Problem request.not_found unless this person may see both.
    """
    rows = rows_named(person.school, ids, person.id)
    trips = {trip_of(row) for row in rows} - {None}
    if len(rows) != 2 or len(trips) > 1 or not all(_sees(person, row) for row in rows):
        raise Problem("request.not_found")
    first, second = sorted(rows, key=lambda row: (happened_at(row), row.id))
    return first, second


def may_read(person: Person, row: Incident) -> bool:
    """Whether somebody may read what was written in one that `both` found."""
    is_told = rules.goes_up_to_governors(row.category, person.roles) and queries.may_read(person, row)
    return is_told or rules.may_read(row.category, person.roles, leads_the_trip=_leads(row))


def decisions_of(school: str, one: str, other: str) -> list[DoubleDecision]:
    """What was decided of two incidents, the newest first."""
    low, high = key(one, other)
    mine = (DoubleDecision.school == school, DoubleDecision.one == low, DoubleDecision.other == high)
    return list(DoubleDecision.select().where(*mine).order_by(DoubleDecision.n.desc()))


def decide(person: Person, pair: tuple[str, str], given: tuple[bool, str], after_n: int) -> str:
    """Link two incidents or keep them apart; `given` is (is linked, why). Returns DECIDED, ALREADY or OVERTAKEN.

    Somebody who has not seen the last decision decides nothing.
    """
    (one, other), (is_linked, reason) = key(*pair), given
    with db.atomic():
        before = decisions_of(person.school, one, other)
        last = before[0] if before else None
        if last and last.n != after_n:
            is_same = (last.decided_by, last.is_linked, last.reason) == (person.id, is_linked, reason)
            return ALREADY if is_same and last.after_n == after_n else OVERTAKEN
        DoubleDecision.create(
            school=person.school,
            one=one,
            other=other,
            after_n=last.n if last else 0,
            is_linked=is_linked,
            reason=reason,
            decided_by=person.id,
            decided_at=clock.now(),
        )
        audit.write(person.school, person.id, "incidents.one_event_decided", one, other=other, linked=is_linked)
    return DECIDED


def is_on_one_trip(both: Both) -> bool:
    """Whether two that `both` found are on one trip of the school's."""
    first, second = (trip_of(row) for row in both)
    return first is not None and first == second


def why(first: Incident, second: Incident) -> str | None:
    """Why two that `both` found may be of one event; None where the rule does not say so."""
    found = pairs_among(told(row) for row in (first, second))
    return next((words for _one, _other, words in found), None)


def phone_of(row: Incident) -> str:
    """Where an incident came from that was found here."""
    if row.author_how == PAPER:
        return PAPER
    found = getattr(row, "sender", None)
    return found.name if found else "a phone no longer listed" if row.phone else OWN_PHONE


def _named(row: Incident) -> str:
    """An incident among others, in a few words."""
    kind = rules.CATEGORY_NAMES.get(row.category or "", "Incident, no category given")
    when = clock.in_words(happened_at(row)) if has_time(row) else when_it_happened(row)
    return f"{kind}, {phone_of(row)}, {when}"


def _as_counted(row: Incident) -> bool:
    return rules.may_see(row.category, COUNTED_BY, leads_the_trip=False)


def _sees(person: Person, row: Incident) -> bool:
    is_told = rules.goes_up_to_governors(row.category, person.roles) and queries.may_see(person, row)
    return is_told or rules.may_see(row.category, person.roles, leads_the_trip=_leads(row))


def _leads(row: Incident) -> bool:
    return getattr(row, "led", None) is not None


def _shown(person: Person, rows: Sequence[Incident], *, itself: str = "") -> list[Shown]:
    """The pairs of which this person may see both; `itself` they see, as whoever asks has found out."""
    seen = {row.id: row for row in rows if row.id == itself or _sees(person, row)}
    return [_shown_as(person, (seen[pair.first], seen[pair.second]), pair, made) for pair, made in _pairs(seen, rows)]


def _shown_as(person: Person, rows: Both, pair: Pair, decision: DoubleDecision | None) -> Shown:
    first, second = rows
    return Shown(pair, (_named(first), _named(second)), decision, all(may_read(person, row) for row in rows))


def _counted(rows: Sequence[Incident]) -> list[tuple[Pair, DoubleDecision | None]]:
    return _pairs({row.id: row for row in rows if _as_counted(row)}, rows)


def _pairs(incidents: dict[str, Incident], rows: Sequence[Incident]) -> list[tuple[Pair, DoubleDecision | None]]:
    """Every pair of these, proposed or decided, with the decision that counts, as `rows` tell."""
    last, events = decided(rows), [told(row) for row in incidents.values()]
    found = {key(one.id, other.id): Pair(one.id, other.id, words) for one, other, words in pairs_among(events)}
    for both_ids in last:
        if both_ids not in found and all(one in incidents for one in both_ids):
            first, second = sorted(both_ids, key=lambda one: (happened_at(incidents[one]), one))
            found[both_ids] = Pair(first, second, "")
    return [(pair, last.get(both_ids)) for both_ids, pair in found.items()]
