"""Writes to accounts: adding people, signing in, changing a password, disabling. One transaction each, audited."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from server.accounts import passwords, places, queries, sign_ins, strength, tries
from server.accounts.models import OWN_PHONE, JoiningCode, PasswordReset, School, Staff, StaffRole
from server.foundation import audit, clock, registry
from server.foundation.access import CallingPhone
from server.foundation.database import db
from server.foundation.problems import Problem


class PasswordRefused(Exception):
    """A password that cannot be taken as the new one; `words` are for beside the field."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def add_school(name: str, *, is_demo: bool = False) -> School:
    """Add a school."""
    with db.atomic():
        school: School = School.create(name=name, is_demo=is_demo, made_at=clock.now())
        audit.write(school.id, "command line", "school.added", school.id)
    return school


def add_staff(school: School, name: str, email: str, password: str) -> Staff:
    """Add somebody who can sign in; the address is kept in lower case."""
    with db.atomic():
        now = clock.now()
        staff: Staff = Staff.create(
            school=school,
            name=name,
            email=email.strip().lower(),
            password_hash=passwords.hashed(password),
            password_changed_at=now,
            made_at=now,
        )
        audit.write(school.id, "command line", "staff.added", staff.id)
    return staff


def add_without_password(school: str, name: str, email: str, by: str) -> Staff:
    """Add somebody who chooses a password with their first code; until then nothing signs them in."""
    with db.atomic():
        now, address = clock.now(), email.strip().lower()
        kept = {"school": school, "name": name, "email": address, "password_hash": ""}
        staff: Staff = Staff.create(**kept, password_changed_at=now, made_at=now)
        audit.write(school, by, "staff.added", staff.id)
    return staff


def give_role(staff: Staff, role: str, by: str = "command line") -> None:
    """Give somebody a role; giving it again changes nothing."""
    with db.atomic():
        StaffRole.insert(staff=staff, role=role, school=staff.school_id).on_conflict_ignore().execute()
        audit.write(staff.school_id, by, "role.given", staff.id, role=role)


def take_role(staff: Staff, role: str, by: str) -> None:
    """Take a role away from somebody: what it opened is shut with the next thing they ask for."""
    with db.atomic():
        if StaffRole.delete().where(StaffRole.staff == staff, StaffRole.role == role).execute():
            audit.write(staff.school_id, by, "role.taken_away", staff.id, role=role)
            for hear in registry.current().when_role_taken:
                hear(staff.id, role)


def sign_in(
    email: str, password: str, phone: CallingPhone | None = None, browser: str = "", *, on_own_phone: bool = False
) -> tuple[Staff, str | None]:
    """Check a password and start a sign-in. Returns the person and the cookie's token.

    The token is None in the office where the person has a second step to take first (second_factors.py); a phone, the
    school's or one's own, asks for none, as signing in there opens nothing to read.

    Raises Problem accounts.sign_in_refused, the same for a wrong address, a wrong password, a disabled account and a
    phone of another school; and accounts.too_many_tries, the same for an account that exists and one that does not.
    On a phone, whoever was signed in there before is signed out: a phone has one user at a time (R82).
    """
    attempt = tries.begin(tries.PASSWORD, email)
    staff = Staff.get_or_none(Staff.email == email.strip().lower())
    if staff and phone and staff.school_id != phone.school:
        staff = None
    if not passwords.is_right(staff.password_hash if staff else None, password) or staff is None or not staff.is_active:
        current_app.logger.warning("sign-in refused")
        raise Problem("accounts.sign_in_refused")
    better_hash = passwords.hashed(password) if passwords.is_outdated(staff.password_hash) else None
    with db.atomic():
        refuse_overtaken(staff)
        tries.went_well(attempt)
        _forget_old()
        if better_hash:
            Staff.update(password_hash=better_hash).where(Staff.id == staff.id).execute()
        if phone:
            sign_ins.end_on_phone(phone.id)
        elif not on_own_phone and queries.has_second_step(staff.id):
            return staff, None
        where = phone.id if phone else OWN_PHONE if on_own_phone else None
        token = sign_ins.begin(staff, phone=where, browser=browser)
    return staff, token


def refuse_overtaken(staff: Staff) -> None:
    """Refuse a password that was right when it was checked, and has been changed, or its account disabled, since."""
    same = (Staff.id == staff.id) & (Staff.password_changed_at == staff.password_changed_at) & Staff.is_active
    if not Staff.select().where(same).exists():
        raise Problem("accounts.sign_in_refused")


def _forget_old() -> None:
    sign_ins.forget_old()
    places.forget_old_browsers()
    tries.forget_old()


def change_password(staff: Staff, current: str, new: str, browser: str) -> str:
    """Change one's own password. Ends every sign-in and starts a new one here; returns its cookie's token.

    Raises Problem accounts.sign_in_refused when the current one is wrong, accounts.too_many_tries, PasswordRefused.
    """
    check_own_password(staff, current)
    if passwords.is_right(staff.password_hash, new):
        raise PasswordRefused("Choose one that is not your current password")
    refuse_weak(staff, new)
    new_hash = passwords.hashed(new)
    with db.atomic():
        refuse_overtaken(staff)
        set_password(staff, new_hash, at=clock.now())
        places.forget_browsers_of(staff)
        audit.write(staff.school_id, staff.id, "staff.password_changed", staff.id)
        return sign_ins.begin(staff, browser=browser)


def check_own_password(staff: Staff, password: str) -> None:
    """Make sure that it is they who sit there. Raises Problem accounts.sign_in_refused, accounts.too_many_tries."""
    attempt = tries.begin(tries.PASSWORD, staff.email)
    if not passwords.is_right(staff.password_hash, password):
        raise Problem("accounts.sign_in_refused")
    tries.went_well(attempt)


def refuse_weak(staff: Staff, password: str) -> None:
    """Raise PasswordRefused for a new password that is too short, too long or too easy to guess."""
    fault = strength.fault_of(password, (staff.name, staff.email, staff.school.name))
    if fault:
        raise PasswordRefused(fault)


def set_password(staff: Staff, password_hash: str, at: datetime) -> None:
    """Keep a new password and end whatever the old one opened, on phones too. Inside the caller's transaction.

    A reset code not used yet is void: changing the password is what its owner is told to do about one.
    """
    Staff.update(password_hash=password_hash, password_changed_at=at).where(Staff.id == staff.id).execute()
    PasswordReset.delete().where(PasswordReset.staff == staff, PasswordReset.used_at.is_null()).execute()
    sign_ins.end_all(staff, by=staff.id)


def void_password(staff: Staff, by: str, why: str) -> None:
    """Let nothing that opened an account open it any more: its owner chooses a password with a new first code.

    Inside the caller's transaction. A second step stays, if there is one.
    """
    Staff.update(password_hash="", password_changed_at=clock.now()).where(Staff.id == staff.id).execute()
    places.forget_browsers_of(staff)
    end_what_it_opened(staff, by, why)
    audit.write(staff.school_id, by, "staff.password_voided", staff.id)


def disable(staff: Staff, by: str) -> None:
    """Shut somebody out everywhere. What they filed, and may still be on a phone, is kept and still arrives."""
    with db.atomic():
        Staff.update(is_active=False).where(Staff.id == staff.id).execute()
        end_what_it_opened(staff, by, "account disabled")
        audit.write(staff.school_id, by, "staff.disabled", staff.id)


def end_what_it_opened(staff: Staff, by: str, why: str) -> None:
    """End sign-ins, codes that nobody used yet, and whatever else an account opened. Inside the caller's transaction.

    What somebody signed with stays known, so that what is still on its way is theirs when it comes.
    """
    sign_ins.end_all(staff, by)
    for codes in (PasswordReset, JoiningCode):
        codes.delete().where(codes.staff == staff, codes.used_at.is_null()).execute()
    for hear in registry.current().when_account_ends:
        hear(staff.id, why)


def enable(staff: Staff, by: str) -> None:
    """Let somebody sign in again. Ended sign-ins and PINs stay ended: they choose a PIN anew on each phone."""
    with db.atomic():
        Staff.update(is_active=True).where(Staff.id == staff.id).execute()
        audit.write(staff.school_id, by, "staff.enabled", staff.id)
