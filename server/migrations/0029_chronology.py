"""What came of incidents after their reports, drawn from records; calls made about one before are listed as well."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

TABLES = """
CREATE TABLE chronology_item (
    school_id TEXT NOT NULL REFERENCES school (id),
    id TEXT NOT NULL,
    n INTEGER NOT NULL UNIQUE,
    incident TEXT NOT NULL,
    kind TEXT NOT NULL,
    trip TEXT,
    phone TEXT NOT NULL,
    at INTEGER NOT NULL,
    recorded_at INTEGER,
    received_at INTEGER NOT NULL,
    is_of_office INTEGER NOT NULL,
    is_unfinished INTEGER NOT NULL,
    action TEXT,
    owner TEXT,
    due_on TEXT,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX chronology_item_incident ON chronology_item (school_id, incident, kind, n);
CREATE INDEX chronology_item_action ON chronology_item (school_id, action) WHERE action IS NOT NULL;
CREATE INDEX chronology_item_due ON chronology_item (school_id, due_on) WHERE kind = 'action.agreed';
CREATE INDEX audit_entry_incident_viewed ON audit_entry (school, subject) WHERE action = 'incident.viewed'
"""
_CALLS = """
SELECT e.school_id, r.id, e.n, r.trip, e.phone, r.recorded_at, e.received_at, r.body
FROM record r JOIN envelope e ON e.n = r.envelope_id WHERE r.kind = 'call.made'
"""
_LIST = "INSERT OR IGNORE INTO chronology_item VALUES (?, ?, ?, ?, 'call.made', ?, ?, ?, ?, ?, 0, 0, NULL, NULL, NULL)"


def up(_migrator: Any, db: Any) -> None:
    """Add them, and list the calls there are."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for school, record, n, trip, phone, recorded_at, received_at, text in db.execute_sql(_CALLS).fetchall():
        body = json.loads(text)
        if isinstance(body.get("about"), str):
            at = _called_at(body) or recorded_at or received_at
            db.execute_sql(_LIST, (school, record, n, body["about"], trip, phone, at, recorded_at, received_at))


def _called_at(body: dict[str, Any]) -> int | None:
    try:
        return round(datetime.fromisoformat(body["called_at"]).timestamp() * 1000)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
