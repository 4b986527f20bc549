"""Beginning a school: its row, its first two administrators, and the code of the second."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from server.accounts import actions, passwords, resets, sign_ins, strength
from server.accounts.actions import PasswordRefused
from server.accounts.code_makers import COMMAND_LINE
from server.accounts.models import Staff
from server.accounts.queries import any_school
from server.accounts.rules import FIRST_CODE_LIFE
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.school import claiming
from server.school.models import FirstRun


@dataclass(frozen=True)
class Administrator:
    """One of the first two, as typed."""

    name: str
    email: str
    roles: Collection[str]


@dataclass(frozen=True)
class Begun:
    """The second administrator with their first code, and the first one's sign-in."""

    second: Staff
    code: str
    until: datetime
    token: str


def begin(school_name: str, people: tuple[Administrator, Administrator], *, password: str, browser: str) -> Begun:
    """Begin the school, all of it or nothing, and sign the first administrator in.

    Raises PasswordRefused, and Problem request.refused where somebody else has begun it.
    """
    fault = strength.fault_of(password, (people[0].name, people[0].email, school_name))
    if fault:
        raise PasswordRefused(fault)
    password_hash = passwords.hashed(password)
    with db.atomic():
        if any_school() is not None:
            raise Problem("request.refused")
        school = actions.add_school(school_name)
        first, second = (_add(school.id, one) for one in people)
        Staff.update(password_hash=password_hash).where(Staff.id == first.id).execute()
        FirstRun.create(school=school, first=first, second=second, begun_at=clock.now())
        audit.write(school.id, first.id, "school.begun", school.id)
        # As the code of the first came from the server itself, so does the second's.
        code, until = resets.make_code(second, COMMAND_LINE, holds=FIRST_CODE_LIFE)
        token = sign_ins.begin(first, browser=browser)
        claiming.spend()
    return Begun(second, code, until, token)


def _add(school: str, one: Administrator) -> Staff:
    staff = actions.add_without_password(school, one.name, one.email, COMMAND_LINE)
    for role in one.roles:
        actions.give_role(staff, role)
    return staff
