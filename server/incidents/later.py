"""What comes of an incident after its report: each record is listed as it arrives, whether or not its incident has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from server.alerts.again import tell_again
from server.alerts.call_kinds import CALL_MADE
from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.foundation.rows import Rows, replacing, select
from server.incidents import standing
from server.incidents.chronology_models import ChronologyItem
from server.incidents.count_kinds import COUNTED
from server.incidents.emergency_kinds import STEP
from server.incidents.later_kinds import AGENCY_TOLD, AGREED, CLOSED, CONTACTED, DONE, FOLLOWED_UP, SLIP
from server.incidents.models import Incident
from server.incidents.rules import REPORTED, is_urgent

# Where each kind names its incident, and the time that it says it is of, where that is another than its recording.
NAMES_IT = {
    FOLLOWED_UP: ("incident", ""),
    CONTACTED: ("incident", "told_at"),
    AGENCY_TOLD: ("incident", "told_at"),
    CLOSED: ("incident", "closed_at"),
    AGREED: ("incident", "agreed_at"),
    DONE: ("incident", "done_at"),
    SLIP: ("incident", "made_at"),
    STEP: ("incident", "taken_at"),
    CALL_MADE: ("about", "called_at"),
    COUNTED: ("incident", "counted_at"),
}
_IS_NOW_FINISHED = "chronology_item.is_unfinished AND NOT excluded.is_unfinished"
_items = Rows(
    ChronologyItem,
    when_there=f"{replacing(ChronologyItem, 'school_id, id', _IS_NOW_FINISHED)} ON CONFLICT DO NOTHING",
)
_BY_OFFICE = "SELECT 1 FROM authorship WHERE n = ? AND record = ?"


def hear(record: OpenedRecord) -> None:
    """List what is about an incident, inside the transaction that opened it. The same id twice is listed once.

    A follow-up to one that was closed opens it again; where it is serious, whoever had its alert hears of it anew.
    """
    incident = incident_named(record.kind, record.body)
    if incident is None:
        return
    opens_again = record.kind == FOLLOWED_UP and standing.is_closed(record.school, incident)
    _items.insert([_row(record, incident)])
    if opens_again and _is_grave(record.school, incident):
        tell_again(record.school, REPORTED, incident)


def incident_named(kind: str | None, body: dict[str, Any]) -> str | None:
    """The id of the incident that a record is about; None where it is about none."""
    named = body.get(NAMES_IT[kind][0]) if kind in NAMES_IT else None
    return _text(named) or None


def about(school: str, incidents: Collection[str]) -> set[str]:
    """The ids of these incidents and of every record about one of them."""
    items = ChronologyItem.select(ChronologyItem.id).where(
        ChronologyItem.school == school, ChronologyItem.incident.in_(list(incidents))
    )
    return {*incidents, *(row.id for row in items)} if incidents else set()


def _row(record: OpenedRecord, incident: str) -> dict[str, Any]:
    body = record.body
    said_at = clock.instant_in(body.get(NAMES_IT[record.kind][1]))
    return {
        "school": record.school,
        "id": record.id,
        "n": record.n,
        "incident": incident,
        "kind": record.kind,
        "trip": record.trip,
        "phone": record.phone,
        "at": said_at or record.recorded_at or record.received_at,
        "recorded_at": record.recorded_at,
        "received_at": record.received_at,
        "is_of_office": bool(not record.phone and select(_BY_OFFICE, record.n, record.id)),
        "is_unfinished": record.is_unfinished,
        "action": (_text(body.get("action")) or None) if record.kind == DONE else None,
        "owner": (_text(body.get("owner")) or None) if record.kind == AGREED else None,
        "due_on": _day(body.get("due_on")) if record.kind == AGREED else None,
    }


def _is_grave(school: str, incident: str) -> bool:
    found = Incident.get_or_none(Incident.id == incident, Incident.school == school)
    return found is not None and is_urgent(found.category, found.severity)


def _day(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode()[:200] if isinstance(value, str) else ""
