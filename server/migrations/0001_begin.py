"""The first schema: every table, the indexes that reads need, and the triggers that keep filed rows as they are."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE school (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    is_demo INTEGER NOT NULL,
    made_at INTEGER NOT NULL
);
CREATE TABLE staff (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    made_at INTEGER NOT NULL
);
CREATE TABLE staff_role (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    PRIMARY KEY (staff_id, role)
);
CREATE TABLE sign_in (
    token_hash TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    phone TEXT,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ended_at INTEGER
);
CREATE TABLE contact (
    school_id TEXT NOT NULL REFERENCES school (id),
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    checked_on DATE,
    PRIMARY KEY (school_id, role, position)
);
CREATE TABLE phone (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    name TEXT NOT NULL,
    make_and_model TEXT NOT NULL,
    number TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    set_up_at INTEGER,
    ready_at INTEGER,
    revoked_at INTEGER
);
CREATE TABLE enrolment_code (
    code_hash TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    nonce TEXT,
    used_at INTEGER
);
CREATE TABLE phone_credential (
    token_hash TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    made_at INTEGER NOT NULL
);
CREATE TABLE envelope (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    trip TEXT,
    kid TEXT NOT NULL,
    flags TEXT NOT NULL,
    received_at INTEGER NOT NULL
);
CREATE TABLE envelope_bytes (
    envelope_id INTEGER NOT NULL PRIMARY KEY REFERENCES envelope (n),
    school_id TEXT NOT NULL REFERENCES school (id),
    sealed BLOB NOT NULL
);
CREATE TABLE opening (
    envelope_id INTEGER NOT NULL PRIMARY KEY REFERENCES envelope (n),
    school_id TEXT NOT NULL REFERENCES school (id),
    state TEXT NOT NULL,
    reason TEXT,
    opened_at INTEGER
);
CREATE TABLE record (
    envelope_id INTEGER NOT NULL PRIMARY KEY REFERENCES envelope (n),
    school_id TEXT NOT NULL REFERENCES school (id),
    id TEXT NOT NULL,
    kind TEXT,
    version INTEGER,
    trip TEXT,
    body TEXT NOT NULL,
    actor TEXT NOT NULL,
    photos TEXT NOT NULL,
    clock TEXT NOT NULL,
    app TEXT NOT NULL,
    recorded_at INTEGER
);
CREATE TABLE chain (
    chain TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone TEXT NOT NULL,
    is_apart INTEGER NOT NULL,
    next_seq INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
);
CREATE TABLE announcement (
    id INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone TEXT NOT NULL,
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    trip TEXT,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    announced_at INTEGER NOT NULL
);
CREATE TABLE phone_contact (
    phone TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    heard_at INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    odd_items INTEGER NOT NULL,
    is_persisted INTEGER,
    usage_bytes INTEGER,
    app TEXT NOT NULL,
    clock_ahead_seconds INTEGER,
    seen_epoch TEXT,
    seen_n INTEGER
);
CREATE TABLE second_copy (
    epoch TEXT NOT NULL PRIMARY KEY,
    settled_n INTEGER NOT NULL,
    segment TEXT NOT NULL,
    length_bytes INTEGER NOT NULL
);
CREATE TABLE pupil (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    class_name TEXT NOT NULL
);
CREATE TABLE trip (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    made_at INTEGER NOT NULL
);
CREATE TABLE trip_pupil (
    trip_id TEXT NOT NULL REFERENCES trip (id),
    pupil_id TEXT NOT NULL REFERENCES pupil (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    PRIMARY KEY (trip_id, pupil_id)
);
CREATE TABLE trip_staff (
    trip_id TEXT NOT NULL REFERENCES trip (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    part TEXT NOT NULL,
    school_id TEXT NOT NULL REFERENCES school (id),
    PRIMARY KEY (trip_id, staff_id)
);
CREATE TABLE trip_phone (
    trip_id TEXT NOT NULL REFERENCES trip (id),
    phone_id TEXT NOT NULL REFERENCES phone (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    PRIMARY KEY (trip_id, phone_id)
);
CREATE TABLE incident (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    n INTEGER NOT NULL,
    trip TEXT,
    category TEXT,
    severity TEXT,
    happened_at INTEGER,
    happened_about TEXT,
    author TEXT,
    author_how TEXT NOT NULL,
    phone TEXT NOT NULL,
    recorded_at INTEGER,
    received_at INTEGER NOT NULL,
    needs_follow_up INTEGER NOT NULL
);
CREATE TABLE audit_entry (
    school TEXT NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (school, n)
);
CREATE TABLE audit_head (
    school TEXT NOT NULL PRIMARY KEY,
    n INTEGER NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE audit_witness (
    id INTEGER NOT NULL PRIMARY KEY,
    school TEXT NOT NULL,
    phone TEXT NOT NULL,
    n INTEGER NOT NULL,
    hash TEXT NOT NULL,
    witnessed_at INTEGER NOT NULL
);
"""

INDEXES = """
CREATE UNIQUE INDEX phone_school_name ON phone (school_id, name);
CREATE UNIQUE INDEX staff_email ON staff (email);
CREATE UNIQUE INDEX incident_n ON incident (n);
CREATE INDEX sign_in_phone ON sign_in (phone, started_at);
CREATE UNIQUE INDEX envelope_same ON envelope (school_id, id, type, digest);
CREATE INDEX envelope_number ON envelope (chain, seq);
CREATE INDEX envelope_trip ON envelope (school_id, trip);
CREATE INDEX opening_state ON opening (state, envelope_id);
CREATE UNIQUE INDEX announcement_same ON announcement (chain, seq, type, record_id, digest);
CREATE INDEX announcement_trip ON announcement (school_id, trip);
CREATE INDEX incident_trip ON incident (school_id, trip, n);
CREATE UNIQUE INDEX audit_witness_same ON audit_witness (school, n, hash);
CREATE INDEX trip_dates ON trip (school_id, starts_on);
CREATE INDEX pupil_class ON pupil (school_id, class_name, last_name);
"""

APPEND_ONLY = ("audit_entry", "audit_witness", "envelope", "envelope_bytes", "record", "announcement")


def up(_migrator: Any, db: Any) -> None:
    """Make everything in one transaction."""
    for statement in (TABLES + INDEXES).split(";"):
        if statement.strip():
            db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
