"""Writes of incidents: taking up a fact heard, and noting that somebody read one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.registry import OpenedRecord
from server.foundation.rows import Rows, replacing
from server.incidents import rules
from server.incidents.models import Incident

# A report takes the place of what came of it unfinished; anything else that comes again changes nothing.
_IS_NOW_FINISHED = "incident.school_id = excluded.school_id AND incident.is_unfinished AND NOT excluded.is_unfinished"
_incidents = Rows(Incident, when_there=f"{replacing(Incident, 'id', _IS_NOW_FINISHED)} ON CONFLICT DO NOTHING")
# What came unfinished takes the place of nothing that was finished, wherever somebody puts it.
_IS_AS_WHOLE = "incident.school_id = excluded.school_id AND incident.is_unfinished >= excluded.is_unfinished"
_placed = Rows(Incident, when_there=f"{replacing(Incident, 'id', _IS_AS_WHOLE)} ON CONFLICT DO NOTHING")
# A category that is none, such as a list: read as strictly as a concern about staff.
NO_WORD = "unknown"


def hear(record: OpenedRecord) -> None:
    """List a reported incident; runs inside the transaction that opened it.

    The same id twice is listed once: finished, if it came so.
    """
    if record.kind != rules.REPORTED:
        return
    _incidents.insert([_row(record)])


def place(record: OpenedRecord) -> None:
    """List it as somebody put it: on that trip, by that person, or in this version."""
    if record.kind == rules.REPORTED:
        _placed.insert([_row(record)])


def _row(record: OpenedRecord) -> dict[str, Any]:
    body = record.body
    return {
        "id": record.id,
        "school": record.school,
        "n": record.n,
        "trip": record.trip,
        "category": _category(body.get("category")),
        "severity": _one_of(body.get("severity"), rules.SEVERITY_NAMES),
        "happened_at": clock.instant_in(body.get("happened_at")),
        "happened_on": _day(body.get("happened_on")),
        "happened_about": _one_of(body.get("happened_about"), rules.ABOUT_NAMES),
        "author": _text(record.actor.get("staff")),
        "author_how": _text(record.actor.get("how")) or "none",
        "phone": record.phone,
        "recorded_at": record.recorded_at,
        "received_at": record.received_at,
        "needs_follow_up": body.get("follow_up_needed") is True,
        "is_unfinished": record.is_unfinished,
    }


def _category(value: Any) -> str | None:
    return None if value is None else _text(value) or NO_WORD


def _one_of(value: Any, known: Collection[str]) -> str | None:
    """A word this version knows: what came of a newer one, or askew, has others."""
    return value if isinstance(value, str) and value in known else None


def note_view(incident: Incident, by: str) -> None:
    """Audit that somebody reads an incident; the page is only shown after this is committed."""
    with db.atomic():
        audit.write(incident.school_id, by, "incident.viewed", incident.id)


def _day(value: Any) -> str | None:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day.isoformat() if clock.EARLIEST_YEAR < day.year < clock.LATEST_YEAR else None


def _text(value: Any) -> str | None:
    return value.encode("utf-8", "replace").decode()[:200] if isinstance(value, str) else None
