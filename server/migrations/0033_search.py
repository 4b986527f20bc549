"""Search across trips: which pupils a report names, what somebody looks for, and the indexes that office pages need."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from server.accounts.name_rules import Known, named_in

TABLES = """
CREATE TABLE incident_pupil (
    incident_id TEXT NOT NULL REFERENCES incident (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    is_sure INTEGER NOT NULL,
    PRIMARY KEY (incident_id, pupil_id)
);
CREATE INDEX incident_pupil_pupil ON incident_pupil (pupil_id, incident_id);
CREATE TABLE office_search (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    words TEXT NOT NULL,
    asked_at INTEGER NOT NULL
);
CREATE INDEX office_search_at ON office_search (asked_at);
CREATE INDEX incident_newest ON incident (school_id, n);
CREATE INDEX incident_category ON incident (school_id, category, n);
CREATE INDEX incident_author ON incident (school_id, author, n);
CREATE INDEX incident_phone ON incident (school_id, phone, n);
CREATE INDEX record_id ON record (school_id, id);
CREATE INDEX envelope_phone ON envelope (phone, received_at);
CREATE INDEX announcement_phone ON announcement (phone);
CREATE INDEX trip_staff_staff ON trip_staff (staff_id, part);
CREATE INDEX trip_pupil_pupil ON trip_pupil (pupil_id);
CREATE INDEX alert_open ON alert (school_id) WHERE closed_at IS NULL;
CREATE INDEX alert_closed ON alert (school_id, closed_at);
CREATE INDEX alert_act_alone ON alert_act (school_id) WHERE alone_because <> '';
CREATE INDEX own_phone_use_n ON own_phone_use (school_id, n);
CREATE INDEX photo_taken ON photo (school_id, taken_at);
CREATE INDEX photo_purpose ON photo (school_id, purpose, taken_at);
CREATE INDEX photo_release_waiting ON photo_release (school_id) WHERE is_agreed IS NULL;
CREATE INDEX photo_release_asked ON photo_release (school_id, asked_at);
CREATE INDEX departure_check_told ON departure_check (school_id, told_at);
CREATE INDEX trip_delay_until ON trip_delay (school_id, until);
CREATE INDEX audit_entry_actor ON audit_entry (school, actor, n);
CREATE INDEX audit_entry_action ON audit_entry (school, action, at);
CREATE INDEX image_authorisation_days ON image_authorisation (school_id, until_on)
"""
_REPORTS = """
SELECT incident.id, incident.school_id, incident.trip, record.body
FROM incident JOIN record ON record.envelope_id = incident.n ORDER BY incident.school_id, incident.trip
"""
_ROLL = "SELECT id, first_name, last_name FROM pupil WHERE school_id = ?"
_GOING = """
SELECT pupil.id, first_name, last_name FROM trip_pupil JOIN pupil ON pupil.id = trip_pupil.pupil_id WHERE trip_id = ?
"""
_NAMED = "INSERT INTO incident_pupil (incident_id, pupil_id, school_id, is_sure) VALUES (?, ?, ?, ?)"


def up(_migrator: Any, db: Any) -> None:
    """Add them, and look for pupils in what was reported before."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    rolls: dict[str, list[Known]] = {}
    last, going = object(), []
    for incident, school, trip, body in db.execute_sql(_REPORTS).fetchall():
        if school not in rolls:
            rolls[school] = _known(db.execute_sql(_ROLL, (school,)))
        if trip != last:
            last, going = trip, _known(db.execute_sql(_GOING, (trip,)))
        for one in named_in(json.loads(body).get("pupils"), going, rolls[school].__iter__):
            db.execute_sql(_NAMED, (incident, one.pupil, school, one.is_sure))


def _known(rows: Iterable[tuple[str, str, str]]) -> list[Known]:
    return [Known(*row) for row in rows]
