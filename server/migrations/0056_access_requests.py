"""Requests to see everything about one child: each with its log, what was found for it, and its sealed file."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE access_request (
    id TEXT PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    number INTEGER NOT NULL,
    pupil_id TEXT REFERENCES pupil (id),
    name TEXT NOT NULL,
    names TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asker TEXT NOT NULL,
    received_on TEXT NOT NULL,
    scope TEXT NOT NULL,
    risk TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    UNIQUE (school_id, number)
);
CREATE TABLE access_act (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    school_id TEXT NOT NULL REFERENCES school (id),
    request_id TEXT NOT NULL REFERENCES access_request (id),
    act TEXT NOT NULL,
    item INTEGER NOT NULL,
    digest TEXT NOT NULL,
    words TEXT NOT NULL,
    ground TEXT NOT NULL,
    passage TEXT NOT NULL,
    called TEXT NOT NULL,
    readers TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    roles TEXT NOT NULL
);
CREATE INDEX access_act_request ON access_act (request_id, n);
CREATE TABLE access_item (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    school_id TEXT NOT NULL REFERENCES school (id),
    request_id TEXT NOT NULL REFERENCES access_request (id),
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    part TEXT NOT NULL,
    title TEXT NOT NULL,
    at INTEGER NOT NULL,
    facts TEXT NOT NULL,
    plain TEXT NOT NULL,
    trip TEXT,
    how TEXT NOT NULL,
    readers TEXT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (request_id, key),
    UNIQUE (request_id, number)
);
CREATE TABLE access_standing (
    request_id TEXT PRIMARY KEY REFERENCES access_request (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    due_on TEXT,
    signed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
);
CREATE INDEX access_standing_due ON access_standing (school_id, due_on);
CREATE TABLE access_file (
    request_id TEXT PRIMARY KEY REFERENCES access_request (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    sealed BLOB NOT NULL,
    digest TEXT NOT NULL,
    sealed_at INTEGER NOT NULL
)
"""
APPEND_ONLY = ("access_request", "access_act")


def up(_migrator: Any, db: Any) -> None:
    """Make the tables. No request was ever opened here."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
