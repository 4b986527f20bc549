"""Reads of access requests: each with its log, its clock, and what was found for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import fn

from server.access_requests import rules
from server.access_requests.clock_rules import LONGEST, SOON, USUAL, Pause, due_on, school_days_after
from server.access_requests.models import AccessAct, AccessFile, AccessItem, AccessRequest
from server.access_requests.outgoing import Outgoing, outgoing
from server.access_requests.rules import Done, Thing
from server.accounts.paging import Page, page_of
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem

STEPS = (rules.PAUSED, rules.RESUMED)
A_LIST = 50
# SQLite knows no larger number, and no thing has it.
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Clock:
    """By when: `due`, how many days that is from today, whether it stands, and for how many days in all it stood."""

    due: date
    days_left: int
    stands: bool
    stood: int
    school_days: date

    @property
    def is_soon(self) -> bool:
        """Whether a week is left, or less."""
        return 0 <= self.days_left <= SOON and not self.stands

    @property
    def is_late(self) -> bool:
        """Whether the day is over."""
        return self.days_left < 0 and not self.stands


@dataclass(frozen=True)
class Case:
    """One request with its log, the first line first."""

    request: AccessRequest
    rows: Sequence[AccessAct]

    @property
    def log(self) -> list[Done]:
        """The log as its rules read it."""
        return [_done(row) for row in self.rows]

    @property
    def clock(self) -> Clock:
        """Its clock as it stands today."""
        return clock_of(self.request, self.rows, clock.today())

    @property
    def is_over(self) -> bool:
        """Whether it is closed."""
        return rules.is_over(self.log)

    @property
    def state(self) -> tuple[str, str]:
        """How far it has come, in words and their colour."""
        acts = [row.act for row in self.rows]
        if rules.CLOSED in acts:
            return "Closed", "grey"
        if rules.GIVEN in acts:
            return "Given", "green"
        if rules.agreed(self.log):
            return "Waits for a second person", "orange"
        if rules.let_go(self.log):
            return "Let go", "green"
        return ("Clock stands", "grey") if self.clock.stands else ("Open", "blue")


def find(person: Person, request_id: str) -> Case:
    """A request. Raises Problem request.not_found alike for a missing one and another school's."""
    mine = (AccessRequest.id == request_id, AccessRequest.school == person.school)
    found = AccessRequest.get_or_none(*mine)
    if found is None:
        raise Problem("request.not_found")
    return Case(found, log_of([request_id]).get(request_id, []))


def log_of(requests: Iterable[str]) -> dict[str, list[AccessAct]]:
    """Everything that was done about these, by request, the first first."""
    found: dict[str, list[AccessAct]] = {}
    wanted = list(requests)
    for row in AccessAct.select().where(AccessAct.request.in_(wanted)).order_by(AccessAct.n) if wanted else ():
        found.setdefault(row.request_id, []).append(row)
    return found


def listed(person: Person) -> Page[Any]:
    """A page of the school's requests, the newest first, as cases."""
    mine = AccessRequest.school == person.school
    total = AccessRequest.select(fn.COUNT(AccessRequest.id)).where(mine).scalar()

    def rows(offset: int, limit: int) -> list[Case]:
        newest = AccessRequest.select().where(mine).order_by(AccessRequest.number.desc())
        found = list(newest.offset(offset).limit(limit))
        logs = log_of(one.id for one in found)
        return [Case(one, logs.get(one.id, [])) for one in found]

    return page_of(int(total), rows, A_LIST)


def items_of(request: AccessRequest) -> list[AccessItem]:
    """Everything found, in order of time."""
    mine = AccessItem.select().where(AccessItem.request == request.id)
    return list(mine.order_by(AccessItem.at, AccessItem.number))


def find_item(request: AccessRequest, number: int) -> AccessItem:
    """One thing found. Raises Problem request.not_found."""
    mine = (AccessItem.request == request.id, AccessItem.number == min(number, LARGEST))
    found: AccessItem | None = AccessItem.get_or_none(*mine)
    if found is None:
        raise Problem("request.not_found")
    return found


def file_of(request: AccessRequest) -> AccessFile | None:
    """The sealed file, where there is one."""
    found: AccessFile | None = AccessFile.get_or_none(AccessFile.request == request.id)
    return found


def things(items: Iterable[AccessItem]) -> list[Thing]:
    """The same as their decisions need them."""
    return [Thing(one.number, one.digest, frozenset(one.readers.split())) for one in items]


def going(case: Case, items: Sequence[AccessItem]) -> Outgoing:
    """What goes out, as it is decided now."""
    decisions = rules.decided(things(items), case.log)
    return outgoing(case.request, [one for one in items if decisions[one.number] == rules.OUT], case.log)


def in_the_way(person: Person, case: Case, items: Sequence[AccessItem], out: Outgoing | None = None) -> list[str]:
    """What still has to be done before it may go, in words. `out` is what goes out, where that is at hand."""
    asked = things(items)
    lines = rules.in_the_way(asked, case.log, person.roles)
    lost = (out or going(case, items)).lost if any(rules.struck(case.log).values()) else []
    lines += [f"A passage to take out of number {number} no longer stands there: look again" for number in lost]
    goes = rules.OUT in rules.decided(asked, case.log).values()
    return [*lines, *([] if goes else ["Nothing is decided to go out"])]


def clock_of(request: AccessRequest, rows: Iterable[AccessAct], today: date) -> Clock:
    """By when it has to be answered."""
    acts = list(rows)
    pauses = pauses_of(acts)
    is_longer = any(row.act == rules.EXTENDED for row in acts)
    due = due_on(request.received_on, pauses, today, months=LONGEST if is_longer else USUAL)
    stands = bool(pauses) and pauses[-1].ended_on is None
    stood = sum(pause.days(today) for pause in pauses)
    return Clock(due, (due - today).days, stands, stood, school_days_after(request.received_on + timedelta(days=stood)))


def pauses_of(rows: Iterable[AccessAct]) -> list[Pause]:
    """The times at which the clock stood."""
    found: list[Pause] = []
    for row in rows:
        if row.act in STEPS:
            day = clock.day_of(row.at)
            if row.act == rules.PAUSED and not (found and found[-1].ended_on is None):
                found.append(Pause(day, None))
            elif row.act == rules.RESUMED and found and found[-1].ended_on is None:
                found[-1] = Pause(found[-1].began_on, day)
    return found


def _done(row: AccessAct) -> Done:
    roles = frozenset(row.roles.split())
    return Done(row.n, row.act, row.item, row.by, roles, row.digest, row.words, row.ground, row.passage)
