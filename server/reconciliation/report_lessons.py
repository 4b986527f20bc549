"""What was learnt from incidents, and what was agreed to change: read from the records that the office filed (R99)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.foundation import clock
from server.foundation.database import InstantField
from server.foundation.rows import marks_for, select
from server.reconciliation.report_period_rules import Period
from server.reconciliation.rules import UNKNOWN

_instant = InstantField()
CLOSED, AGREED, DONE = "incident.closed", "action.agreed", "action.done"
# Word for word as in its index, or SQLite looks at every record. As on the incident's page: what a phone says of a
# closing closes nothing, be it an own phone; an action is done where the office wrote so or its owner signed it.
_LEARNT = """
SELECT record.kind, record.id, record.body, envelope.received_at < ?, CASE WHEN is_of_office THEN '' ELSE signed_by END
FROM record JOIN envelope ON envelope.n = record.envelope_id JOIN chronology_item AS item ON item.n = record.envelope_id
WHERE record.school_id = ? AND record.kind IN ('incident.closed', 'action.agreed', 'action.done')
  AND envelope.received_at >= ? AND (is_of_office OR record.kind = 'action.done') ORDER BY envelope.n
"""


# The body of the last closing of an incident (its school ?2, its id ?3), as part of another question.
LAST_CLOSING = """
SELECT record.body FROM chronology_item AS item JOIN record ON record.envelope_id = item.n
WHERE item.school_id = ?2 AND item.incident = ?3 AND item.kind = 'incident.closed' AND item.is_of_office
ORDER BY item.n DESC LIMIT 1
"""


@dataclass(frozen=True)
class Lesson:
    """What somebody wrote when an incident was closed. `category` is the incident's."""

    incident: str
    category: str | None
    words: str


@dataclass(frozen=True)
class Action:
    """Something agreed to be done because of an incident, and whether it was."""

    incident: str
    category: str | None
    what: str
    due_on: str
    is_done: bool

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over and it is not done."""
        return not self.is_done and "" < self.due_on < clock.today().isoformat()


@dataclass(frozen=True)
class Learnt:
    """Of some days: lessons, and actions agreed in them, of incidents that somebody may know of."""

    lessons: list[Lesson]
    actions: list[Action]

    def number(self, *, is_done: bool) -> int:
        """How many actions are done, or are not."""
        return sum(one.is_done is is_done for one in self.actions)

    @property
    def overdue(self) -> int:
        """How many actions should have been done by now."""
        return sum(one.is_overdue for one in self.actions)


def learnt(school: str, period: Period, may_see: Callable[[str | None], bool]) -> Learnt:
    """What was learnt in these days, of incidents whose category somebody may see; one of another school is unknown."""
    since, until = (_instant.db_value(at) for at in period.between(clock.SCHOOL_TIME))
    rows = [(kind, id_, json.loads(text), *rest) for kind, id_, text, *rest in select(_LEARNT, until, school, since)]
    of = _categories(school, {_text(row[2], "incident") for row in rows})
    known = [row for row in rows if may_see(of.get(_text(row[2], "incident"), UNKNOWN))]
    done = {
        (_text(body, "incident"), _text(body, "action"), said_by)
        for kind, _id, body, _is, said_by in known
        if kind == DONE
    }
    within = [(kind, id_, body) for kind, id_, body, is_within, _by in known if is_within]
    last = {_text(body, "incident"): body for kind, _id, body in within if kind == CLOSED}
    lessons = [Lesson(incident, of.get(incident, UNKNOWN), _text(body, "lessons")) for incident, body in last.items()]
    actions = [_action(id_, body, of, done) for kind, id_, body in within if kind == AGREED]
    return Learnt([one for one in lessons if one.words], actions)


def closing_in(body: str | None) -> tuple[str, str]:
    """(outcome, lessons) of what LAST_CLOSING found; "" each where nobody wrote any."""
    last = json.loads(body) if body else {}
    return _text(last, "outcome"), _text(last, "lessons")


def _action(
    id_: str, body: Mapping[str, Any], of: Mapping[str, str | None], done: Collection[tuple[str, str, str | None]]
) -> Action:
    """`done`: of which incident, which action, and who signed that it is done; "" where the office wrote so."""
    incident, due_on = _text(body, "incident"), _text(body, "due_on")
    is_done = any((incident, id_, said_by) in done for said_by in ("", _text(body, "owner")))
    return Action(incident, of.get(incident, UNKNOWN), _text(body, "what"), due_on if _is_day(due_on) else "", is_done)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _categories(school: str, incidents: Iterable[str]) -> dict[str, str | None]:
    ids = sorted(incidents)
    sql = f"SELECT id, category FROM incident WHERE school_id = ? AND id IN ({marks_for(ids)})"
    return dict(select(sql, school, *ids)) if ids else {}


def _text(body: Any, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    return value.strip() if isinstance(value, str) else ""
