"""Resetting a password without e-mail: a one-time code that a colleague makes and reads out, and its one use."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask import current_app

from server.accounts import actions, passwords, places, queries, role_wishes, tries
from server.accounts.code_makers import COMMAND_LINE
from server.accounts.models import PasswordReset, Staff
from server.accounts.one_time_codes import new_code, shown_code, typed_code
from server.accounts.rules import RESET_CODE_LIFE, RESET_TOLD_FOR, may_reset
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem


def make_code(staff: Staff, by: str, *, holds: timedelta = RESET_CODE_LIFE) -> tuple[str, datetime]:
    """Make a reset code and return it with its end; any earlier one is void. Nothing else ends until it is used."""
    code = new_code(secrets.choice)
    now = clock.now()
    expires_at = now + holds
    code_hash = passwords.hashed(code)
    with db.atomic():
        PasswordReset.delete().where(PasswordReset.staff == staff, PasswordReset.used_at.is_null()).execute()
        PasswordReset.create(
            school=staff.school_id, staff=staff, code_hash=code_hash, made_by=by, made_at=now, expires_at=expires_at
        )
        audit.write(staff.school_id, by, "staff.reset_code_made", staff.id)
    return shown_code(code), expires_at


def use_code(email: str, typed: str, password: str) -> None:
    """Set a new password with a reset code. It ends every sign-in of this person.

    Raises Problem accounts.reset_refused, the same for an address nobody has, a wrong code, a used and an old one;
    accounts.too_many_tries; PasswordRefused, upon which the code stays good.
    """
    attempt = tries.begin(tries.RESET_CODE, email)
    staff = Staff.get_or_none(Staff.email == email.strip().lower(), Staff.is_active)
    reset = _live_reset(staff)
    if not passwords.is_right(reset.code_hash if reset else None, typed_code(typed)) or staff is None or reset is None:
        current_app.logger.warning("reset refused")
        raise Problem("accounts.reset_refused")
    tries.went_well(attempt)
    actions.refuse_weak(staff, password)
    new_hash = passwords.hashed(password)
    with db.atomic():
        now = clock.now()
        _spend(reset, at=now)
        actions.set_password(staff, new_hash, at=now)
        places.forget_browsers_of(staff)
        tries.forgive(email)
        audit.write(staff.school_id, staff.id, "staff.password_reset", staff.id, made_by=reset.made_by)


def notices_for(staff: Staff) -> list[str]:
    """What somebody must know of resets of their password: a code that lies unused, and each one used lately."""
    now = clock.now()
    rows = PasswordReset.select().where(PasswordReset.staff == staff).order_by(PasswordReset.made_at)
    return [_in_words(row) for row in rows if now <= (row.used_at + RESET_TOLD_FOR if row.used_at else row.expires_at)]


def _in_words(reset: PasswordReset) -> str:
    who = maker_of(reset)
    if reset.used_at and reset.expires_at - reset.made_at > RESET_CODE_LIFE:
        # Only a new account's first code holds for so long.
        said = f"You chose your password on {clock.in_words(reset.used_at)}, with a first code from {who}."
    elif reset.used_at is None:
        said = f"{who} made a code to reset your password on {clock.in_words(reset.made_at)}. It has not been used."
    else:
        said = f"Your password was reset on {clock.in_words(reset.used_at)}, with a code from {who}."
    return f"{said} If you did not do or ask for that, change your password and tell the headteacher or the DSL."


def last_used(staff: Staff) -> PasswordReset | None:
    """The reset that the password somebody has now came from, if it came from one."""
    reset = _newest(staff, PasswordReset.used_at.is_null(False))
    return reset if reset is not None and reset.used_at >= staff.password_changed_at else None


def maker_of(reset: PasswordReset) -> str:
    """Who made a reset code, by name."""
    maker = Staff.get_or_none(Staff.id == reset.made_by)
    return maker.name if maker else "whoever runs the school’s server"


def _spend(reset: PasswordReset, at: datetime) -> None:
    """Use a code up. Raises Problem accounts.reset_refused when somebody else was a moment faster."""
    unspent = PasswordReset.update(used_at=at).where(PasswordReset.id == reset.id, PasswordReset.used_at.is_null())
    if unspent.execute() != 1:
        raise Problem("accounts.reset_refused")


def _live_reset(staff: Staff | None) -> PasswordReset | None:
    if staff is None:
        return None
    reset = _newest(staff, PasswordReset.used_at.is_null(), PasswordReset.expires_at > clock.now())
    return reset if reset is not None and _is_still_theirs_to_give(reset) else None


def _is_still_theirs_to_give(reset: PasswordReset) -> bool:
    """Whether its maker could make it now: a role given since, or a maker disabled since, leaves no way up."""
    if reset.made_by == COMMAND_LINE:
        return True
    if not Staff.select().where(Staff.id == reset.made_by, Staff.is_active).exists():
        return False
    by = queries.roles_of(reset.made_by)
    if not reset.staff.password_hash:
        return role_wishes.may_begin(reset.made_by, by, reset.staff)
    return may_reset(by, queries.roles_of(reset.staff_id))


def _newest(staff: Staff, *which: object) -> PasswordReset | None:
    rows = PasswordReset.select().where(PasswordReset.staff == staff, *which)
    newest: PasswordReset | None = rows.order_by(PasswordReset.made_at.desc()).first()
    return newest
