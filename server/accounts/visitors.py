"""Accounts for one trip: no e-mail, no password, a code that signs somebody in on one school phone, and an end."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from server.accounts import passwords, sign_ins, tries
from server.accounts.models import JoiningCode, Staff
from server.accounts.one_time_codes import new_code, typed_code
from server.accounts.rules import is_in_use
from server.foundation import audit, clock
from server.foundation.access import CallingPhone
from server.foundation.crypto import digest
from server.foundation.database import db, new_id
from server.foundation.problems import Problem


def add(school: str, name: str, until: datetime, by: str) -> Staff:
    """Add somebody until then. Inside the caller's transaction. Nobody knows the password: there is no other way in."""
    now = clock.now()
    staff_id = new_id()
    staff: Staff = Staff.create(
        id=staff_id,
        school=school,
        name=name,
        email=staff_id,
        password_hash=passwords.hashed(secrets.token_urlsafe(32)),
        password_changed_at=now,
        made_at=now,
        ends_at=until,
    )
    audit.write(school, by, "visitor.added", staff.id)
    return staff


def move_end(school: str, staff: Collection[str], until: datetime, by: str) -> None:
    """Let these accounts end at another time, and codes of theirs that nobody used. Inside the caller's transaction."""
    here = (Staff.school == school, Staff.id.in_(list(staff)), Staff.ends_at != until)
    moved = Staff.update(ends_at=until, closed_at=None).where(*here)
    if staff and moved.execute():
        unused = (JoiningCode.staff.in_(list(staff)), JoiningCode.used_at.is_null())
        JoiningCode.update(expires_at=until).where(*unused).execute()
        audit.write(school, by, "visitors.end_moved", school, count=len(staff))


def make_code(staff: Staff, by: str) -> str:
    """A code for somebody's one phone, shown once. One not used yet is void from then on."""
    code = new_code(secrets.choice)
    with db.atomic():
        JoiningCode.delete().where(JoiningCode.staff == staff, JoiningCode.used_at.is_null()).execute()
        JoiningCode.create(
            code_hash=digest(code.encode()),
            school=staff.school_id,
            staff=staff,
            made_at=clock.now(),
            expires_at=staff.ends_at,
        )
        audit.write(staff.school_id, by, "visitor.code_made", staff.id)
    return code


def join(phone: CallingPhone, typed: str) -> Staff:
    """Sign somebody in on this phone by their code. The same phone may use it again: its answer may have been lost.

    Raises Problem accounts.code_refused for a wrong code, another phone's, one of another school, and one that has
    ended; accounts.too_many_tries.
    """
    attempt = tries.begin(tries.JOINING_CODE, phone.id)
    code = JoiningCode.get_or_none(
        JoiningCode.code_hash == digest(typed_code(typed).encode()), JoiningCode.school == phone.school
    )
    if code is None or code.phone not in (None, phone.id) or not is_in_use(code.staff, clock.now()):
        raise Problem("accounts.code_refused")
    with db.atomic():
        still = JoiningCode.phone.is_null() | (JoiningCode.phone == phone.id)
        taken = (JoiningCode.code_hash == code.code_hash) & still
        if not JoiningCode.update(phone=phone.id, used_at=clock.now()).where(taken).execute():
            raise Problem("accounts.code_refused")
        tries.went_well(attempt)
        sign_ins.end_on_phone(phone.id)
        sign_ins.begin(code.staff, phone=phone.id)
        audit.write(phone.school, code.staff_id, "visitor.joined", phone.id)
    staff: Staff = code.staff
    return staff


def phone_of(staff: str) -> str | None:
    """The phone on which somebody has used a code, if any."""
    used = JoiningCode.select().where(JoiningCode.staff == staff, JoiningCode.used_at.is_null(False))
    row = used.order_by(JoiningCode.used_at.desc()).first()
    return row.phone if row else None
