"""What is held, what somebody confirmed is to go, and what is left of what went; and the one way past "append-only".

A row of these tables goes only where a tombstone stands for it, and a tombstone only where one person confirmed it and
another destroys it (ADR 0066).
"""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE retention_hold (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    why TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL
);
CREATE INDEX retention_hold_school ON retention_hold (school_id);
CREATE TABLE retention_hold_end (
    hold_id TEXT NOT NULL PRIMARY KEY REFERENCES retention_hold (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE TABLE retention_confirmation (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    unit TEXT NOT NULL,
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    trip TEXT,
    began_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    members TEXT NOT NULL,
    confirmed_at INTEGER NOT NULL,
    confirmed_by TEXT NOT NULL
);
CREATE INDEX retention_confirmation_school ON retention_confirmation (school_id, unit);
CREATE TABLE retention_taken_back (
    confirmation_id TEXT NOT NULL PRIMARY KEY REFERENCES retention_confirmation (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE TABLE tombstone (
    n INTEGER NOT NULL PRIMARY KEY REFERENCES envelope (n),
    school_id TEXT NOT NULL REFERENCES school (id),
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT,
    trip TEXT,
    sha256 TEXT NOT NULL,
    confirmation_id TEXT NOT NULL REFERENCES retention_confirmation (id),
    destroyed_at INTEGER NOT NULL,
    destroyed_by TEXT NOT NULL
);
CREATE INDEX tombstone_school ON tombstone (school_id, destroyed_at);
CREATE INDEX tombstone_id ON tombstone (id);
CREATE INDEX tombstone_confirmation ON tombstone (confirmation_id);
CREATE TABLE tombstone_swept (
    n INTEGER NOT NULL PRIMARY KEY REFERENCES tombstone (n),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL
)
"""
APPEND_ONLY = ("retention_hold", "retention_hold_end", "retention_confirmation", "retention_taken_back", "tombstone")
TAKES_TWO = """
CREATE TRIGGER tombstone_takes_two BEFORE INSERT ON tombstone
WHEN NOT EXISTS (
    SELECT 1 FROM retention_confirmation AS confirmed, json_each(confirmed.members) AS member
    WHERE confirmed.id = NEW.confirmation_id AND confirmed.school_id = NEW.school_id AND member.value = NEW.n
      AND confirmed.confirmed_by <> NEW.destroyed_by
      AND NOT EXISTS (SELECT 1 FROM retention_taken_back WHERE confirmation_id = confirmed.id)
) OR NOT EXISTS (
    SELECT 1 FROM envelope
    WHERE n = NEW.n AND school_id = NEW.school_id AND type = NEW.type AND id = NEW.id AND digest = NEW.sha256
)
BEGIN SELECT RAISE(ABORT, 'nothing is destroyed unless one person confirmed it and another destroys it'); END
"""
# What goes with what, by the row that is to go.
GOES = {
    "record": "n = OLD.envelope_id",
    "envelope_bytes": "n = OLD.envelope_id",
    "held_decision": "n = OLD.envelope_id",
    "own_phone_take_up": "id = OLD.use_id",
    "own_phone_outcome": "id = OLD.use_id",
    "double_decision": "id IN (OLD.one, OLD.other)",
    "alert_act": "id = (SELECT subject FROM alert WHERE alert.id = OLD.alert_id)",
}


def up(_migrator: Any, db: Any) -> None:
    """Add them, and open the way."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    db.execute_sql(TAKES_TWO)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for table, stands in GOES.items():
        db.execute_sql(f"DROP TRIGGER {table}_no_delete")
        db.execute_sql(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"WHEN NOT EXISTS (SELECT 1 FROM tombstone WHERE {stands} AND school_id = OLD.school_id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
