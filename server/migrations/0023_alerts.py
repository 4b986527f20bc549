"""Alerts: what was raised, who was told and what they did; what the school adds to the table, and its times."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE alert (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    trip TEXT,
    category TEXT,
    severity TEXT,
    about_role TEXT,
    about_staff TEXT,
    is_apart INTEGER NOT NULL,
    urgency TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    due_at INTEGER,
    step INTEGER NOT NULL,
    closed_at INTEGER
);
CREATE UNIQUE INDEX alert_subject ON alert (school_id, kind, subject);
CREATE INDEX alert_due ON alert (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE alert_recipient (
    alert_id TEXT NOT NULL REFERENCES alert (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    role TEXT NOT NULL,
    step INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    opened_at INTEGER,
    taken_at INTEGER,
    PRIMARY KEY (alert_id, staff_id)
);
CREATE INDEX alert_recipient_staff ON alert_recipient (staff_id);
CREATE TABLE alert_act (
    id INTEGER NOT NULL PRIMARY KEY,
    alert_id TEXT NOT NULL REFERENCES alert (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    staff TEXT,
    act TEXT NOT NULL,
    words TEXT NOT NULL,
    alone_because TEXT NOT NULL,
    to_staff TEXT,
    at INTEGER NOT NULL
);
CREATE INDEX alert_act_alert ON alert_act (alert_id);
CREATE TABLE alert_added (
    id INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    row TEXT NOT NULL,
    role TEXT,
    staff_id TEXT REFERENCES staff (id),
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL
);
CREATE INDEX alert_added_school ON alert_added (school_id);
CREATE TABLE alert_rules (
    school_id TEXT NOT NULL PRIMARY KEY REFERENCES school (id),
    first_minutes INTEGER NOT NULL,
    then_minutes INTEGER NOT NULL,
    today_by TEXT NOT NULL,
    quiet_from TEXT NOT NULL,
    quiet_until TEXT NOT NULL,
    changed_at INTEGER NOT NULL
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them. What came before is on nobody's list: it was read in its own time."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for act in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER alert_act_no_{act.lower()} BEFORE {act} ON alert_act "
            "BEGIN SELECT RAISE(ABORT, 'alert_act is append-only'); END"
        )
