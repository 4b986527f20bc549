"""Reads of actions: one of them, and those that wait for somebody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.incidents import queries
from server.incidents.chronology_words import on_day
from server.incidents.models import Incident

# An action is done where the office wrote so, or its owner signed it on a phone; anything else only says so.
_IS_DONE = """EXISTS (SELECT 1 FROM chronology_item AS done JOIN record AS said ON said.envelope_id = done.n
    WHERE done.school_id = item.school_id AND done.action = item.id AND done.incident = item.incident
    AND done.kind = 'action.done' AND (done.is_of_office OR said.signed_by = item.owner))"""
_LEADS = """EXISTS (SELECT 1 FROM trip_staff AS part
    WHERE part.staff_id = ?2 AND part.trip_id = incident.trip AND part.part = 'leader')"""
_ACTIONS = f"""
SELECT item.id, item.owner, item.due_on, item.at, incident.id, {_IS_DONE}, {_LEADS}, record.body
FROM chronology_item AS item JOIN incident ON incident.id = item.incident AND incident.school_id = item.school_id
JOIN record ON record.envelope_id = item.n
WHERE item.school_id = ?1 AND item.kind = 'action.agreed' AND """
_ONE = f"{_ACTIONS} item.id = ?3"
_DUE = f"{_ACTIONS} (item.owner = ?2 OR item.due_on < ?3) AND NOT {_IS_DONE} ORDER BY item.due_on, item.n LIMIT 200"


@dataclass(frozen=True)
class Action:
    """Something to be done. `owner` is a staff id; `may_read`: whoever asks may read the incident it is of."""

    id: str
    owner: str | None
    due_on: date | None
    agreed_at: datetime
    incident: Incident
    is_done: bool
    may_read: bool
    what: str

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over, and it is not done."""
        return not self.is_done and self.due_on is not None and self.due_on < clock.today()

    @property
    def due_in_words(self) -> str:
        """Its day: "3 November 2026"."""
        return (on_day(self.due_on.isoformat()) if self.due_on else None) or "no day"


def find_action(person: Person, action_id: str) -> Action:
    """One action, for its owner and for whoever may read its incident. Raises Problem request.not_found otherwise."""
    found = _actions(person, select(_ONE, person.school, person.id, action_id))
    if not found or not (found[0].owner == person.id or found[0].may_read):
        raise Problem("request.not_found")
    return found[0]


def actions_due(person: Person) -> list[Action]:
    """What is not done: their own, and what is overdue of the incidents that they may read; the first due first."""
    rows = select(_DUE, person.school, person.id, clock.today().isoformat())
    found = _actions(person, rows)
    return [one for one in found if one.owner == person.id or (one.may_read and WATCHES & person.roles)]


# Who sees to it that actions are done.
WATCHES = frozenset({Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.EVC, Role.SLT, Role.ONLINE_SAFETY_LEAD})


def _actions(person: Person, rows: list[tuple[Any, ...]]) -> list[Action]:
    wanted = [row[4] for row in rows]
    incidents = {row.id: row for row in Incident.select().where(Incident.id.in_(wanted))} if wanted else {}
    return [_action(person, row, incidents[row[4]]) for row in rows]


def _action(person: Person, row: tuple[Any, ...], incident: Incident) -> Action:
    action, owner, due_on, at, _, is_done, leads, text = row
    what = json.loads(text).get("what")
    return Action(
        id=action,
        owner=owner,
        due_on=date.fromisoformat(due_on) if due_on else None,
        agreed_at=datetime.fromtimestamp(at / 1000, UTC),
        incident=incident,
        is_done=bool(is_done),
        may_read=queries.sight_of(person, incident, leads=bool(leads))[1],
        what=what if isinstance(what, str) else "",
    )


def awaited(school: str) -> list[tuple[str | None, datetime]]:
    """Reports that something came about and that have not come themselves: (trip, since when), each report once."""
    sql = """
    SELECT item.trip, MIN(item.received_at) FROM chronology_item AS item
    WHERE item.school_id = ? AND item.kind <> 'call.made'
    AND NOT EXISTS (SELECT 1 FROM incident WHERE incident.id = item.incident AND incident.school_id = item.school_id)
    AND NOT EXISTS (SELECT 1 FROM head_concern WHERE head_concern.record = item.incident)
    GROUP BY item.incident ORDER BY 2 DESC LIMIT 100
    """
    return [(trip, datetime.fromtimestamp(at / 1000, UTC)) for trip, at in select(sql, school)]
