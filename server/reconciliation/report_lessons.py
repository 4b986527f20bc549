"""What was learnt from incidents, and what was agreed to change: read from the records that the office filed (R99)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
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
# Word for word as in its index, or SQLite looks at every record. What a phone says of a closing closes nothing.
_LEARNT = """
SELECT record.kind, record.id, record.body, envelope.received_at < ?
FROM record JOIN envelope ON envelope.n = record.envelope_id
WHERE record.school_id = ? AND kind IN ('incident.closed', 'action.agreed', 'action.done')
  AND envelope.received_at >= ? AND envelope.phone = '' ORDER BY envelope.n
"""


# The body of the last closing of an incident (its school ?2, its id ?3), as part of another question.
LAST_CLOSING = """
SELECT record.body FROM record JOIN envelope ON envelope.n = record.envelope_id
WHERE record.school_id = ?2 AND kind IN ('incident.closed', 'action.agreed', 'action.done')
  AND kind = 'incident.closed' AND envelope.phone = '' AND instr(record.body, ?3) > 0 ORDER BY envelope.n DESC LIMIT 1
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
    rows = [
        (kind, id_, json.loads(text), is_within) for kind, id_, text, is_within in select(_LEARNT, until, school, since)
    ]
    of = _categories(school, {_text(body, "incident") for _kind, _id, body, _is in rows})
    known = [row for row in rows if may_see(of.get(_text(row[2], "incident"), UNKNOWN))]
    done = {_text(body, "action") for kind, _id, body, _is in known if kind == DONE}
    last = {_text(body, "incident"): body for kind, _id, body, is_within in known if kind == CLOSED and is_within}
    lessons = [Lesson(incident, of.get(incident, UNKNOWN), _text(body, "lessons")) for incident, body in last.items()]
    actions = [_action(id_, body, of, done) for kind, id_, body, is_within in known if kind == AGREED and is_within]
    return Learnt([one for one in lessons if one.words], actions)


def closing_in(body: str | None) -> tuple[str, str]:
    """(outcome, lessons) of what LAST_CLOSING found; "" each where nobody wrote any."""
    last = json.loads(body) if body else {}
    return _text(last, "outcome"), _text(last, "lessons")


def _action(id_: str, body: Mapping[str, Any], of: Mapping[str, str | None], done: Iterable[str]) -> Action:
    incident = _text(body, "incident")
    due_on = _text(body, "due_on")
    return Action(
        incident, of.get(incident, UNKNOWN), _text(body, "what"), due_on if _is_day(due_on) else "", id_ in done
    )


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
