"""A printed sheet of ten one-time codes, the second step that needs no device."""

from __future__ import annotations

import secrets

from server.accounts import passwords
from server.accounts.models import SheetCode, Staff
from server.accounts.one_time_codes import new_code, shown_code, typed_code
from server.accounts.rules import CODES_A_SHEET
from server.foundation import audit, clock
from server.foundation.database import db


def make(staff: Staff) -> list[str]:
    """Make a sheet and return its codes, to be shown this once. The old sheet ends."""
    codes = [new_code(secrets.choice) for _ in range(CODES_A_SHEET)]
    first = passwords.hashed(codes[0])
    hashes = [first, *(passwords.hashed_like(first, code) for code in codes[1:])]
    now = clock.now()
    with db.atomic():
        SheetCode.delete().where(SheetCode.staff == staff).execute()
        rows = [{"code_hash": kept, "school": staff.school_id, "staff": staff, "made_at": now} for kept in hashes]
        SheetCode.insert_many(rows).execute()
        audit.write(staff.school_id, staff.id, "staff.codes_made", staff.id)
    return [shown_code(code) for code in codes]


def left(staff: Staff) -> int | None:
    """How many codes of somebody's sheet are unused; None without a sheet."""
    used = [row.used_at for row in SheetCode.select().where(SheetCode.staff == staff)]
    return used.count(None) if used else None


def find(staff: Staff, typed: str) -> SheetCode | None:
    """The unused code somebody typed. One check, whether it is right, used, or nearly right."""
    on_sheet = SheetCode.select().where(SheetCode.staff == staff)
    any_of_them = on_sheet.first()
    if any_of_them is None:
        return None
    typed_hash = passwords.hashed_like(any_of_them.code_hash, typed_code(typed))
    found: SheetCode | None = on_sheet.where(SheetCode.code_hash == typed_hash, SheetCode.used_at.is_null()).first()
    return found


def spend(code: SheetCode) -> bool:
    """Use a code up, inside the caller's transaction. False when another request was a moment faster."""
    unspent = (SheetCode.code_hash == code.code_hash) & SheetCode.used_at.is_null()
    return bool(SheetCode.update(used_at=clock.now()).where(unspent).execute() == 1)


def remove(staff: Staff) -> None:
    """End somebody's own sheet."""
    with db.atomic():
        SheetCode.delete().where(SheetCode.staff == staff).execute()
        audit.write(staff.school_id, staff.id, "staff.codes_removed", staff.id)
