"""Which pupils a report names: noted as it is opened, and worked out anew when the roll has changed (ADR 0046)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from server.accounts.name_rules import Known, Named, named_in
from server.foundation.database import db
from server.foundation.registry import OpenedRecord
from server.foundation.rows import Rows, select
from server.incidents.models import IncidentPupil

_ROLL = "SELECT id, first_name, last_name FROM pupil WHERE school_id = ?"
_GOING = """
SELECT pupil.id, first_name, last_name FROM trip_pupil JOIN pupil ON pupil.id = trip_pupil.pupil_id WHERE trip_id = ?
"""
_REPORTS = """
SELECT incident.id, incident.trip, record.body FROM incident JOIN record ON record.envelope_id = incident.n
WHERE incident.school_id = ? ORDER BY incident.trip
"""
_SAME_REPORT = "SELECT 1 FROM incident WHERE id = ? AND n = ?"
_named = Rows(IncidentPupil, when_there="ON CONFLICT DO NOTHING")


def hear(record: OpenedRecord) -> None:
    """Note whom a report names, inside the transaction that lists it; what came of it unfinished gives way."""
    if record.kind != "incident.reported" or not select(_SAME_REPORT, record.id, record.n):
        return
    IncidentPupil.delete().where(IncidentPupil.incident == record.id).execute()
    text, going = record.body.get("pupils"), going_on(record.trip)
    _note((record.school, record.id), named_in(text, going, lambda: _roll(record.school)))


def going_on(trip: str | None) -> list[Known]:
    """The pupils on a trip."""
    return _known(select(_GOING, trip)) if trip else []


def work_out_anew(school: str) -> int:
    """Look again at every report of a school, such as after pupils were added. Returns how many name somebody."""
    with db.atomic():
        IncidentPupil.delete().where(IncidentPupil.school == school).execute()
        roll, last, going = _roll(school), None, list[Known]()
        for incident, trip, body in select(_REPORTS, school):
            if trip != last:
                last, going = trip, going_on(trip)
            _note((school, incident), named_in(json.loads(body).get("pupils"), going, lambda: roll))
        [(count,)] = select("SELECT COUNT(DISTINCT incident_id) FROM incident_pupil WHERE school_id = ?", school)
    return int(count)


def _note(where: tuple[str, str], found: list[Named]) -> None:
    school, incident = where
    _named.insert({"incident": incident, "school": school, "pupil": one.pupil, "is_sure": one.is_sure} for one in found)


def _roll(school: str) -> list[Known]:
    return _known(select(_ROLL, school))


def _known(rows: Iterable[tuple[Any, ...]]) -> list[Known]:
    return [Known(*row) for row in rows]
