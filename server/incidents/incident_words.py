"""What an incident's page says at a glance: when it was, whether a parent or carer was told, what was agreed to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.foundation import clock
from server.incidents import chronology
from server.incidents.chronology import Row, Sight
from server.incidents.chronology_words import SHOWN_TO_DSL, on_day, written_in
from server.incidents.later_kinds import AGREED, CONTACTED, DONE
from server.incidents.models import Incident
from server.incidents.rules import ABOUT_NAMES

NOBODY_SAID = "Nobody has said yet"


@dataclass(frozen=True)
class Agreed:
    """An action as the page lists it. `done` says by whom and when; None while it is to do."""

    id: str
    what: str
    owner: str
    due: str | None
    is_overdue: bool
    done: str | None


def when_it_happened(incident: Incident) -> str | None:
    """When it happened: its time, its day where that is all that was given, or about when; None where nobody said."""
    at, day = incident.happened_at, incident.happened_on
    if at:
        return clock.in_words(at)
    return f"{day.day} {day:%B %Y}, no time given" if day else ABOUT_NAMES.get(incident.happened_about or "")


def said_of_parent(rows: Sequence[Row], sight: Sight, names: dict[str, str]) -> tuple[str, str | None]:
    """Whether a parent or carer was told, by what was written of it last; and its words, for who may read them."""
    said = sorted((row for row in rows if row.kind == CONTACTED), key=lambda row: row.stands)
    if not said:
        return NOBODY_SAID, None
    last = said[-1]
    if chronology.is_for_dsl(last) and not sight.decides_of_risk:
        return SHOWN_TO_DSL, None
    words = written_in(last.kind, last.written, names) if sight.may_read else None
    return f"{chronology.told_in_words(last.written)}, {clock.in_words(last.at)}", words


def agreed_in(rows: Sequence[Row], names: dict[str, str], today: date) -> list[Agreed]:
    """Every action, the first due first. One is done where the office said so, or its owner signed it on a phone."""
    done = {str(row.written.get("action")): row for row in rows if row.kind == DONE and _counts(row, rows)}
    listed = [_agreed(row, done.get(row.id), names, today) for row in rows if row.kind == AGREED]
    return sorted(listed, key=lambda one: (one.done is not None, not one.is_overdue))


def _counts(row: Row, rows: Sequence[Row]) -> bool:
    action = next((one for one in rows if one.kind == AGREED and one.id == row.written.get("action")), None)
    is_owners = action is not None and row.signed_by is not None and row.signed_by == action.written.get("owner")
    return row.is_of_office or is_owners


def _agreed(row: Row, done: Row | None, names: dict[str, str], today: date) -> Agreed:
    due, what, owner = (row.written.get(name) for name in ("due_on", "what", "owner"))
    due_text = due if isinstance(due, str) else None
    return Agreed(
        id=row.id,
        what=what if isinstance(what, str) and what else "Not said what",
        owner=names.get(owner, "Nobody yet") if isinstance(owner, str) else "Nobody yet",
        due=on_day(due_text),
        is_overdue=done is None and bool(due_text and on_day(due_text) and due_text < today.isoformat()),
        done=_done(done, names) if done else None,
    )


def _done(row: Row, names: dict[str, str]) -> str:
    at: datetime = row.at
    return f"{chronology.author_in(row, chronology.where_from(row), names)}, {clock.in_words(at)}"
