"""Two reports that may be of one event: proposed by rule, linked or kept apart by a person. Both always stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.incidents import rules
from server.incidents.double_models import DoubleDecision
from server.incidents.double_rules import Told, pairs_among
from server.incidents.models import Incident
from server.intake.models import Record
from server.phones.queries import names_of
from server.trips.queries import is_leader

DECIDED, ALREADY, OVERTAKEN = "decided", "already", "overtaken"
# Boards and reports count what the office may see: a concern about staff is in nobody's number but its readers'.
COUNTED_BY = frozenset({"office"})
# How many letters of a place or of who it was about are compared.
LONGEST_READ = 2000
TEN_MINUTES = timedelta(minutes=10)


@dataclass(frozen=True)
class Pair:
    """Two incidents, by their ids, the earlier first. `why` says in words what makes them alike."""

    first: str
    second: str
    why: str


@dataclass(frozen=True)
class Shown:
    """A pair for a page: each with its words, why it is proposed, and the last decision, if any."""

    pair: Pair
    words: tuple[str, str]
    decision: DoubleDecision | None

    @property
    def is_linked(self) -> bool:
        """Whether somebody said that they are of one event."""
        return self.decision is not None and bool(self.decision.is_linked)


def proposed(school: str, trip_id: str) -> list[Pair]:
    """The pairs of a trip of which nobody has decided, as far as the office may see them."""
    found = _pairs(school, trip_id, _as_counted)
    return [pair for pair, decision in found if decision is None]


def linked(school: str, trip_id: str) -> list[Pair]:
    """The pairs that somebody linked as one event, as far as the office may see them."""
    found = _pairs(school, trip_id, _as_counted)
    return [pair for pair, decision in found if decision is not None and decision.is_linked]


def on_trip(person: Person, trip_id: str) -> list[Shown]:
    """What is proposed or linked on a trip, where this person may see both."""
    leads = is_leader(person.id, trip_id)
    found = _pairs(person.school, trip_id, lambda row: rules.may_see(row.category, person.roles, leads_the_trip=leads))
    shown = _shown(person.school, found)
    return [one for one in shown if one.decision is None or one.is_linked]


def with_incident(person: Person, incident: Incident) -> list[Shown]:
    """What is proposed or decided of one incident and another, where this person may see the other as well."""
    leads = is_leader(person.id, incident.trip)

    def may_see(row: Incident) -> bool:
        return row.id == incident.id or rules.may_see(row.category, person.roles, leads_the_trip=leads)

    found = _pairs(person.school, incident.trip, may_see) if incident.trip else []
    return _shown(person.school, [one for one in found if incident.id in (one[0].first, one[0].second)])


def decisions_of(school: str, one: str, other: str) -> list[DoubleDecision]:
    """What was decided of two incidents, the newest first."""
    low, high = _key(one, other)
    mine = (DoubleDecision.school == school, DoubleDecision.one == low, DoubleDecision.other == high)
    return list(DoubleDecision.select().where(*mine).order_by(DoubleDecision.n.desc()))


def decide(person: Person, pair: tuple[str, str], given: tuple[bool, str], after_n: int) -> str:
    """Link two incidents or keep them apart; `given` is (is linked, why). Returns DECIDED, ALREADY or OVERTAKEN.

    Somebody who has not seen the last decision decides nothing.
    """
    (one, other), (is_linked, reason) = _key(*pair), given
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


def why(first: Incident, second: Incident) -> str | None:
    """Why two incidents may be of one event; None where the rule does not say so."""
    rows = Record.select().where(Record.envelope.in_([first.n, second.n]))
    bodies = {row.envelope_id: json.loads(row.body) for row in rows}
    found = pairs_among(_told(one, bodies.get(one.n, {})) for one in (first, second))
    return next((words for _one, _other, words in found), None)


def happened_at(incident: Incident) -> Any:
    """When it happened, as far as it says: by its time, or by when it was written."""
    written = incident.recorded_at or incident.received_at
    if incident.happened_at:
        return incident.happened_at
    return written - TEN_MINUTES if incident.happened_about == "ten_minutes_ago" else written


def named(incident: Incident, phone_names: dict[str, str]) -> str:
    """An incident among others, in a few words."""
    kind = rules.CATEGORY_NAMES.get(incident.category or "", "Incident, no category given")
    phone = phone_names.get(incident.phone, "a phone no longer listed") if incident.phone else "an own phone"
    return f"{kind}, {phone}, {clock.in_words(happened_at(incident))}"


def _as_counted(row: Incident) -> bool:
    return rules.may_see(row.category, COUNTED_BY, leads_the_trip=False)


Found = list[tuple[Pair, DoubleDecision | None]]


def _pairs(school: str, trip_id: str, may_see: Callable[[Incident], bool]) -> Found:
    """Every pair of a trip, proposed or decided, of which both may be seen; in the order of what happened."""
    incidents, told = _on(school, trip_id, may_see)
    last = _decided(school, trip_id)
    found = {_key(one.id, other.id): Pair(one.id, other.id, words) for one, other, words in pairs_among(told)}
    for key in last:
        if key not in found and all(one in incidents for one in key):
            first, second = sorted(key, key=lambda one: (happened_at(incidents[one]), one))
            found[_key(first, second)] = Pair(first, second, "")
    return [(pair, last.get(key)) for key, pair in found.items()]


def _key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _on(school: str, trip_id: str, may_see: Callable[[Incident], bool]) -> tuple[dict[str, Incident], list[Told]]:
    rows = (
        Incident.select(Incident, Record.envelope, Record.body)
        .join(Record, on=(Record.envelope == Incident.n), attr="filed")
        .where(Incident.school == school, Incident.trip == trip_id)
    )
    incidents = {row.id: row for row in rows if may_see(row)}
    return incidents, [_told(row, json.loads(row.filed.body)) for row in incidents.values()]


def _decided(school: str, trip_id: str) -> dict[tuple[str, str], DoubleDecision]:
    """The decision that counts of each pair of which one is on a trip."""
    here = Incident.select(Incident.id).where(Incident.school == school, Incident.trip == trip_id)
    rows = DoubleDecision.select().where(DoubleDecision.school == school, DoubleDecision.one.in_(here))
    return {(row.one, row.other): row for row in rows.order_by(DoubleDecision.n)}


def _told(row: Incident, body: dict[str, Any]) -> Told:
    place, pupils = (body.get(name) for name in ("place", "pupils"))
    return Told(
        id=row.id,
        trip=row.trip,
        category=row.category,
        at=happened_at(row),
        place=place[:LONGEST_READ] if isinstance(place, str) else "",
        pupils=pupils[:LONGEST_READ] if isinstance(pupils, str) else "",
        phone=row.phone,
        author=row.author,
    )


def _shown(school: str, found: Found) -> list[Shown]:
    if not found:
        return []
    names = names_of(school)
    ids = {one for pair, _decision in found for one in (pair.first, pair.second)}
    rows = {row.id: row for row in Incident.select().where(Incident.school == school, Incident.id.in_(ids))}
    return [
        Shown(pair, (named(rows[pair.first], names), named(rows[pair.second], names)), decision)
        for pair, decision in found
    ]
