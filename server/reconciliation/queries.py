"""What is held for a person to check, by who may know of it; and every record, for export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import json
from peewee import JOIN

from server.alerts import take_up
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.intake import queries as intake_queries
from server.intake.chair_only import ordinary
from server.intake.models import Envelope, Opening, Record
from server.personal_phone import uses
from server.reconciliation.rules import may_see_held


def held_for(person: Person) -> list[Envelope]:
    """Everything held that this person may know of, newest first, each with its Opening and, if read, its Record."""
    return [row for row in intake_queries.held(person.school) if _may_see(person, row)]


def find_held(person: Person, n: int) -> Envelope:
    """One held item. Raises Problem request.not_found alike for none, one that is not held, and one not theirs."""
    row = intake_queries.find_envelope(person.school, n)
    if row.opening.state != "held" or not _may_see(person, row):
        raise Problem("request.not_found")
    return row


def _may_see(person: Person, row: Envelope) -> bool:
    return may_see_held(contents_of(row), person.roles, is_of_head=is_of_head(row))


def is_of_head(row: Envelope) -> bool:
    """Whether it could be read, and is of a headteacher's own phone."""
    record = getattr(row, "record", None)
    return record is not None and uses.is_of_head(record)


def contents_of(row: Envelope) -> tuple[str | None, dict[str, Any]] | None:
    """(kind, body) of an envelope's record, or None where nothing could be read."""
    record = getattr(row, "record", None)
    return (record.kind, json.loads(record.body)) if record else None


def export_lines(school: str, trip_id: str | None) -> Iterator[str]:
    """Every item as one JSON line, in order of arrival; with a trip, that trip's. See docs/protocol.md for members.

    What is for the chair alone is not among them, nor what anybody answered to an alert of it.
    """
    is_apart = take_up.answers_apart(school)
    rows = (
        Envelope.select(Envelope, Opening, Record)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Envelope.school == school, ordinary())
        .order_by(Envelope.n)
    )
    for row in rows.iterator():
        line = _export_line(row)
        if (trip_id is None or line["trip"] == trip_id) and not is_apart(line["kind"], line["body"]):
            yield json.dumps(line)


def _export_line(row: Envelope) -> dict[str, Any]:
    record = getattr(row, "record", None)
    return {
        "id": row.id,
        "type": row.type,
        "kind": record.kind if record else None,
        "trip": record.trip if record else row.trip,
        "body": json.loads(record.body) if record else None,
        "actor": json.loads(record.actor) if record else None,
        "recorded_at": clock.as_text(record.recorded_at) if record and record.recorded_at else None,
        "received_at": clock.as_text(row.received_at),
        "phone": row.phone or None,
        "chain": row.chain,
        "seq": row.seq,
        "n": row.n,
        "digest": row.digest,
        "state": "opened" if row.opening.state == "opened" else "held",
        "reason": row.opening.reason,
    }
