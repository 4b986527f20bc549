"""Reads of actions: one of them, and those that wait for somebody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from peewee import Tuple, fn

from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.incidents import queries, sight
from server.incidents.chronology_models import ChronologyItem
from server.incidents.chronology_words import on_day
from server.incidents.head_models import HeadConcern
from server.incidents.later_kinds import AGREED, DONE
from server.incidents.models import Incident
from server.intake.models import Record

# Who sees to it that actions are done.
WATCHES = frozenset({Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.EVC, Role.SLT, Role.ONLINE_SAFETY_LEAD})
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
        return day_in_words(self.due_on)


def day_in_words(due_on: date | None) -> str:
    """By when an action is to be done: "3 November 2026", or "no day"."""
    return (on_day(due_on.isoformat()) if due_on else None) or "no day"


def find_action(person: Person, action_id: str) -> Action:
    """One action, for its owner and for whoever may read its incident. Raises Problem request.not_found otherwise."""
    found = _actions(person, select(_ONE, person.school, person.id, action_id))
    if not found or not (found[0].owner == person.id or found[0].may_read):
        raise Problem("request.not_found")
    return found[0]


def due(person: Person) -> Any:
    """Actions that are not done, each joined to its Incident: their own, and what is overdue of the incidents that they
    may read.
    """
    item = ChronologyItem
    is_its = (Incident.id == item.incident) & (Incident.school == item.school)
    theirs: Any = item.owner == person.id
    if WATCHES & person.roles:
        theirs |= (item.due_on < clock.today()) & sight.read_by(person)
    rows = item.select().join(Incident, on=is_its)
    return rows.where(item.school == person.school, item.kind == AGREED, theirs, ~_is_done())


def _is_done() -> Any:
    """_IS_DONE, of a row of `due`."""
    item, done = ChronologyItem, ChronologyItem.alias()
    is_of = (done.school == item.school) & (done.action == item.id) & (done.incident == item.incident)
    said = done.select(done.n).join(Record, on=(Record.envelope == done.n)).where(is_of, done.kind == DONE)
    return fn.EXISTS(said.where(done.is_of_office | (Record.signed_by == item.owner)))


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


def awaited(school: str) -> Any:
    """What came about reports that have not come themselves, by report."""
    item = ChronologyItem
    # Of both at once, so that an index answers; asked one by one, each report would be read.
    is_here = Tuple(item.incident, item.school).in_(Incident.select(Incident.id, Incident.school))
    concerns = HeadConcern.select().where(HeadConcern.record == item.incident)
    rows = item.select().where(item.school == school, item.kind != "call.made")
    return rows.where(~is_here, ~fn.EXISTS(concerns)).group_by(item.incident)
