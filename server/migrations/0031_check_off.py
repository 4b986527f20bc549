"""Trip check-off: each numbering's last word, when a trip came back, gaps explained, who signed, what was signed."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE chain_word (
    chain TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    next_seq INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    shrank_at INTEGER
);
CREATE INDEX chain_word_phone ON chain_word (phone);
CREATE INDEX IF NOT EXISTS chain_phone ON chain (phone);
CREATE INDEX IF NOT EXISTS record_trip ON record (school_id, trip);
CREATE TABLE trip_return (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    back_at INTEGER NOT NULL,
    said_at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE INDEX trip_return_trip ON trip_return (trip_id, n);
CREATE TABLE gap_explanation (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE INDEX gap_explanation_trip ON gap_explanation (trip_id, n);
CREATE TABLE trip_sign_off (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    number INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    signed_by TEXT NOT NULL,
    confirmed_by TEXT,
    sha256 TEXT NOT NULL,
    summary TEXT NOT NULL
);
CREATE UNIQUE INDEX trip_sign_off_number ON trip_sign_off (trip_id, number);
CREATE TABLE sign_off_signature (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    trip_id TEXT NOT NULL REFERENCES trip (id),
    number INTEGER NOT NULL,
    seen TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL
);
CREATE INDEX sign_off_signature_trip ON sign_off_signature (trip_id, n);
CREATE TABLE trip_reopening (
    n INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    sign_off_id INTEGER NOT NULL REFERENCES trip_sign_off (n),
    at INTEGER NOT NULL,
    why TEXT NOT NULL,
    phone TEXT NOT NULL,
    record TEXT NOT NULL,
    digest TEXT NOT NULL
);
CREATE UNIQUE INDEX trip_reopening_once ON trip_reopening (sign_off_id, digest, record, why)
"""

APPEND_ONLY = ("trip_return", "gap_explanation", "trip_sign_off", "sign_off_signature", "trip_reopening")

# What was told so far, as well as it is known: a phone's number of waiting things then counts for its every numbering.
TOLD_SO_FAR = """
INSERT INTO chain_word (chain, school_id, phone, told_at, next_seq, pending)
SELECT chain.chain, chain.school_id, chain.phone, chain.seen_at, chain.next_seq, phone_contact.waiting
FROM chain JOIN phone_contact ON phone_contact.phone = chain.phone
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them. No trip was signed off so far."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    db.execute_sql(TOLD_SO_FAR)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
