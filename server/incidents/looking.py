"""One incident as its pages have it, found with all that stands beside it in one query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from server.foundation import access
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents import queries
from server.incidents.kinds import what_fits
from server.incidents.models import Incident
from server.intake.models import Envelope, Record
from server.intake.rules import REMARKS
from server.trips.models import Trip, TripStaff


@dataclass(frozen=True)
class Looked:
    """An incident that somebody may see. `body` is empty for whoever may not read it; `remarks` are words.

    `leads`: they lead its trip.
    """

    incident: Incident
    may_read: bool
    body: dict[str, Any]
    trip_title: str | None
    remarks: list[str]
    leads: bool = False


def look(person: Person, incident_id: str) -> Looked:
    """Find it. Raises Problem request.not_found alike for a missing one, another school's, or one not theirs."""
    row = _found(person, incident_id)
    may_see, may_read = queries.sight_of(person, row, leads=row.leads) if row else (False, False)
    if row is None or not may_see:
        raise Problem("request.not_found")
    remarks = [REMARKS[flag] for flag in row.flags.split() if flag in REMARKS]
    body = what_fits(json.loads(row.written)) if may_read else {}
    return Looked(row, may_read, body, row.trip_title, remarks, leads=bool(row.leads))


def look_to_write(incident_id: str) -> tuple[Person, Looked]:
    """Who asks, and the incident they write about. Raises Problem access.role_missing where they may not read it."""
    person = access.signed_in()
    found = look(person, incident_id)
    if not found.may_read:
        raise Problem("access.role_missing")
    return person, found


def _found(person: Person, incident_id: str) -> Any:
    mine = TripStaff.select().where(
        TripStaff.staff == person.id, TripStaff.trip == Incident.trip, TripStaff.part == "leader"
    )
    beside = (
        Trip.title.alias("trip_title"),
        Envelope.flags,
        Record.body.alias("written"),
        fn.EXISTS(mine).alias("leads"),
    )
    return (
        Incident.select(Incident, *beside)
        .join(Record, on=(Record.envelope == Incident.n))
        .join(Envelope, on=(Envelope.n == Incident.n))
        .join(Trip, JOIN.LEFT_OUTER, on=((Trip.id == Incident.trip) & (Trip.school == Incident.school)))
        .where(Incident.id == incident_id, Incident.school == person.school)
        .objects()
        .first()
    )
