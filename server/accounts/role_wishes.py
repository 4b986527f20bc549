"""Roles that take two: one person asks for them, another agrees. And who hands out somebody's first code.

Whoever could give the DSL's role alone, and the password to it, could read what only a DSL reads. So a role above
one's own is asked for, and whoever agrees to it, never whoever asked, hands over the code of a new account. Such a
role is taken away by two as well: whom a concern reaches is not for one person to change.
"""

from __future__ import annotations

from collections.abc import Collection

from server.accounts import actions
from server.accounts.models import RoleWish, Staff, StaffRole
from server.accounts.queries import roles_of
from server.accounts.rules import KEEPS_ACCOUNTS, gives_alone, left_without, may_reset
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem

By = tuple[str, frozenset[str]]


class NobodyLeftError(Exception):
    """Nobody else holds these `roles`, without which no school is; nothing was done."""

    def __init__(self, roles: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(roles)))
        self.roles = roles


def give_or_wish(staff: Staff, roles: Collection[str], by: By) -> int:
    """Give these roles, or ask for those that (id, roles) may not give alone. Returns how many wait.

    One that waited to be taken away stays.
    """
    person, held = by
    waits = 0
    with db.atomic():
        asked, leaving = waiting_for(staff.id), waiting_for(staff.id, takes_away=True)
        for role in sorted(roles):
            if role in leaving:
                _withdraw(staff, role, person)
            elif gives_alone(held, role):
                actions.give_role(staff, role, by=person)
            elif role not in asked:
                waits += _wish(staff, role, person)
    return waits


def take_or_wish(staff: Staff, roles: Collection[str], by: By) -> int:
    """Take these roles away, or ask for that where (id, roles) may not alone. Returns how many wait.

    One that waited to be given is not asked for any more. Raises NobodyLeftError.
    """
    person, held = by
    waits = 0
    with db.atomic():
        _refuse_the_last(staff, frozenset(roles))
        asked, coming = waiting_for(staff.id, takes_away=True), waiting_for(staff.id)
        for role in sorted(roles):
            if role in coming:
                _withdraw(staff, role, person)
            elif gives_alone(held, role):
                actions.take_role(staff, role, by=person)
            elif role not in asked:
                waits += _wish(staff, role, person, takes_away=True)
    return waits


def _wish(staff: Staff, role: str, by: str, *, takes_away: bool = False) -> int:
    wish = {"school": staff.school_id, "staff": staff, "role": role, "takes_away": takes_away}
    row = RoleWish.create(**wish, wished_by=by, wished_at=clock.now())
    audit.write(
        staff.school_id, by, "role.wished_away" if takes_away else "role.wished", staff.id, role=role, wish=row.id
    )
    return 1


def _withdraw(staff: Staff, role: str, by: str) -> None:
    """Nobody is asked any more about this role of theirs."""
    which = (RoleWish.staff == staff) & (RoleWish.role == role) & RoleWish.ended_at.is_null()
    RoleWish.update(ended_by=by, ended_at=clock.now()).where(which).execute()
    audit.write(staff.school_id, by, "role.wish_withdrawn", staff.id, role=role)


def _refuse_the_last(staff: Staff, taken: frozenset[str]) -> None:
    """Raise NobodyLeftError where nobody else who has come in holds a role that the school is never without."""
    comes_in = Staff.is_active & (Staff.password_hash != "") & Staff.ends_at.is_null() & (Staff.id != staff.id)
    rows = StaffRole.select(StaffRole.role).join(Staff).where(StaffRole.school == staff.school_id, comes_in).distinct()
    others = [frozenset({row.role for row in rows})]
    held = roles_of(staff.id)
    left = left_without(taken & held, held - taken, others)
    if left:
        raise NobodyLeftError(left)


def waiting(school: str) -> list[RoleWish]:
    """What waits for a second person, with whom it is for, by name."""
    rows = RoleWish.select(RoleWish, Staff).join(Staff).where(RoleWish.school == school, RoleWish.ended_at.is_null())
    return list(rows.order_by(Staff.name, RoleWish.role))


def waiting_for(staff: str, *, takes_away: bool = False) -> frozenset[str]:
    """The roles that wait to be given to one person, or to be taken away from them."""
    waits = RoleWish.ended_at.is_null() & (RoleWish.takes_away == takes_away)
    rows = RoleWish.select(RoleWish.role).where(RoleWish.staff == staff, waits)
    return frozenset(row.role for row in rows)


def decide(school: str, wishes: Collection[str], by: str, *, agrees: bool) -> int:
    """Agree to these wishes, or refuse them; nobody decides of their own. Returns how many it was.

    What is decided already, by somebody a moment faster, stays as it is. Raises Problem access.role_missing and,
    where a role would be taken away that nobody else holds by now, NobodyLeftError.
    """
    done = 0
    with db.atomic():
        rows = RoleWish.select().where(RoleWish.school == school, RoleWish.id.in_(list(wishes)))
        for wish in rows.where(RoleWish.ended_at.is_null()):
            if by in (wish.wished_by, wish.staff_id):
                raise Problem("access.role_missing")
            RoleWish.update(ended_by=by, ended_at=clock.now(), is_given=agrees).where(RoleWish.id == wish.id).execute()
            _carry_out(wish, by, agrees=agrees)
            done += 1
    return done


def _carry_out(wish: RoleWish, by: str, *, agrees: bool) -> None:
    if not agrees:
        audit.write(wish.school_id, by, "role.refused", wish.staff_id, role=wish.role)
    elif wish.takes_away:
        _refuse_the_last(wish.staff, frozenset({wish.role}))
        actions.take_role(wish.staff, wish.role, by=by)
    else:
        actions.give_role(wish.staff, wish.role, by=by)


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
    for wish in RoleWish.select().where(RoleWish.staff.in_(ids), ~RoleWish.takes_away):
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
