"""What people decided of held items: the latest decision of each counts, and nothing decided is ever taken out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from server.accounts.queries import staff_names
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.intake.models import Envelope
from server.intake.opening import HANDED_ON
from server.personal_phone import uses
from server.reconciliation import placing, reopening
from server.reconciliation.decision_rules import ACCEPTED, ASSIGNED, COUNTS, in_words, is_heard
from server.reconciliation.models import HeldDecision
from server.trips.models import Trip

# Held items that stand where somebody put them: (n, trip), as a part of another question about :school. A headteacher's
# own phone is in nobody's number, wherever the chair put it.
ASSIGNED_TO = """
SELECT envelope_id AS n, trip FROM held_decision AS made
WHERE school_id = :school AND answer = 'assigned' AND trip IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM held_decision AS later WHERE later.envelope_id = made.envelope_id AND later.n > made.n)
  AND NOT EXISTS (SELECT 1 FROM own_phone_use AS theirs WHERE theirs.n = made.envelope_id AND theirs.is_heads)
"""
DECIDED, ALREADY, OVERTAKEN = "decided", "already", "overtaken"


@dataclass(frozen=True)
class Given:
    """A decision to be made: its members are HeldDecision's."""

    answer: str
    reason: str
    after_n: int
    trip: str | None = None
    staff: str | None = None
    counts_n: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of it: DECIDED, ALREADY (the same, sent twice) or OVERTAKEN by another, of which nothing is stored.

    `is_whole`: every list could take it up.
    """

    what: str
    is_whole: bool = True


def decided(school: str) -> frozenset[int]:
    """The arrival numbers of held items of which somebody has decided."""
    rows = HeldDecision.select(HeldDecision.envelope).where(HeldDecision.school == school).distinct()
    return frozenset(row.envelope_id for row in rows)


def placed(school: str) -> dict[int, str]:
    """The trip to which an item is assigned, by its arrival number."""
    return {n: row.trip for n, row in latest_in(school).items() if row.answer == ASSIGNED and row.trip}


def latest_in(school: str) -> dict[int, HeldDecision]:
    """The decision that counts of each item of a school, by arrival number."""
    return {row.envelope_id: row for row in _latest(HeldDecision.school == school)}


def as_exported(decision: HeldDecision | None) -> dict[str, Any] | None:
    """A decision as the export shows it, without its reason; None where there is none."""
    if decision is None:
        return None
    names = {"answer": "answer", "trip": "trip", "staff": "staff", "counts": "counts_n"}
    return {name: getattr(decision, member) for name, member in names.items()}


def latest_of(numbers: Collection[int]) -> dict[int, HeldDecision]:
    """The decision that counts of each of these items, by arrival number."""
    rows = _latest(HeldDecision.envelope.in_(list(numbers))) if numbers else []
    return {row.envelope_id: row for row in rows}


def of_item(n: int) -> list[HeldDecision]:
    """What was decided of one item, each with the trip it was assigned to, the newest first."""
    return list(_with_trip(HeldDecision.envelope == n).order_by(HeldDecision.n.desc()))


def said_in_office(school: str, n: int) -> list[str]:
    """What was decided of an item, as lines for its record's page."""
    is_of = (HeldDecision.envelope == n) | (HeldDecision.counts_n == n)
    rows = list(_with_trip((HeldDecision.school == school) & is_of).order_by(HeldDecision.n))
    names = staff_names(school) if rows else {}
    return [f"{in_words(row, names)}, {clock.in_words(row.decided_at)}." for row in rows]


def decide(person: Person, row: Envelope, given: Given, first: Envelope | None = None) -> Outcome:
    """Keep a decision of a held item and give it its effect; `first` is the version that came first, where two did.

    Somebody who has not seen the last decision decides nothing.
    """
    with db.atomic():
        before = of_item(row.n)
        last = before[0] if before else None
        if last and last.n != given.after_n:
            return Outcome(ALREADY if _is_same(last, given, person) else OVERTAKEN)
        HeldDecision.create(
            **{**vars(given), "after_n": last.n if last else 0},
            school=person.school,
            envelope=row.n,
            decided_by=person.id,
            decided_at=clock.now(),
        )
        # The reason stands in the row: the log holds no content.
        audit.write(person.school, person.id, "held.decided", str(row.n), answer=given.answer, trip=given.trip)
        _reopen(row, last, given)
        # That the other version counts had no effect on this one.
        answers = [one.answer for one in before if one.counts_n in (None, row.n)]
        return Outcome(DECIDED, is_whole=_has_effect(row, given, answers, first))


def _is_same(last: HeldDecision, given: Given, person: Person) -> bool:
    return last.decided_by == person.id and all(getattr(last, name) == value for name, value in vars(given).items())


def _has_effect(row: Envelope, given: Given, before: list[str], first: Envelope | None) -> bool:
    """Put what is listed where the decision says. Returns whether every list could take it up."""
    if first is not None:
        counts = row if given.answer == COUNTS and given.counts_n == row.n else first
        if getattr(counts, "record", None) is None:
            return True
        return placing.put(_fact(counts), is_heard=_is_heard(counts, before if counts is row else []))
    if getattr(row, "record", None) is None:
        return True
    heard = _is_heard(row, before)
    if given.answer not in (ASSIGNED, ACCEPTED) and not heard:
        return True
    return placing.put(placing.assigned(placing.as_it_came(row), given.trip, given.staff), is_heard=heard)


def _reopen(row: Envelope, last: HeldDecision | None, given: Given) -> None:
    """To a trip that was signed off it comes late, however long it has been here; from one it is taken away again."""
    record = getattr(row, "record", None)
    if record is None or uses.is_of_head(record):
        return
    before = last.trip if last and last.answer == ASSIGNED else None
    for trip in {before, given.trip} - {None} if before != given.trip else ():
        reopening.hear(placing.assigned(placing.as_it_came(row), trip, None))


def _fact(row: Envelope) -> Any:
    """A version as it came, or as somebody assigned it."""
    latest = latest_of([row.n]).get(row.n)
    is_assigned = latest is not None and latest.answer == ASSIGNED
    fact = placing.as_it_came(row)
    return placing.assigned(fact, latest.trip, latest.staff) if latest and is_assigned else fact


def _is_heard(row: Envelope, answers: list[str]) -> bool:
    state = row.opening.state
    return state == "opened" or is_heard(row.opening.reason, answers, HANDED_ON)


def _latest(condition: Any) -> list[HeldDecision]:
    newest = HeldDecision.select(fn.MAX(HeldDecision.n)).where(condition).group_by(HeldDecision.envelope)
    return list(_with_trip(HeldDecision.n.in_(newest)))


def _with_trip(condition: Any) -> Any:
    is_its = (Trip.id == HeldDecision.trip) & (Trip.school == HeldDecision.school)
    rows = HeldDecision.select(HeldDecision, Trip.id, Trip.title)
    return rows.join(Trip, JOIN.LEFT_OUTER, on=is_its, attr="assigned_to").where(condition)
