"""Writes to accounts: adding people, signing in and out, disabling. One transaction each, audited."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from server.accounts import tries
from server.accounts.models import School, SignIn, Staff, StaffRole
from server.foundation import audit, clock
from server.foundation.crypto import digest
from server.foundation.database import db
from server.foundation.problems import Problem

# OWASP's smallest argon2id setting: 19 MiB, two passes. A few at a time, so that a crowd can't fill the memory.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = threading.BoundedSemaphore(4)
# Hashed when nobody has the address, so that a wrong address takes as long as a wrong password.
NOBODYS_HASH = HASHER.hash(secrets.token_hex())


def add_school(name: str, *, is_demo: bool = False) -> School:
    """Add a school."""
    with db.atomic():
        school: School = School.create(name=name, is_demo=is_demo, made_at=clock.now())
        audit.write(school.id, "command line", "school.added", school.id)
    return school


def add_staff(school: School, name: str, email: str, password: str) -> Staff:
    """Add somebody who can sign in; the address is kept in lower case."""
    with db.atomic():
        staff: Staff = Staff.create(
            school=school,
            name=name,
            email=email.strip().lower(),
            password_hash=HASHER.hash(password),
            made_at=clock.now(),
        )
        audit.write(school.id, "command line", "staff.added", staff.id)
    return staff


def give_role(staff: Staff, role: str) -> None:
    """Give somebody a role; giving it again changes nothing."""
    with db.atomic():
        StaffRole.insert(staff=staff, role=role, school=staff.school_id).on_conflict_ignore().execute()
        audit.write(staff.school_id, "command line", "role.given", staff.id, role=role)


def sign_in(email: str, password: str, phone: str | None = None) -> tuple[Staff, str]:
    """Check a password and start a sign-in. Returns the person and the cookie's token.

    Raises Problem accounts.sign_in_refused, the same for a wrong address, a wrong password and a disabled account;
    and accounts.too_many_tries, the same for an account that exists and one that does not.
    On a phone, whoever was signed in there before is signed out: a phone has one user at a time (R82).
    """
    tries.refuse_too_many(email)
    staff = Staff.get_or_none(Staff.email == email.strip().lower())
    if not _is_password(staff, password) or staff is None or not staff.is_active:
        tries.note_failed(email)
        raise Problem("accounts.sign_in_refused")
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with db.atomic():
        if phone:
            end_on_phone(phone)
        SignIn.create(
            token_hash=digest(token.encode()),
            school=staff.school_id,
            staff=staff,
            phone=phone,
            started_at=now,
            seen_at=now,
        )
        audit.write(staff.school_id, staff.id, "staff.signed_in", phone or "office")
    return staff, token


def _is_password(staff: Staff | None, password: str) -> bool:
    with AT_ONCE:
        try:
            return HASHER.verify(staff.password_hash if staff else NOBODYS_HASH, password)
        except VerificationError:
            return False


def sign_out(token: str) -> None:
    """End one sign-in; every copy of its cookie is dead at once."""
    row = SignIn.get_or_none(SignIn.token_hash == digest(token.encode()))
    if row is None:
        return
    with db.atomic():
        _end(SignIn.token_hash == row.token_hash)
        audit.write(row.school_id, row.staff_id, "staff.signed_out", "office")


def end_on_phone(phone: str) -> None:
    """End whatever sign-in a phone has. Nothing the phone holds is touched."""
    _end(SignIn.phone == phone)


def disable(staff: Staff, by: str) -> None:
    """Shut somebody out everywhere. What they filed, and may still be on a phone, is kept and still arrives."""
    with db.atomic():
        Staff.update(is_active=False).where(Staff.id == staff.id).execute()
        _end(SignIn.staff == staff)
        audit.write(staff.school_id, by, "staff.disabled", staff.id)


def enable(staff: Staff, by: str) -> None:
    """Let somebody sign in again; ended sign-ins stay ended."""
    with db.atomic():
        Staff.update(is_active=True).where(Staff.id == staff.id).execute()
        audit.write(staff.school_id, by, "staff.enabled", staff.id)


def _end(which: object) -> None:
    SignIn.update(ended_at=clock.now()).where(which, SignIn.ended_at.is_null()).execute()
