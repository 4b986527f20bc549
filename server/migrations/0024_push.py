"""Where alerts are sent: push subscriptions of phones, whose they are, and each delivery with what became of it."""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE push_subscription (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    phone TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    service TEXT NOT NULL,
    origin TEXT NOT NULL,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    key_id TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    posted_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    gone_at INTEGER,
    gone_why TEXT NOT NULL
);
CREATE UNIQUE INDEX push_subscription_endpoint ON push_subscription (school_id, endpoint);
CREATE INDEX push_subscription_phone ON push_subscription (phone);
CREATE TABLE push_subscriber (
    subscription_id TEXT NOT NULL REFERENCES push_subscription (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    PRIMARY KEY (subscription_id, staff_id)
);
CREATE INDEX push_subscriber_staff ON push_subscriber (staff_id);
CREATE TABLE delivery (
    id INTEGER NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    alert TEXT NOT NULL,
    staff TEXT,
    subscription_id TEXT REFERENCES push_subscription (id),
    channel TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    error TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    sent_at INTEGER
);
CREATE INDEX delivery_waiting ON delivery (text, next_try_at) WHERE state = 'waiting';
CREATE INDEX delivery_alert ON delivery (alert);
CREATE INDEX delivery_sent ON delivery (subscription_id, sent_at) WHERE sent_at IS NOT NULL
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them. Nobody was alerted so far."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
