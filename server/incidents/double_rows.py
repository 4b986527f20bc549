"""The rows in which two reports of one event are looked for: a trip's; of no trip, those near each other in time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from peewee import JOIN, SQL

from server.foundation import clock
from server.foundation.database import InstantField, instant_of
from server.foundation.rows import select
from server.incidents.double_models import DoubleDecision
from server.incidents.double_rules import A_DAY, Told, near_among
from server.incidents.models import Incident
from server.intake.models import Record
from server.phones.models import Phone
from server.trips.models import Trip, TripStaff
from server.trips.strays import STRAYS

# How many letters of a place or of who it was about are compared.
LONGEST_READ = 2000
TEN_MINUTES = timedelta(minutes=10)
# How long a report on no trip is looked for beside every trip, from its arrival; on its own page it always is.
BESIDE_TRIPS_FOR = timedelta(days=30)
# What was decided of an incident (`t1` in the query that it is a part of) and another.
_DECISIONS = """(
    SELECT json_group_array(json_object('n', n, 'one', one, 'other', other, 'after_n', after_n, 'is_linked', is_linked,
        'reason', reason, 'decided_by', decided_by, 'decided_at', decided_at))
    FROM double_decision AS made WHERE made.school_id = t1.school_id AND made.one = t1.id)"""
# Of no trip are also those that name one which the school does not have.
_LOOSE = f"""
WITH loose AS MATERIALIZED (
    SELECT * FROM incident WHERE school_id = ? AND trip IS NULL
    UNION ALL
    SELECT * FROM incident WHERE school_id = ? AND trip IN ({STRAYS})
)"""
_WHEN = "COALESCE({i}.happened_at, strftime('%s', {i}.happened_on) * 1000, {i}.recorded_at, {i}.received_at)"
_LONGEST = round((A_DAY + TEN_MINUTES).total_seconds() * 1000)
# Beside every trip there may be thousands: the pupils that a report names lead to those of a day before or after it.
_ALSO_NAMED = f"""
SELECT other.id, 0 FROM one CROSS JOIN incident_pupil AS mine ON mine.incident_id = one.id
CROSS JOIN incident_pupil AS theirs ON theirs.pupil_id = mine.pupil_id
CROSS JOIN incident AS other ON other.id = theirs.incident_id
WHERE other.school_id = one.school_id AND ABS({_WHEN.format(i="other")} - {_WHEN.format(i="one")}) <= {_LONGEST}"""
_DECIDED = """
SELECT CASE value WHEN 1 THEN one ELSE other END, 1 FROM double_decision AS made JOIN json_each('[1, 2]')
WHERE made.school_id = ? AND (one IN (SELECT id FROM loose) OR other IN (SELECT id FROM loose))"""
# Rows of (id, whether something was decided of it): those of no trip with what of late stands beside a trip; and those
# of no trip that are near one incident, with what stands beside that.
_OF_NONE = f"""
{_LOOSE}, one AS (SELECT * FROM loose WHERE received_at >= ?), some (id, is_decided) AS (
    SELECT id, 0 FROM loose UNION ALL {_ALSO_NAMED} UNION ALL {_DECIDED}
)"""
_OF_ITSELF = f"""
{_LOOSE}, one AS (SELECT * FROM incident WHERE school_id = ? AND id = ?), some (id, is_decided) AS (
    SELECT loose.id, 0 FROM one CROSS JOIN loose
    WHERE ABS({_WHEN.format(i="loose")} - {_WHEN.format(i="one")}) <= {_LONGEST}
    UNION ALL {_ALSO_NAMED} UNION ALL {_DECIDED}
)"""
_FACTS = """
SELECT incident.id, EXISTS (SELECT 1 FROM trip WHERE trip.id = incident.trip AND trip.school_id = incident.school_id),
    category, phone, author, happened_at, happened_on, happened_about, recorded_at, received_at, MAX(is_decided)
FROM some CROSS JOIN incident ON incident.id = some.id GROUP BY incident.id
"""


def rows_on(school: str, trip_id: str, staff_id: str) -> list[Incident]:
    """A trip's incidents, each with what was decided of it and another as `decisions`."""
    return list(_with_decisions(staff_id).where(Incident.school == school, Incident.trip == trip_id))


def rows_of_none(school: str, staff_id: str) -> list[Incident]:
    """The same of those on no trip that happened near another, or of which something was decided, with the other.

    What was written is read of these alone.
    """
    since = InstantField().db_value(clock.now() - BESIDE_TRIPS_FOR)
    found = select(f"{_OF_NONE} {_FACTS}", *[school] * 4, since, school)
    pairs = near_among(_facts(row) for row in found)
    near = {one.id for pair in pairs if None in (pair[0].trip, pair[1].trip) for one in pair}
    near |= {row[0] for row in found if row[-1]}
    return list(_with_decisions(staff_id).where(Incident.school == school, Incident.id.in_(near)))


def rows_beside(school: str, incident: Incident, staff_id: str) -> list[Incident]:
    """An incident with those of its trip; and, of no trip one of the two, those that happened near it."""
    given = [*[school] * 5, incident.id, school, school, incident.trip]
    # By their ids alone: with an OR it would go through every incident of the school.
    ids = "SELECT id FROM some UNION SELECT id FROM one UNION SELECT id FROM incident WHERE school_id = ? AND trip = ?"
    is_beside = Incident.id.in_(SQL(f"({_OF_ITSELF} {ids})", given))
    return list(_with_decisions(staff_id).where(Incident.school == school, is_beside))


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


def _facts(row: tuple[Any, ...]) -> Told:
    """What a row of `_FACTS` tells of its event, without its words."""
    row_id, is_on_trip, category, phone, author, happened, on, about, recorded, received, _is_decided = row
    times = [None if one is None else instant_of(one) for one in (happened, recorded, received)]
    facts = Incident(happened_at=times[0], recorded_at=times[1], received_at=times[2], happened_about=about)
    facts.happened_on = date.fromisoformat(on) if on else None
    trip = "one" if is_on_trip else None
    return Told(row_id, trip, category, happened_at(facts), "", "", phone, author, has_time(facts))


def _with_decisions(staff_id: str) -> Any:
    return _incidents(staff_id).select_extend(SQL(_DECISIONS).alias("decisions"))


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
