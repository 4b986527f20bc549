"""Set-up checks: what phones tell of themselves each term, and which of them the network manager still has to check."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from server.accounts.models import Staff
from server.accounts.queries import roles_of
from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.phones import set_up_check_rules as rules
from server.phones.kinds import SET_UP_CHECKED
from server.phones.models import Phone, SetUpCheck
from server.phones.queries import not_lost


def hear(record: OpenedRecord) -> None:
    """Note a check, inside the transaction that opened its record."""
    if record.kind != SET_UP_CHECKED:
        return
    staff = _who(record)
    # A clock that runs ahead makes no check good for terms to come.
    checked_at = min(record.recorded_at or record.received_at, record.received_at)
    SetUpCheck.insert(
        n=record.n,
        school=record.school,
        phone=record.phone,
        staff=staff,
        counts=_counts(record, staff),
        checked_at=checked_at,
        told_at=record.received_at,
        answers=json.dumps({point: record.body.get(point) for point in rules.Point}),
        notes=json.dumps(record.body.get("notes") or {}),
    ).on_conflict_ignore().execute()


def _who(record: OpenedRecord) -> str | None:
    """Who says that they made it, where that is somebody of this school."""
    row = Staff.get_or_none(Staff.id == str(record.actor.get("staff")), Staff.school == record.school)
    return row.id if row else None


def _counts(record: OpenedRecord, staff: str | None) -> bool:
    """Whether it is the network manager's: signed by them, or written while they were signed in."""
    is_theirs = record.signed_by == staff or record.actor.get("how") == "session"
    return staff is not None and is_theirs and Role.NETWORK_MANAGER in roles_of(staff)


@dataclass(frozen=True)
class Found:
    """A check as it is shown: when, by whom ("" where nobody is named), and what was wanting, in words."""

    checked_at: datetime
    by: str
    counts: bool
    wanting: list[str]

    @property
    def is_of_this_term(self) -> bool:
        """Whether it still holds."""
        return clock.day_of(self.checked_at) >= rules.term_of(clock.today()).starts_on


@dataclass(frozen=True)
class Standing:
    """Where a phone stands: its last check by the network manager, and a later one by somebody else, if any."""

    last: Found | None = None
    later_by_another: Found | None = None

    @property
    def is_due(self) -> bool:
        """Whether the network manager has not checked it this term."""
        return self.last is None or not self.last.is_of_this_term


def standing_of(phone: Phone) -> Standing:
    """Where one phone stands."""
    return _standing(phone, _last_two(SetUpCheck.phone == phone.id).get(phone.id, []))


def standings(school: str) -> dict[str, Standing]:
    """Where each phone in use stands, by its id: those set up, and not lost."""
    phones = [phone for phone in not_lost(school) if phone.set_up_at]
    return _standings(phones, _last_two(SetUpCheck.school == school))


def standings_of(phones: Sequence[Phone]) -> dict[str, Standing]:
    """Where each of these phones stands, by its id; none of those that are lost."""
    rows = _last_two(SetUpCheck.phone.in_([phone.id for phone in phones]))
    return _standings([phone for phone in phones if phone.revoked_at is None], rows)


def _standings(phones: Sequence[Phone], rows: dict[str, list[SetUpCheck]]) -> dict[str, Standing]:
    return {phone.id: _standing(phone, rows.get(phone.id, [])) for phone in phones}


def _last_two(which: Any) -> dict[str, list[SetUpCheck]]:
    """Of each phone its last check, and the last one that counts, the first first; each with whoever made it."""
    last = SetUpCheck.select(fn.MAX(SetUpCheck.n)).where(which).group_by(SetUpCheck.phone)
    counting = SetUpCheck.select(fn.MAX(SetUpCheck.n)).where(which, SetUpCheck.counts).group_by(SetUpCheck.phone)
    rows = SetUpCheck.select(SetUpCheck, Staff.name).join(
        Staff, JOIN.LEFT_OUTER, on=(Staff.id == SetUpCheck.staff), attr="maker"
    )
    found: dict[str, list[SetUpCheck]] = {}
    for row in rows.where(SetUpCheck.n.in_(last) | SetUpCheck.n.in_(counting)).order_by(SetUpCheck.n):
        found.setdefault(row.phone, []).append(row)
    return found


def _standing(phone: Phone, rows: list[SetUpCheck]) -> Standing:
    last = next((row for row in reversed(rows) if row.counts), None)
    later = rows[-1] if rows and rows[-1] is not last else None
    return Standing(*(_found(phone, row) if row else None for row in (last, later)))


def _found(phone: Phone, row: SetUpCheck) -> Found:
    maker = getattr(row, "maker", None)
    wanting = rules.wanting(json.loads(row.answers), json.loads(row.notes), can_ring=phone.can_ring)
    return Found(row.checked_at, maker.name if maker else "", row.counts, wanting)
