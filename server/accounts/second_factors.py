"""The second step at sign-in: after the right password, a passkey or a one-time code; and losing it.

Whoever has one is not signed in by the password: that is remembered in the browser's session for five minutes, and
what the second step is tried for is counted apart from passwords, so that a right password forgives no wrong code.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, session

from server.accounts import actions, code_sheets, passkeys, places, sign_ins, tries
from server.accounts.models import (
    Challenge,
    Passkey,
    SecondFactorRemoval,
    SecondFactorRules,
    SheetCode,
    Staff,
    StaffRole,
)
from server.accounts.queries import has_second_step
from server.accounts.rules import FEW_CODES, RESET_TOLD_FOR, SECOND_STEP_ROLES, SECOND_STEP_WITHIN
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem

_KEPT_AS = "password_was_right"


def remember_password(staff: Staff) -> None:
    """Note in this browser's session that the password was right."""
    changed_at = clock.as_text(staff.password_changed_at)
    session[_KEPT_AS] = {"staff": staff.id, "at": clock.as_text(clock.now()), "password": changed_at}


def waiting_here() -> Staff | None:
    """Who gave the right password in this browser and has still to take the second step.

    None after five minutes, when the password was changed or the account disabled meanwhile, or the second step went.
    """
    kept = session.get(_KEPT_AS)
    if kept is None or clock.now() - clock.from_text(kept["at"]) > SECOND_STEP_WITHIN:
        return None
    staff: Staff | None = Staff.get_or_none(Staff.id == kept["staff"], Staff.is_active)
    if staff is None or clock.as_text(staff.password_changed_at) != kept["password"]:
        return None
    return staff if has_second_step(staff.id) else None


def enter_with_code(staff: Staff, typed: str, browser: str) -> str:
    """Start a sign-in with a one-time code; returns the cookie's token.

    Raises Problem accounts.second_step_refused, the same for a wrong, a used and another's; accounts.too_many_tries.
    """
    attempt = tries.begin(tries.SECOND_STEP, staff.email)
    code = code_sheets.find(staff, typed)
    if code is None:
        current_app.logger.warning("second step refused: no such code")
        raise Problem("accounts.second_step_refused")
    return _enter(staff, attempt, lambda: code_sheets.spend(code), browser)


def enter_with_key(staff: Staff, answer: str, browser: str) -> str:
    """Start a sign-in with a passkey's answer (JSON); returns the cookie's token. Raises as `enter_with_code`."""
    attempt = tries.begin(tries.SECOND_STEP, staff.email)
    key, count = passkeys.check(staff, answer)
    return _enter(staff, attempt, lambda: passkeys.note_use(key, count), browser)


def _enter(staff: Staff, attempt: tries.Try, spend: Callable[[], bool], browser: str) -> str:
    with db.atomic():
        actions.refuse_overtaken(staff)
        if not spend():
            raise Problem("accounts.second_step_refused")
        tries.went_well(attempt)
        audit.write(staff.school_id, staff.id, "staff.second_step_taken", staff.id)
        return sign_ins.begin(staff, browser=browser)


def remove_all(staff: Staff, by: str) -> None:
    """Take away whatever second step somebody has, as when it is lost. It ends every sign-in of theirs."""
    with db.atomic():
        for table in (Passkey, SheetCode, Challenge):
            table.delete().where(table.staff == staff).execute()
        SecondFactorRemoval.create(school=staff.school_id, staff=staff, removed_by=by, removed_at=clock.now())
        places.forget_browsers_of(staff)
        sign_ins.end_all(staff, by)
        audit.write(staff.school_id, by, "staff.second_step_removed", staff.id)


def notices_for(staff: Staff) -> list[str]:
    """What somebody must know: who took their second step away lately, and that their codes run out."""
    since = clock.now() - RESET_TOLD_FOR
    removals = SecondFactorRemoval.select().where(
        SecondFactorRemoval.staff == staff, SecondFactorRemoval.removed_at > since
    )
    told = [_in_words(row) for row in removals.order_by(SecondFactorRemoval.removed_at)]
    left = code_sheets.left(staff)
    if left == 0 and not passkeys.of(staff):
        told.append("Your last one-time code is used. Make a new sheet now: without one you cannot sign in again.")
    elif left is not None and left <= FEW_CODES:
        told.append(f"One-time codes left on your sheet: {left}. Make a new one in good time.")
    return told


def _in_words(removal: SecondFactorRemoval) -> str:
    remover = Staff.get_or_none(Staff.id == removal.removed_by)
    who = remover.name if remover else "Whoever runs the school’s server"
    at = clock.in_words(removal.removed_at)
    return (
        f"{who} removed your second step at sign-in on {at}. "
        "If you did not ask for that, change your password and tell the headteacher or the DSL."
    )


def is_required(school: str) -> bool:
    """Whether the school has some roles (SECOND_STEP_ROLES) have a second step."""
    rules = SecondFactorRules.get_or_none(SecondFactorRules.school == school)
    return bool(rules and rules.is_required)


def without_one(school: str) -> list[str]:
    """The names of those in these roles who have no second step yet."""
    held = StaffRole.select(StaffRole.staff).where(StaffRole.role.in_(SECOND_STEP_ROLES))
    has_one = [table.select(table.staff).where(table.school == school) for table in (Passkey, SheetCode)]
    rows = Staff.select().where(Staff.school == school, Staff.is_active, Staff.id.in_(held)).order_by(Staff.name)
    return [row.name for row in rows.where(*(Staff.id.not_in(several) for several in has_one))]
