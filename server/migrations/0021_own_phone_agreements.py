"""Own-phone agreements and the school's rules about them; the country and the time zone of a trip."""

from __future__ import annotations

from typing import Any

CHANGES = """
CREATE TABLE own_phone_rules (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    agrees TEXT NOT NULL,
    needs_risk_assessment INTEGER NOT NULL,
    reports_to TEXT NOT NULL,
    designated_officer_id TEXT REFERENCES staff (id),
    chosen_at INTEGER NOT NULL,
    chosen_by TEXT NOT NULL
);
CREATE INDEX own_phone_rules_school ON own_phone_rules (school_id, n);
CREATE TABLE own_phone_agreement (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    reason TEXT NOT NULL,
    risk_assessment TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    given_by TEXT NOT NULL
);
CREATE UNIQUE INDEX own_phone_agreement_number ON own_phone_agreement (school_id, number);
CREATE INDEX own_phone_agreement_trip ON own_phone_agreement (school_id, trip_id);
CREATE TABLE own_phone_agreement_revoked (
    agreement_id TEXT NOT NULL PRIMARY KEY REFERENCES own_phone_agreement (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX own_phone_agreement_revoked_school ON own_phone_agreement_revoked (school_id);
ALTER TABLE trip ADD COLUMN country TEXT NOT NULL DEFAULT 'GB';
ALTER TABLE trip ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Europe/London'
"""

APPEND_ONLY = ("own_phone_rules", "own_phone_agreement", "own_phone_agreement_revoked")


def up(_migrator: Any, db: Any) -> None:
    """Add them. Nothing was agreed so far, and every trip that was planned is in the United Kingdom."""
    for statement in CHANGES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
