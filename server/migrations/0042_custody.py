"""Items taken and kept, drawn from records; and which of them are kept for the police, where nothing goes."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE custody_link (
    school_id TEXT NOT NULL REFERENCES school (id),
    id TEXT NOT NULL,
    n INTEGER NOT NULL UNIQUE,
    item TEXT,
    kind TEXT NOT NULL,
    trip TEXT,
    phone TEXT NOT NULL,
    incident TEXT,
    bag TEXT,
    thing TEXT,
    outcome TEXT,
    at INTEGER NOT NULL,
    recorded_at INTEGER,
    received_at INTEGER NOT NULL,
    is_unfinished INTEGER NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX custody_link_item ON custody_link (school_id, item);
CREATE INDEX custody_link_search ON custody_link (school_id, n) WHERE kind = 'search.made';
CREATE INDEX custody_link_incident ON custody_link (school_id, incident) WHERE incident IS NOT NULL;
CREATE TABLE custody_item (
    school_id TEXT NOT NULL REFERENCES school (id),
    id TEXT NOT NULL,
    trip TEXT,
    bag TEXT NOT NULL,
    thing TEXT,
    state TEXT NOT NULL,
    since INTEGER NOT NULL,
    ended_at INTEGER,
    faults TEXT NOT NULL,
    has_same_bag INTEGER NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX custody_item_since ON custody_item (school_id, since);
CREATE INDEX custody_item_trip ON custody_item (school_id, trip);
CREATE INDEX custody_item_bag ON custody_item (school_id, bag) WHERE bag != '';
CREATE INDEX custody_item_kept ON custody_item (school_id, since) WHERE state = 'held';
CREATE TABLE police_hold (
    school_id TEXT NOT NULL REFERENCES school (id),
    item TEXT NOT NULL,
    because TEXT NOT NULL,
    held_at INTEGER NOT NULL,
    PRIMARY KEY (school_id, item, because)
)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them. No item was heard of so far."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for act in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER police_hold_no_{act.lower()} BEFORE {act} ON police_hold "
            "BEGIN SELECT RAISE(ABORT, 'police_hold is append-only'); END"
        )
