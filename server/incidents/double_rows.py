"""The rows in which two reports of one event are looked for: a trip's; of no trip, those near each other in time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from peewee import JOIN, SQL

from server.foundation import clock
from server.incidents.double_models import DoubleDecision
from server.incidents.double_rules import A_DAY, SAME_PUPILS_WITHIN, Told
from server.incidents.models import Incident
from server.intake.models import Record
from server.phones.models import Phone
from server.trips.models import Trip, TripStaff

# How many letters of a place or of who it was about are compared.
LONGEST_READ = 2000
TEN_MINUTES = timedelta(minutes=10)
# What was decided of an incident (`t1` in the query that it is a part of) and another.
_DECISIONS = """(
    SELECT json_group_array(json_object('n', n, 'one', one, 'other', other, 'after_n', after_n, 'is_linked', is_linked,
        'reason', reason, 'decided_by', decided_by, 'decided_at', decided_at))
    FROM double_decision AS made WHERE made.school_id = t1.school_id AND made.one = t1.id)"""
# The expression of the index `incident_when`: about when something happened; a day without a time is its midnight.
_WHEN = "COALESCE({i}.happened_at, strftime('%s', {i}.happened_on) * 1000, {i}.recorded_at, {i}.received_at)"
_HAS_DAY_ALONE = "{i}.happened_at IS NULL AND {i}.happened_on IS NOT NULL"
# Of no trip are also those that name one which the school does not have: one step a trip, and not through every row.
_LOOSE = """
WITH RECURSIVE named (trip) AS (
    SELECT MIN(trip) FROM incident WHERE school_id = ?
    UNION ALL
    SELECT (SELECT MIN(trip) FROM incident WHERE school_id = ? AND trip > named.trip)
    FROM named WHERE trip IS NOT NULL
), base AS (
    SELECT * FROM incident WHERE school_id = ? AND trip IS NULL
    UNION ALL
    SELECT * FROM incident WHERE school_id = ? AND trip IN (
        SELECT trip FROM named WHERE trip IS NOT NULL AND trip NOT IN (SELECT id FROM trip WHERE school_id = ?))
)"""
_ITSELF = "WITH base AS (SELECT * FROM incident WHERE school_id = ? AND id = ?)"
_IS_LOOSE = "NOT EXISTS (SELECT 1 FROM trip WHERE trip.id = {i}.trip AND trip.school_id = {i}.school_id)"
# What `double_rules` asks of any two, and of no trip one of them, as far as the database can tell. What says its day
# alone may be of any moment of it; at school a summer day begins an hour sooner, which is within the other two hours.
_NEAR = f"""(
{{base}}, one AS MATERIALIZED (
    SELECT *, {_WHEN.format(i="base")} AS at, {_HAS_DAY_ALONE.format(i="base")} AS has_day_alone,
        {_IS_LOOSE.format(i="base")} AS is_loose FROM base
), near AS (
    {{within}} UNION {{on_its_day}} UNION {{of_day_alone}}
)
SELECT one FROM near UNION SELECT other FROM near
UNION SELECT made.one FROM one JOIN double_decision AS made ON made.school_id = one.school_id AND made.other = one.id
UNION SELECT made.other FROM one JOIN double_decision AS made ON made.school_id = one.school_id AND made.one = one.id
UNION SELECT id FROM one JOIN double_decision AS made ON made.school_id = one.school_id AND made.one = one.id
UNION SELECT id FROM one JOIN double_decision AS made ON made.school_id = one.school_id AND made.other = one.id)"""
_PAIRS = f"""SELECT one.id AS one, other.id AS other FROM one CROSS JOIN incident AS other INDEXED BY incident_when
    ON other.school_id = one.school_id AND {{when}}
    WHERE other.id <> one.id AND (one.is_loose OR {_IS_LOOSE.format(i="other")})
    AND (one.category IS NULL OR other.category IS NULL OR one.category = other.category)
    AND (one.phone <> other.phone OR one.author <> other.author)"""


def rows_on(school: str, trip_id: str, staff_id: str) -> list[Incident]:
    """A trip's incidents, each with what was decided of it and another as `decisions`."""
    rows = _incidents(staff_id).select_extend(SQL(_DECISIONS).alias("decisions"))
    return list(rows.where(Incident.school == school, Incident.trip == trip_id))


def rows_of_none(school: str, staff_id: str) -> list[Incident]:
    """The same of those on no trip that happened near another, or of which something was decided, with the other."""
    rows = _incidents(staff_id).select_extend(SQL(_DECISIONS).alias("decisions"))
    return list(rows.where(Incident.school == school, Incident.id.in_(_near(_LOOSE, [school] * 5))))


def rows_beside(school: str, incident: Incident, staff_id: str) -> list[Incident]:
    """An incident with those of its trip; and, of no trip one of the two, those that happened near it."""
    near = Incident.id.in_(_near(_ITSELF, [school, incident.id]))
    is_beside = near | (Incident.trip == incident.trip) if incident.trip else near
    rows = _incidents(staff_id).select_extend(SQL(_DECISIONS).alias("decisions"))
    return list(rows.where(Incident.school == school, is_beside))


def rows_named(school: str, ids: Sequence[str], staff_id: str) -> list[Incident]:
    """Incidents by their ids."""
    return list(_incidents(staff_id).where(Incident.school == school, Incident.id.in_(ids)))


def trip_of(row: Incident) -> str | None:
    """The trip of the school's that an incident found here is on."""
    found = getattr(row, "on_trip", None)
    return str(found.id) if found else None


def happened_at(incident: Incident) -> Any:
    """When it happened, as far as it says: its time, else the beginning of its day, else about when it was written."""
    written = incident.recorded_at or incident.received_at
    if incident.happened_at:
        return incident.happened_at
    if incident.happened_on:
        return datetime.combine(incident.happened_on, time(), clock.SCHOOL_TIME)
    return written - TEN_MINUTES if incident.happened_about == "ten_minutes_ago" else written


def has_time(row: Incident) -> bool:
    """Whether there is more than the day to go by."""
    return row.happened_at is not None or row.happened_on is None


def told(row: Incident) -> Told:
    """What an incident tells of its event."""
    body = json.loads(row.filed.body)
    place, pupils = (body.get(name) for name in ("place", "pupils"))
    return Told(
        id=row.id,
        trip=trip_of(row),
        category=row.category,
        at=happened_at(row),
        place=place[:LONGEST_READ] if isinstance(place, str) else "",
        pupils=pupils[:LONGEST_READ] if isinstance(pupils, str) else "",
        phone=row.phone,
        author=row.author,
        has_time=has_time(row),
    )


def key(one: str, other: str) -> tuple[str, str]:
    """Two ids as decisions have them."""
    return (one, other) if one < other else (other, one)


def decided(rows: Sequence[Incident]) -> dict[tuple[str, str], DoubleDecision]:
    """The decision that counts of each pair of which the lesser is among these, by both, the lesser first."""
    found = [DoubleDecision(**facts) for row in rows for facts in json.loads(getattr(row, "decisions", None) or "[]")]
    for one in found:
        one.decided_at, one.is_linked = clock.from_millis(one.decided_at), bool(one.is_linked)
    return {(one.one, one.other): one for one in sorted(found, key=lambda one: int(one.n))}


def _near(base: str, given: Sequence[str]) -> SQL:
    """The ids of incidents of which two may be one event, in brackets."""
    when, day = _WHEN.format(i="other"), 24 * 60 * 60 * 1000
    near, longest = (round(one.total_seconds() * 1000) for one in (SAME_PUPILS_WITHIN + TEN_MINUTES, A_DAY))
    parts = {
        "within": f"{when} BETWEEN one.at - {near} AND one.at + {near}",
        "on_its_day": f"{when} = one.at / {day} * {day} AND {_HAS_DAY_ALONE.format(i='other')}",
        "of_day_alone": f"one.has_day_alone AND {when} BETWEEN one.at AND one.at + {longest}",
    }
    pairs = {name: _PAIRS.format(when=words) for name, words in parts.items()}
    return SQL(_NEAR.format(base=base, **pairs), list(given))


def _incidents(staff_id: str) -> Any:
    """Incidents with their record as `filed`, their phone as `sender`, their trip of the school's as `on_trip`, and
    `led` where this person leads it.
    """
    is_from = (Phone.id == Incident.phone) & (Phone.school == Incident.school)
    is_on = (Trip.id == Incident.trip) & (Trip.school == Incident.school)
    is_led = (TripStaff.trip == Incident.trip) & (TripStaff.staff == staff_id) & (TripStaff.part == "leader")
    return (
        Incident.select(Incident, Record, Phone.id, Phone.name, Trip.id, TripStaff.staff)
        .join(Record, on=(Record.envelope == Incident.n), attr="filed")
        .join_from(Incident, Phone, JOIN.LEFT_OUTER, on=is_from, attr="sender")
        .join_from(Incident, Trip, JOIN.LEFT_OUTER, on=is_on, attr="on_trip")
        .join_from(Incident, TripStaff, JOIN.LEFT_OUTER, on=is_led, attr="led")
    )
