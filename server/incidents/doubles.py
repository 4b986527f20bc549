"""Two reports that may be of one event: proposed by rule, linked or kept apart by a person. Both always stay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from peewee import JOIN, SQL, fn

from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.incidents import queries, rules
from server.incidents.double_models import DoubleDecision
from server.incidents.double_rules import Told, pairs_among
from server.incidents.incident_words import when_it_happened
from server.incidents.models import Incident
from server.intake.author_rules import OWN_PHONE, PAPER
from server.intake.models import Record
from server.phones.models import Phone
from server.trips.models import TripStaff

DECIDED, ALREADY, OVERTAKEN = "decided", "already", "overtaken"
# Boards and reports count what the office may see: a concern about staff is in nobody's number but its readers'.
COUNTED_BY = frozenset({"office"})
# How many letters of a place or of who it was about are compared.
LONGEST_READ = 2000
TEN_MINUTES = timedelta(minutes=10)
# What was decided of an incident (`t1` in the query that it is a part of) and another.
_DECISIONS = """(
    SELECT json_group_array(json_object('n', n, 'one', one, 'other', other, 'after_n', after_n, 'is_linked', is_linked,
        'reason', reason, 'decided_by', decided_by, 'decided_at', decided_at))
    FROM double_decision AS made WHERE made.school_id = t1.school_id AND made.one = t1.id)"""
Both = tuple[Incident, Incident]
# Of pairs, by their ids, the lesser first: the decision that counts.
Decided = dict[tuple[str, str], DoubleDecision]


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
    found = _counted(school, trip_id)
    return [pair for pair, decision in found if decision is None]


def linked(school: str, trip_id: str) -> list[Pair]:
    """The pairs that somebody linked as one event, as far as the office may see them."""
    found = _counted(school, trip_id)
    return [pair for pair, decision in found if decision is not None and decision.is_linked]


def on_trip(person: Person, trip_id: str) -> list[Shown]:
    """What is proposed or linked on a trip, where this person may see both."""
    shown = _shown_to(person, trip_id)
    return [one for one in shown if one.decision is None or one.is_linked]


def weighed(person: Person, trip_id: str) -> tuple[list[Pair], list[Shown]]:
    """`proposed` and `on_trip` at once, for a page that shows both."""
    rows = _on(person.school, trip_id, person.id)
    last = _decided(rows)
    counted = _pairs({row.id: row for row in rows if _as_counted(row)}, last)
    shown = _shown({row.id: row for row in rows if _sees(person, row)}, last)
    undecided = [pair for pair, made in counted if made is None]
    return undecided, [one for one in shown if one.decision is None or one.is_linked]


def with_incident(person: Person, incident: Incident) -> list[Shown]:
    """What is proposed or decided of one incident and another, where this person may see the other as well."""
    if not incident.trip:
        return []
    rows = list(_beside(person, incident))
    last = {_key(incident.id, row.id): row.decided for row in rows if getattr(row, "decided", None)}
    seen = {row.id: row for row in rows if row.id == incident.id or _sees(person, row)}
    return [one for one in _shown(seen, last) if incident.id in (one.pair.first, one.pair.second)]


def _beside(person: Person, incident: Incident) -> Any:
    """The incidents of its trip, itself among them; each other with the decision that counts of the two, if any."""
    later = DoubleDecision.alias()
    of_both = (DoubleDecision.one == incident.id) & (DoubleDecision.other == Incident.id)
    of_both |= (DoubleDecision.one == Incident.id) & (DoubleDecision.other == incident.id)
    after = later.select().where(
        later.one == DoubleDecision.one, later.other == DoubleDecision.other, later.n > DoubleDecision.n
    )
    is_last = of_both & (DoubleDecision.school == person.school) & ~fn.EXISTS(after)
    rows = _incidents(person.id).select_extend(DoubleDecision)
    rows = rows.join_from(Incident, DoubleDecision, JOIN.LEFT_OUTER, on=is_last, attr="decided")
    return rows.where(Incident.school == person.school, Incident.trip == incident.trip)


def both(person: Person, ids: tuple[str, str]) -> Both:
    """Two incidents of one trip, the earlier first, each with its record as `filed`.

    Raises Problem request.not_found unless this person may see both.
    """
    rows = list(_incidents(person.id).where(Incident.school == person.school, Incident.id.in_(ids)))
    if len(rows) != 2 or rows[0].trip != rows[1].trip or not all(_sees(person, row) for row in rows):
        raise Problem("request.not_found")
    first, second = sorted(rows, key=lambda row: (happened_at(row), row.id))
    return first, second


def may_read(person: Person, row: Incident) -> bool:
    """Whether somebody may read what was written in one that `both` found."""
    is_told = rules.goes_up_to_governors(row.category, person.roles) and queries.may_read(person, row)
    return is_told or rules.may_read(row.category, person.roles, leads_the_trip=_leads(row))


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
    """Why two that `both` found may be of one event; None where the rule does not say so."""
    found = pairs_among(_told(row, json.loads(row.filed.body)) for row in (first, second))
    return next((words for _one, _other, words in found), None)


def happened_at(incident: Incident) -> Any:
    """When it happened, as far as it says: its time, else the beginning of its day, else about when it was written."""
    written = incident.recorded_at or incident.received_at
    if incident.happened_at:
        return incident.happened_at
    if incident.happened_on:
        return datetime.combine(incident.happened_on, time(), clock.SCHOOL_TIME)
    return written - TEN_MINUTES if incident.happened_about == "ten_minutes_ago" else written


def phone_of(row: Incident) -> str:
    """Where an incident came from that was found here."""
    if row.author_how == PAPER:
        return PAPER
    found = getattr(row, "sender", None)
    return found.name if found else "a phone no longer listed" if row.phone else OWN_PHONE


def _named(row: Incident) -> str:
    """An incident among others, in a few words."""
    kind = rules.CATEGORY_NAMES.get(row.category or "", "Incident, no category given")
    when = clock.in_words(happened_at(row)) if _has_time(row) else when_it_happened(row)
    return f"{kind}, {phone_of(row)}, {when}"


def _has_time(row: Incident) -> bool:
    """Whether there is more than the day to go by."""
    return row.happened_at is not None or row.happened_on is None


def _as_counted(row: Incident) -> bool:
    return rules.may_see(row.category, COUNTED_BY, leads_the_trip=False)


def _sees(person: Person, row: Incident) -> bool:
    is_told = rules.goes_up_to_governors(row.category, person.roles) and queries.may_see(person, row)
    return is_told or rules.may_see(row.category, person.roles, leads_the_trip=_leads(row))


def _leads(row: Incident) -> bool:
    return getattr(row, "led", None) is not None


def _shown_to(person: Person, trip_id: str) -> list[Shown]:
    """The pairs of which this person may see both."""
    rows = _on(person.school, trip_id, person.id)
    return _shown({row.id: row for row in rows if _sees(person, row)}, _decided(rows))


def _shown(incidents: dict[str, Incident], last: Decided) -> list[Shown]:
    return [
        Shown(pair, (_named(incidents[pair.first]), _named(incidents[pair.second])), decision)
        for pair, decision in _pairs(incidents, last)
    ]


def _counted(school: str, trip_id: str) -> list[tuple[Pair, DoubleDecision | None]]:
    rows = _on(school, trip_id, "")
    return _pairs({row.id: row for row in rows if _as_counted(row)}, _decided(rows))


def _pairs(incidents: dict[str, Incident], last: Decided) -> list[tuple[Pair, DoubleDecision | None]]:
    """Every pair of these, proposed or decided, with the decision that counts."""
    told = [_told(row, json.loads(row.filed.body)) for row in incidents.values()]
    found = {_key(one.id, other.id): Pair(one.id, other.id, words) for one, other, words in pairs_among(told)}
    for key in last:
        if key not in found and all(one in incidents for one in key):
            first, second = sorted(key, key=lambda one: (happened_at(incidents[one]), one))
            found[key] = Pair(first, second, "")
    return [(pair, last.get(key)) for key, pair in found.items()]


def _key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _on(school: str, trip_id: str, staff_id: str) -> list[Incident]:
    """A trip's incidents, each with what was decided of it and another as `decisions`."""
    rows = _incidents(staff_id).select_extend(SQL(_DECISIONS).alias("decisions"))
    return list(rows.where(Incident.school == school, Incident.trip == trip_id))


def _incidents(staff_id: str) -> Any:
    """Incidents with their record as `filed`, their phone as `sender`, and `led` where this person leads the trip."""
    is_from = (Phone.id == Incident.phone) & (Phone.school == Incident.school)
    is_led = (TripStaff.trip == Incident.trip) & (TripStaff.staff == staff_id) & (TripStaff.part == "leader")
    return (
        Incident.select(Incident, Record, Phone.id, Phone.name, TripStaff.staff)
        .join(Record, on=(Record.envelope == Incident.n), attr="filed")
        .join_from(Incident, Phone, JOIN.LEFT_OUTER, on=is_from, attr="sender")
        .join_from(Incident, TripStaff, JOIN.LEFT_OUTER, on=is_led, attr="led")
    )


def _decided(rows: Sequence[Incident]) -> Decided:
    """The decision that counts of each pair of which one is among these, as `_on` found them."""
    found = [DoubleDecision(**facts) for row in rows for facts in json.loads(getattr(row, "decisions", None) or "[]")]
    for one in found:
        one.decided_at, one.is_linked = clock.from_millis(one.decided_at), bool(one.is_linked)
    return {(one.one, one.other): one for one in sorted(found, key=lambda one: int(one.n))}


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
        has_time=_has_time(row),
    )
