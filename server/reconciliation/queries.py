"""What is held for a person to check, by who may know of it; and every record, for export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import json
from peewee import JOIN, fn

from server.alerts import take_up
from server.foundation import clock
from server.foundation.access import Person
from server.incidents.head_queries import what_is_about_concerns
from server.incidents.later import incident_named
from server.incidents.models import Incident
from server.intake.chair_only import ordinary
from server.intake.destroying import WHY as DESTROYED
from server.intake.models import Envelope, Opening, Record
from server.personal_phone import uses
from server.reconciliation import decisions, held_custody
from server.reconciliation.rules import UNKNOWN, Contents, may_see_held


def may_see(person: Person, row: Envelope) -> bool:
    """Whether somebody may know that an item is held."""
    return may_see_held(contents_of(row), person.roles, is_of_head=is_of_head(row))


def is_of_head(row: Envelope) -> bool:
    """Whether it could be read, and is of a headteacher's own phone."""
    record = getattr(row, "record", None)
    return record is not None and uses.is_of_head(record)


def contents_of(row: Envelope) -> Contents | None:
    """What an envelope's record holds, or None where nothing could be read. Asked of a row again, it is there."""
    record, known = getattr(row, "record", None), vars(row)
    if record is not None and "contents" not in known:
        body = json.loads(record.body)
        known["contents"] = Contents(record.kind, body, _category_named(row.school_id, record, body))
    return known.get("contents")


def _category_named(school: str, record: Record, body: dict[str, Any]) -> str | None:
    """The category of the incident that a record is about; UNKNOWN where it is about none that was reported here."""
    if record.kind in held_custody.KINDS:
        return held_custody.category_of(school, record, body)
    named = incident_named(record.kind, body)
    found = Incident.get_or_none(Incident.id == named, Incident.school == school) if named else None
    return found.category if found else UNKNOWN


def export_lines(school: str, trip_id: str | None) -> Iterator[str]:
    """Every item as one JSON line, in order of arrival; with a trip, what names it or is assigned to it.

    See docs/protocol.md for members.

    What is for the chair alone is not among them, nor what anybody answered to an alert of it.
    """
    theirs, decided = (take_up.answers_apart(school), what_is_about_concerns(school)), decisions.latest_in(school)
    rows = (
        Envelope.select(Envelope, Opening, Record)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Envelope.school == school, ordinary())
        .order_by(Envelope.n)
    )
    assigned = [n for n, decision in decided.items() if decision.trip == trip_id]
    mine = rows if trip_id is None else rows.where(Envelope.n.in_(_naming(school, trip_id)) | Envelope.n.in_(assigned))
    for row in mine.iterator():
        line = {**_export_line(row), "decided": decisions.as_exported(decided.get(row.n))}
        if not any(is_apart(line["kind"], line["body"]) for is_apart in theirs):
            yield json.dumps(line)


def _naming(school: str, trip_id: str) -> Any:
    """The arrivals of a trip: by what a record says inside, or, where nothing could be read, by its label."""
    inside = Record.select(Record.envelope).where(Record.school == school, Record.trip == trip_id)
    unread = ~fn.EXISTS(Record.select().where(Record.envelope == Envelope.n))
    labelled = Envelope.select(Envelope.n).where(Envelope.school == school, Envelope.trip == trip_id, unread)
    return inside | labelled


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
        "state": "opened" if row.opening.state == "opened" and row.opening.reason != DESTROYED else "held",
        "reason": row.opening.reason,
    }
