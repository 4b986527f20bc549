"""Reads of incidents."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from peewee import SQL

from server.alerts.queries import was_told
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents import rules, standing
from server.incidents.kinds import what_fits
from server.incidents.models import Incident
from server.incidents.sight import read_by, seen_by
from server.intake.models import Record
from server.trips.queries import is_leader

# One that nobody closed leaves the list of what is due by its age; its trip keeps it.
RECENT = timedelta(days=30)


def incidents_on(person: Person, trip_id: str | None) -> list[Incident]:
    """The incidents of a trip (None: of no trip) that this person may see, newest first."""
    on_trip = Incident.trip == trip_id if trip_id else Incident.trip.is_null()
    rows = Incident.select().where(Incident.school == person.school, on_trip).order_by(Incident.n.desc())
    leads = is_leader(person.id, trip_id)
    return [row for row in rows if rules.may_see(row.category, person.roles, leads_the_trip=leads)]


def recent_incidents(person: Person) -> Any:
    """The open incidents of the last 30 days that this person may see, of all trips, as a query."""
    recent = Incident.received_at > clock.now() - RECENT
    mine = Incident.select().where(Incident.school == person.school, recent, seen_by(person))
    # Each is asked for by itself: those that were ever closed become many. peewee calls the first table t1.
    return mine.where(~SQL(standing.is_closed_in("t1")))


def find_incident(person: Person, incident_id: str) -> Incident:
    """One incident. Raises Problem request.not_found alike for a missing one, another school's, or one not theirs."""
    row: Incident | None = Incident.get_or_none(Incident.id == incident_id, Incident.school == person.school)
    if row is None or not may_see(person, row):
        raise Problem("request.not_found")
    return row


def read_among(person: Person, incidents: Collection[str]) -> dict[str, bool]:
    """Which of these incidents have come, each with whether this person may read it."""
    mine = (Incident.school == person.school, Incident.id.in_(list(incidents)))
    return {
        row.id: bool(row.reads) for row in Incident.select(Incident.id, read_by(person).alias("reads")).where(*mine)
    }


def sight_of(person: Person, incident: Incident, *, leads: bool) -> tuple[bool, bool]:
    """Whether this person may see that it exists, and read what was written; `leads`: they lead its trip."""
    sees = rules.may_see(incident.category, person.roles, leads_the_trip=leads)
    reads = rules.may_read(incident.category, person.roles, leads_the_trip=leads)
    went_up = not reads and _went_up_to(person, incident)
    return sees or went_up, reads or went_up


def may_see(person: Person, incident: Incident) -> bool:
    """Whether this person may see that it exists."""
    return _went_up_to(person, incident) or rules.may_see(
        incident.category, person.roles, leads_the_trip=is_leader(person.id, incident.trip)
    )


def may_read(person: Person, incident: Incident) -> bool:
    """Whether this person may read what was written."""
    leads = is_leader(person.id, incident.trip)
    return _went_up_to(person, incident) or rules.may_read(incident.category, person.roles, leads_the_trip=leads)


def _went_up_to(person: Person, incident: Incident) -> bool:
    """Whether a concern about staff came to this governor, since the headteacher had not taken it up."""
    is_theirs = rules.goes_up_to_governors(incident.category, person.roles)
    return is_theirs and was_told(person.school, rules.REPORTED, incident.id, person.id)


def body_of(incident: Incident) -> dict[str, Any]:
    """What was written, as the record holds it and a page can show it."""
    return what_fits(json.loads(Record.get_by_id(incident.n).body))
