"""Reads from accounts."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from server.accounts.models import School, SignIn, Staff, StaffRole
from server.accounts.rules import is_live
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.crypto import digest
from server.foundation.problems import Problem

# How often "last seen" is written: often enough for the idle limit, seldom enough to stay out of the way.
SEEN_EVERY = timedelta(seconds=60)


def the_school() -> School:
    """The school this server serves. Raises Problem request.not_found when none has been set up."""
    school: School | None = School.select().order_by(School.made_at).first()
    if school is None:
        raise Problem("request.not_found", "No school has been set up on this server yet.")
    return school


def any_school() -> School | None:
    """The school this server serves, or None before one is set up."""
    school: School | None = School.select().order_by(School.made_at).first()
    return school


def person_of(token: str) -> Person | None:
    """Who this office sign-in belongs to, while it is live and the account is active; keeps "last seen"."""
    row = (
        SignIn.select(SignIn, Staff)
        .join(Staff)
        .where(SignIn.token_hash == digest(token.encode()), SignIn.ended_at.is_null(), SignIn.phone.is_null())
        .first()
    )
    now = clock.now()
    if row is None or not row.staff.is_active or not is_live(row.started_at, row.seen_at, now):
        return None
    # What an open tab asks by itself is nobody's being there.
    if now - row.seen_at > SEEN_EVERY and not request.path.startswith("/api/"):
        SignIn.update(seen_at=now).where(SignIn.token_hash == row.token_hash).execute()
    return Person(row.staff_id, row.staff.name, row.school_id, roles_of(row.staff_id), token)


def roles_of(staff_id: str) -> frozenset[str]:
    """The roles somebody holds."""
    return frozenset(row.role for row in StaffRole.select().where(StaffRole.staff == staff_id))


def staff_of(school: str) -> list[Staff]:
    """Everybody with an account, by name."""
    return list(Staff.select().where(Staff.school == school).order_by(Staff.name))


def find_staff(school: str, staff_id: str) -> Staff:
    """One person of this school. Raises Problem request.not_found, also for another school's."""
    staff: Staff | None = Staff.get_or_none(Staff.id == staff_id, Staff.school == school)
    if staff is None:
        raise Problem("request.not_found")
    return staff


def phone_notices(phone: str) -> list[str]:
    """`sign_in.ended` while the account of whoever last signed in on this phone is disabled."""
    newest = SignIn.select(SignIn, Staff).join(Staff).where(SignIn.phone == phone).order_by(SignIn.started_at.desc())
    row = newest.first()
    return ["sign_in.ended"] if row is not None and not row.staff.is_active else []
