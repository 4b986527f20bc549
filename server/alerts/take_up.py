"""What somebody does about an alert they were told of, in the office and on a phone alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from server.accounts.models import Staff
from server.accounts.queries import roles_by_staff, roles_of
from server.accounts.rules import is_in_use
from server.alerts.actions import concern_of, note, set_due, situation_of, tell
from server.alerts.kinds import ANSWERED
from server.alerts.models import Alert, AlertRecipient
from server.alerts.recipients import usable
from server.alerts.routing_rules import FOR_TWO, MAY_KNOW, rows
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.registry import OpenedRecord

OPENED, TAKEN, HANDED_ON, CLOSED = "opened", "taken", "handed_on", "closed"
LONGEST_WORDS = 2000


def hear(record: OpenedRecord) -> None:
    """Do what a phone's record says, inside the transaction that opened it.

    It counts only where its signature shows that somebody told of this alert wrote it; otherwise it is kept and does
    nothing. Closing what takes two, alone: its words are the reason that the governors read.
    """
    if record.kind != ANSWERED or record.signed_by is None or record.is_unfinished:
        return
    body = record.body
    alert = Alert.get_or_none(Alert.id == _text(body.get("alert")), Alert.school == record.school)
    if alert is not None:
        words, to, at = _text(body.get("words")), _text(body.get("to")) or None, _instant(body.get("acted_at"))
        act(alert, record.signed_by, _text(body.get("act")), words=words, to=to, at=at)


def act(
    alert: Alert, staff_id: str, act: str, *, words: str = "", to: str | None = None, at: datetime | None = None
) -> bool:
    """Open, take, hand on (`to` a member of staff) or close an alert. Returns whether that changed anything.

    It does not for somebody who was not told, for the same again, for a closed one, for handing on to somebody who may
    not know, and for closing what takes two alone and without a word. `at`: when it was done by the phone's clock,
    never before they were told and never in the future; None is now. Done before the alert was raised again, it
    answers what was known then, and stops nothing of what is asked now.
    """
    return _do(alert, staff_id, act, Given(words, to, words, at))


def close(alert: Alert, staff_id: str, words: str, alone_because: str) -> bool:
    """Close an alert, with what was done apart from why nobody else could do it as well. Returns as `act` does."""
    return _do(alert, staff_id, CLOSED, Given(words, None, alone_because, None))


@dataclass(frozen=True)
class Given:
    """What somebody says with an act."""

    words: str
    to: str | None
    alone_because: str
    at: datetime | None


def _do(alert: Alert, staff_id: str, act: str, given: Given) -> bool:
    with db.atomic():
        mine = AlertRecipient.get_or_none(AlertRecipient.alert == alert.id, AlertRecipient.staff == staff_id)
        alert = Alert.get_by_id(alert.id)
        if mine is None or alert.closed_at is not None or act not in _DOES or _is_of_before(alert, mine, given.at):
            return False
        at = max(mine.told_at, min(given.at or clock.now(), clock.now()))
        short = replace(given, words=given.words[:LONGEST_WORDS], alone_because=given.alone_because[:LONGEST_WORDS])
        done = _DOES[act](alert, mine, replace(short, at=at))
        if done:
            audit.write(alert.school_id, staff_id, f"alert.{act}", alert.id)
        return done


def _is_of_before(alert: Alert, mine: AlertRecipient, at: datetime | None) -> bool:
    """Whether it was done before the alert was raised again, by somebody who had been told before that."""
    return at is not None and mine.told_at < alert.raised_at and at < alert.raised_at


def answers_apart(school: str) -> Callable[[str | None, Any], bool]:
    """Whether a record, by its kind and body, answers an alert that only those told of it may know of."""
    apart = {row.id for row in Alert.select(Alert.id).where(Alert.school == school, Alert.is_apart)}
    return lambda kind, body: kind == ANSWERED and isinstance(body, dict) and _text(body.get("alert")) in apart


def takes_two(alert: Alert) -> bool:
    """Whether closing it takes a second person, or a reason in writing."""
    return bool(FOR_TWO & set(rows(situation_of(alert))))


def is_taken_by_another(alert: Alert, staff_id: str) -> bool:
    """Whether somebody besides this person took it up."""
    others = AlertRecipient.alert == alert.id, AlertRecipient.staff != staff_id, AlertRecipient.taken_at.is_null(False)
    return bool(AlertRecipient.select().where(*others).exists())


def may_have(alert: Alert, but: str) -> list[Staff]:
    """Everybody else whom it may be handed to, by name."""
    concerned, held = concern_of(alert).concerned, roles_by_staff(alert.school_id)
    needed = [MAY_KNOW[row] for row in rows(situation_of(alert)) if row in MAY_KNOW]
    now, people = clock.now(), Staff.select().where(Staff.school == alert.school_id, Staff.id != but)
    return [
        one
        for one in people.order_by(Staff.name)
        if is_in_use(one, now)
        and one.id not in concerned
        and all(roles & held.get(one.id, frozenset()) for roles in needed)
    ]


def may_be_given_to(alert: Alert, staff_id: str) -> bool:
    """Whether somebody may be handed it: their account is in use, it is not about them, and they may know of it."""
    if not usable(alert.school_id, [staff_id]) or staff_id in concern_of(alert).concerned:
        return False
    held = roles_of(staff_id)
    return all(MAY_KNOW[row] & held for row in rows(situation_of(alert)) if row in MAY_KNOW)


def _open(alert: Alert, mine: AlertRecipient, given: Given) -> bool:
    if mine.opened_at is not None:
        return False
    _set(mine, opened_at=given.at)
    note(alert, OPENED, staff=mine.staff_id, at=given.at)
    return True


def _take(alert: Alert, mine: AlertRecipient, given: Given) -> bool:
    if mine.taken_at is not None:
        return False
    _set(mine, opened_at=mine.opened_at or given.at, taken_at=given.at)
    Alert.update(due_at=None).where(Alert.id == alert.id).execute()
    note(alert, TAKEN, staff=mine.staff_id, at=given.at)
    return True


def _hand_on(alert: Alert, mine: AlertRecipient, given: Given) -> bool:
    """Give it to somebody else, who is told of it anew; if they do not answer, the next is told as ever."""
    to = given.to
    if to is None or to == mine.staff_id or not may_be_given_to(alert, to):
        return False
    _set(mine, taken_at=None)
    note(alert, HANDED_ON, staff=mine.staff_id, to_staff=to, words=given.words, at=given.at)
    tell(alert, {to: HANDED_ON})
    if not is_taken_by_another(alert, mine.staff_id):
        set_due(alert)
    return True


def _close(alert: Alert, mine: AlertRecipient, given: Given) -> bool:
    is_alone = takes_two(alert) and not is_taken_by_another(alert, mine.staff_id)
    if is_alone and not given.alone_because.strip():
        # Whoever wanted to close it has it in hand: that much of it counts.
        return _take(alert, mine, given)
    _take(alert, mine, given)
    Alert.update(closed_at=given.at, due_at=None).where(Alert.id == alert.id).execute()
    why = given.alone_because if is_alone else ""
    note(alert, CLOSED, staff=mine.staff_id, words=given.words, alone_because=why, at=given.at)
    return True


_DOES = {OPENED: _open, TAKEN: _take, HANDED_ON: _hand_on, CLOSED: _close}


def _set(mine: AlertRecipient, **changes: Any) -> None:
    AlertRecipient.update(**changes).where(
        AlertRecipient.alert == mine.alert_id, AlertRecipient.staff == mine.staff_id
    ).execute()


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _instant(value: Any) -> datetime | None:
    try:
        return clock.from_text(value)
    except (TypeError, ValueError, OverflowError):
        return None
