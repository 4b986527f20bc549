"""Roles that take two: one person asks for them, another agrees. And who hands out somebody's first code.

Whoever could give the DSL's role alone, and the password to it, could read what only a DSL reads. So a role above
one's own is asked for, and whoever agrees to it, never whoever asked, hands over the code of a new account.
"""

from __future__ import annotations

from collections.abc import Collection

from server.accounts import actions
from server.accounts.models import RoleWish, Staff, StaffRole
from server.accounts.rules import KEEPS_ACCOUNTS, gives_alone, may_reset
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem


def give_or_wish(staff: Staff, roles: Collection[str], by: tuple[str, frozenset[str]]) -> int:
    """Give these roles, or ask for those that (id, roles) may not give alone. Returns how many wait."""
    person, held = by
    waits = 0
    with db.atomic():
        asked = waiting_for(staff.id)
        for role in sorted(roles):
            if gives_alone(held, role):
                actions.give_role(staff, role, by=person)
            elif role not in asked:
                row = RoleWish.create(
                    school=staff.school_id, staff=staff, role=role, wished_by=person, wished_at=clock.now()
                )
                audit.write(staff.school_id, person, "role.wished", staff.id, role=role, wish=row.id)
                waits += 1
    return waits


def waiting(school: str) -> list[RoleWish]:
    """What waits for a second person, with whom it is for, by name."""
    rows = RoleWish.select(RoleWish, Staff).join(Staff).where(RoleWish.school == school, RoleWish.ended_at.is_null())
    return list(rows.order_by(Staff.name, RoleWish.role))


def waiting_for(staff: str) -> frozenset[str]:
    """The roles that wait for one person."""
    rows = RoleWish.select(RoleWish.role).where(RoleWish.staff == staff, RoleWish.ended_at.is_null())
    return frozenset(row.role for row in rows)


def decide(school: str, wishes: Collection[str], by: str, *, agrees: bool) -> int:
    """Agree to these wishes, or refuse them; nobody decides of their own. Returns how many it was.

    What is decided already, by somebody a moment faster, stays as it is. Raises Problem access.role_missing.
    """
    done = 0
    with db.atomic():
        rows = RoleWish.select().where(RoleWish.school == school, RoleWish.id.in_(list(wishes)))
        for wish in rows.where(RoleWish.ended_at.is_null()):
            if by in (wish.wished_by, wish.staff_id):
                raise Problem("access.role_missing")
            RoleWish.update(ended_by=by, ended_at=clock.now(), is_given=agrees).where(RoleWish.id == wish.id).execute()
            if agrees:
                actions.give_role(wish.staff, wish.role, by=by)
            else:
                audit.write(school, by, "role.refused", wish.staff_id, role=wish.role)
            done += 1
    return done


def may_begin(by: str, roles: frozenset[str], staff: Staff) -> bool:
    """Whether somebody hands a new account its first code: whoever may reset it, or agreed to what it may do."""
    return staff.id in begun_by(by, roles, [staff])


def begun_by(by: str, roles: frozenset[str], people: Collection[Staff]) -> set[str]:
    """The ids of those among these to whom somebody in these roles hands a first code."""
    new = [one for one in people if not one.password_hash and one.is_active and one.id != by]
    ids = [one.id for one in new]
    held: dict[str, set[str]] = {one: set() for one in ids}
    for role in StaffRole.select().where(StaffRole.staff.in_(ids)):
        held[role.staff_id].add(role.role)
    asked: set[str] = set()
    own: set[str] = set()
    for wish in RoleWish.select().where(RoleWish.staff.in_(ids)):
        if wish.ended_at is None:
            asked.add(wish.staff_id)
            held[wish.staff_id].add(wish.role)
        elif wish.is_given and wish.wished_by == by:
            own.add(wish.staff_id)
    is_second = bool(roles & set(KEEPS_ACCOUNTS))
    second = set(ids) - asked - own if is_second else set()
    return second | {one for one in ids if may_reset(roles, frozenset(held[one]))}


def without_password(school: str) -> list[Staff]:
    """Who has an account that stays, and has chosen no password yet, by name."""
    new = (Staff.password_hash == "") & Staff.is_active & Staff.ends_at.is_null()
    return list(Staff.select().where(Staff.school == school, new).order_by(Staff.name))
