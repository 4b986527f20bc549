"""People who are at the school for some days: an account by a code, with an end that is given when it is made.

Whoever joins one trip has such an account too (server/trips/joiners.py); here are those of both, so that all stand in
one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.accounts import actions, visitors
from server.accounts.models import JoiningCode, Staff
from server.accounts.rules import is_in_use
from server.foundation import clock, registry
from server.foundation.database import db
from server.foundation.problems import Problem

MOST_SHOWN = 200


@dataclass(frozen=True)
class Guest:
    """One of them: `phone` is the name of the one on which they used their code, "" before they have."""

    row: Staff
    phone: str
    is_here: bool


def over_after(last_day: date) -> datetime:
    """When that day is over where the school is."""
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=clock.SCHOOL_TIME)


def every_guest(school: str) -> list[Guest]:
    """Those who are here first, by when they end; then who has gone, the latest first."""
    now = clock.now()
    rows = Staff.select().where(Staff.school == school, Staff.ends_at.is_null(False))
    newest = list(rows.order_by(Staff.ends_at.desc()).limit(MOST_SHOWN))
    names = registry.current().phone_names(school)
    used = JoiningCode.select().where(JoiningCode.school == school, JoiningCode.used_at.is_null(False))
    phones = {code.staff_id: names.get(code.phone or "", "a phone") for code in used.order_by(JoiningCode.used_at)}
    guests = [Guest(row, phones.get(row.id, ""), is_in_use(row, now)) for row in newest]
    here = sorted((one for one in guests if one.is_here), key=lambda one: one.row.ends_at)
    return here + [one for one in guests if not one.is_here]


def add(school: str, name: str, last_day: date, by: str) -> Staff:
    """Add somebody who is here until the end of that day."""
    with db.atomic():
        return visitors.add(school, name, over_after(last_day), by)


def find(school: str, staff_id: str) -> Staff:
    """One of them whose account is in use. Raises Problem request.not_found."""
    row: Staff | None = Staff.get_or_none(Staff.id == staff_id, Staff.school == school, Staff.ends_at.is_null(False))
    if row is None or not is_in_use(row, clock.now()):
        raise Problem("request.not_found")
    return row


def end_now(staff: Staff, by: str) -> None:
    """They have left before their time."""
    actions.disable(staff, by)
