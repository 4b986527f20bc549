"""Writes of retention: one person confirms that something may go, another destroys it; each in one transaction.

What may not go is refused at both steps, and looked at anew: a hold can come in between, and so can a follow-up.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app

from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db, destroying
from server.intake.destroying import bury, remove_bytes
from server.intake.worker import Writer
from server.retention import candidates, trust
from server.retention.candidates import Unit
from server.retention.handling import rules_of
from server.retention.holds import holds_of
from server.retention.members import Members, members_of, remove_traces
from server.retention.models import RetentionConfirmation, RetentionTakenBack
from server.retention.queries import waiting

CONFIRMED, TAKEN_BACK, DESTROYED = "retention.confirmed", "retention.taken_back", "record.destroyed"
CHANGED = "Something was added to it since, or it is not due any more: look at it again."
OWN = "You confirmed it yourself: somebody else destroys it."
OWN_PHONE = "It is about your own phone: others handle it."


class NotTrusted(Exception):
    """The clock is not believed; `doubts` say why."""

    def __init__(self, doubts: list[str]) -> None:
        super().__init__(" ".join(doubts))
        self.doubts = doubts


@dataclass
class Done:
    """What came of it: how many were done, and in words why others were not."""

    count: int = 0
    refused: tuple[str, ...] = ()

    def refuse(self, why: str) -> None:
        """Note why one was not done, once for all of the same."""
        self.refused = tuple(dict.fromkeys((*self.refused, why)))


def confirm(person: Person, rule: str, ids: Collection[str]) -> Done:
    """Say of what is due under a line of the schedule that it may go. Raises NotTrusted."""
    _trust(person.school)
    done = Done()
    with db.atomic():
        already = {row.unit for row in waiting(person.school)}
        for unit, members in _due(person, ids):
            if unit.rule != rule:
                continue
            if unit.whose == person.id:
                done.refuse(OWN_PHONE)
            elif members.held:
                done.refuse(members.held)
            elif unit.id not in already:
                _confirm(person, unit, members)
                done.count += 1
    candidates.forget()
    return done


def _confirm(person: Person, unit: Unit, members: Members) -> None:
    row: Any = RetentionConfirmation.create(
        school=person.school,
        unit=unit.id,
        rule=unit.rule,
        kind=unit.kind,
        trip=unit.trip,
        began_on=unit.last_on,
        due_on=unit.due_on,
        members=json.dumps(members.numbers),
        confirmed_at=clock.now(),
        confirmed_by=person.id,
    )
    audit.write(person.school, person.id, CONFIRMED, unit.id, rule=unit.rule, confirmation=row.id)


def take_back(person: Person, ids: Collection[str]) -> int:
    """Let confirmations go: what they are of stays, and is listed as due again. Returns how many."""
    with db.atomic():
        rows = _theirs(person, ids)
        for row in rows:
            _take_back(person, row)
    candidates.forget()
    return len(rows)


def _take_back(person: Person, row: RetentionConfirmation) -> None:
    RetentionTakenBack.insert(confirmation=row.id, school=person.school, at=clock.now(), by=person.id).execute()
    audit.write(person.school, person.id, TAKEN_BACK, row.unit, confirmation=row.id)


def destroy(person: Person, ids: Collection[str]) -> Done:
    """Destroy what somebody else confirmed. Raises NotTrusted.

    Records, sealed bytes and all that is drawn from them go at once; files and the second copy follow with the next
    turn of the thread that copies; backups roll off.
    """
    _trust(person.school)
    done = Done()
    with destroying(), db.atomic():
        rows = {row.unit: row for row in _theirs(person, ids)}
        # One by one: what two of them share goes with the second.
        for unit, members in _due(person, set(rows)):
            _destroy_one(person, rows.pop(unit.id), (unit, members), done)
        for row in rows.values():
            _destroy_one(person, row, None, done)
    candidates.forget()
    writer: Writer = current_app.extensions["lanyard.writer"]
    writer.settle()
    return done


def _destroy_one(person: Person, row: Any, found: tuple[Unit, Members] | None, done: Done) -> None:
    if row.confirmed_by == person.id:
        done.refuse(OWN)
    elif found is None or found[1].numbers != json.loads(row.members):
        _take_back(person, row)
        done.refuse(CHANGED)
    elif found[0].whose == person.id:
        done.refuse(OWN_PHONE)
    elif found[1].held:
        done.refuse(found[1].held)
    else:
        members = found[1]
        bury(person.school, members.gone, row.id, person.id)
        remove_traces(person.school, members)
        remove_bytes(members.numbers)
        told = {"rule": row.rule, "confirmation": row.id, "confirmed_by": row.confirmed_by}
        audit.write(person.school, person.id, DESTROYED, row.unit, **told, arrivals=members.numbers)
        done.count += 1


def _due(person: Person, ids: Collection[str]) -> Iterator[tuple[Unit, Members]]:
    """Those of these that are due and that this person handles, each with all that goes with it.

    `members_of` asks `held_for_police`.
    """
    holds, theirs = holds_of(person.school), rules_of(person)
    for unit in list(candidates.due(person.school)):
        if unit.id in ids and unit.rule in theirs:
            yield unit, members_of(person.school, unit, holds)


def _theirs(person: Person, ids: Collection[str]) -> list[RetentionConfirmation]:
    theirs = rules_of(person)
    return [row for row in waiting(person.school) if row.id in ids and row.rule in theirs]


def _trust(school: str) -> None:
    if doubts := trust.doubts_now(school):
        raise NotTrusted(doubts)
