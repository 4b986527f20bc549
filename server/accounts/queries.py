"""Reads from accounts."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g, request
from peewee import JOIN

from server.accounts.models import (
    Passkey,
    School,
    SecondFactorRules,
    SheetCode,
    SignIn,
    SignInRules,
    Staff,
    StaffRole,
)
from server.accounts.rules import SECOND_STEP_ROLES, is_in_use, is_live, is_too_old
from server.accounts.sign_ins import keep_seen
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.crypto import digest
from server.foundation.problems import Problem
from server.foundation.rows import Ready, named


def any_school() -> School | None:
    """The school this server serves, or None before one is set up. Whoever is signed in names their own."""
    school: School | None = School.select().order_by(School.made_at).first()
    return school


def person_of(token: str) -> Person | None:
    """Who this office sign-in belongs to, while it is live and the account is active; keeps "last seen"."""
    rows = _live(digest(token.encode()))
    now = clock.now()
    if not rows or not is_in_use(rows[0].staff, now) or not is_live(rows[0].started_at, rows[0].seen_at, now):
        return None
    row, roles = rows[0], frozenset(one.staff.held.role for one in rows if getattr(one.staff, "held", None))
    g.school_of_person = row.school
    # What an open tab asks by itself is nobody's being there.
    if not request.path.startswith("/api/"):
        keep_seen(row)
    must_add = _must_add_second_step(row, roles)
    return Person(row.staff_id, row.staff.name, row.school_id, roles, token, _must_change(row), must_add)


# Every page of the office asks this first.
_live = Ready(
    lambda token_hash: (
        SignIn.select(SignIn, Staff, SignInRules, SecondFactorRules, StaffRole, School)
        .join(Staff)
        .join(SignInRules, JOIN.LEFT_OUTER, on=(SignInRules.school == SignIn.school), attr="school_rules")
        .join_from(
            Staff, SecondFactorRules, JOIN.LEFT_OUTER, on=(SecondFactorRules.school == SignIn.school), attr="step_rules"
        )
        .join_from(SignIn, School)
        .join_from(Staff, StaffRole, JOIN.LEFT_OUTER, on=(StaffRole.staff == Staff.id), attr="held")
        .where(SignIn.token_hash == token_hash, SignIn.ended_at.is_null(), SignIn.phone.is_null())
    )
)


def _must_change(row: SignIn) -> bool:
    """Whether the password was too old when this sign-in began; nobody is stopped in the middle of their work."""
    rules = getattr(row.staff, "school_rules", None)
    if rules is None or row.started_at < rules.changed_at:
        return False
    return is_too_old(row.staff.password_changed_at, rules.password_days, row.started_at)


def _must_add_second_step(row: SignIn, roles: frozenset[str]) -> bool:
    """Whether the school asked for a second step before this sign-in began, and there is none."""
    rules = getattr(row.staff, "step_rules", None)
    if rules is None or not rules.is_required or row.started_at < rules.changed_at:
        return False
    return bool(roles & set(SECOND_STEP_ROLES)) and not has_second_step(row.staff_id)


def has_second_step(staff_id: str) -> bool:
    """Whether somebody has a second step at sign-in. A sheet whose codes are all used is one still."""
    has_key = Passkey.select().where(Passkey.staff == staff_id).exists()
    return bool(has_key or SheetCode.select().where(SheetCode.staff == staff_id).exists())


def password_days(school: str) -> int | None:
    """After how many days a password ends at this school; None is never."""
    rules = SignInRules.get_or_none(SignInRules.school == school)
    return rules.password_days if rules else None


def has_old_password(staff: Staff) -> bool:
    """Whether somebody's password has come to its end."""
    return is_too_old(staff.password_changed_at, password_days(staff.school_id), clock.now())


def school_of(person: Person | None) -> School | None:
    """The school whose pages are shown: of whoever is signed in, otherwise the one this server serves."""
    if person is None:
        return any_school()
    school: School | None = g.get("school_of_person")
    return school if school and school.id == person.school else School.get_or_none(School.id == person.school)


def roles_of(staff_id: str) -> frozenset[str]:
    """The roles somebody holds."""
    return frozenset(row.role for row in StaffRole.select().where(StaffRole.staff == staff_id))


def roles_by_staff(school: str) -> dict[str, frozenset[str]]:
    """The roles of everybody at a school who holds one."""
    held: dict[str, set[str]] = {}
    for row in StaffRole.select().where(StaffRole.school == school):
        held.setdefault(row.staff_id, set()).add(row.role)
    return {staff: frozenset(roles) for staff, roles in held.items()}


def staff_of(school: str) -> list[Staff]:
    """Everybody with an account, by name."""
    return list(Staff.select().where(Staff.school == school).order_by(Staff.name))


def staff_names(school: str, among: Iterable[str | None] | None = None) -> dict[str, str]:
    """The names of these people by their ids; of everybody where none are named."""
    return named(Staff, Staff.name, school, among)


def find_staff(school: str, staff_id: str) -> Staff:
    """One person of this school. Raises Problem request.not_found, also for another school's."""
    staff: Staff | None = Staff.get_or_none(Staff.id == staff_id, Staff.school == school)
    if staff is None:
        raise Problem("request.not_found")
    return staff
