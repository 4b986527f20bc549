"""Roles that take two: one person asks for them, another agrees. And who hands out somebody's first code.

Whoever could give the DSL's role alone, and the password to it, could read what only a DSL reads. So a role above
one's own is asked for, and whoever agrees to it, never whoever asked, hands over the code of a new account. Such a
role is taken away by two as well: whom a concern reaches is not for one person to change. Two are no two where one
made the code with which the other came in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from server.accounts import actions, second_factors
from server.accounts.code_makers import makers
from server.accounts.models import PasswordReset, RoleWish, Staff, StaffRole
from server.accounts.queries import has_second_step, roles_of
from server.accounts.rules import KEEPS_ACCOUNTS, are_two, behind, gives_alone, left_without, may_reset
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
    given, taken = both_waiting_for(staff)
    return taken if takes_away else given


def both_waiting_for(staff: str) -> tuple[frozenset[str], frozenset[str]]:
    """The one and the other."""
    rows = list(RoleWish.select().where(RoleWish.staff == staff, RoleWish.ended_at.is_null()))
    taken = frozenset(row.role for row in rows if row.takes_away)
    return frozenset(row.role for row in rows if not row.takes_away), taken


@dataclass(frozen=True)
class Decided:
    """How many wishes were decided, and how many people have to choose a new password for it."""

    done: int = 0
    start_anew: int = 0


def may_decide(wish: RoleWish, by: str, makers_now: Mapping[str, str]) -> bool:
    """Whether somebody is the second person for a wish: not theirs, not about them, and asked for by somebody else.

    Somebody with a code of theirs is nobody else (`makers_now`: code_makers.makers), nor somebody whose code they had.
    """
    return by != wish.staff_id and are_two(by, wish.wished_by, makers_now)


def decide(school: str, wishes: Collection[str], by: str, *, agrees: bool) -> Decided:
    """Agree to these wishes, or refuse them; nobody decides of their own.

    What is decided already, by somebody a moment faster, stays as it is. Raises Problem access.role_missing and,
    where a role would be taken away that nobody else holds by now, NobodyLeftError.
    """
    done, start_anew = 0, set[str]()
    with db.atomic():
        rows = RoleWish.select().where(RoleWish.school == school, RoleWish.id.in_(list(wishes)))
        makers_now = makers(school)
        for wish in rows.where(RoleWish.ended_at.is_null()):
            if not may_decide(wish, by, makers_now):
                raise Problem("access.role_missing")
            RoleWish.update(ended_by=by, ended_at=clock.now(), is_given=agrees).where(RoleWish.id == wish.id).execute()
            if _carry_out(wish, by, agrees=agrees):
                start_anew.add(wish.staff_id)
            done += 1
    return Decided(done, len(start_anew))


def _carry_out(wish: RoleWish, by: str, *, agrees: bool) -> bool:
    """Returns whether whom it is about has to choose a new password."""
    if not agrees:
        audit.write(wish.school_id, by, "role.refused", wish.staff_id, role=wish.role)
        return False
    if wish.takes_away:
        _refuse_the_last(wish.staff, frozenset({wish.role}))
        actions.take_role(wish.staff, wish.role, by=by)
        return False
    actions.give_role(wish.staff, wish.role, by=by)
    return _starts_anew(wish, by)


def _starts_anew(wish: RoleWish, by: str) -> bool:
    """Whoever asked may hold the account itself, by a code of theirs: then nothing that opened it does any more.

    Whoever agreed hands out a first code. Also one that lies unused is void, unless it is theirs.
    """
    staff = wish.staff
    unused = (PasswordReset.staff == staff) & PasswordReset.used_at.is_null() & (PasswordReset.made_by != by)
    PasswordReset.delete().where(unused).execute()
    ever = makers(wish.school_id, within=None)
    if not staff.password_hash or wish.wished_by not in behind(staff.id, ever):
        return False
    actions.void_password(staff, by, "a role was given")
    if has_second_step(staff.id):
        second_factors.remove_all(staff, by)
    return True


def may_begin(by: str, roles: frozenset[str], staff: Staff) -> bool:
    """Whether somebody hands a new account its first code: whoever may reset it, or agreed to what it may do."""
    return staff.id in begun_by(by, roles, [staff])


def begun_by(by: str, roles: frozenset[str], people: Collection[Staff]) -> set[str]:
    """The ids of those among these to whom somebody in these roles hands a first code."""
    new = [one for one in people if not one.password_hash and one.is_active and one.id != by]
    if not new:
        return set()
    ids, makers_now = [one.id for one in new], makers(new[0].school_id)
    held: dict[str, set[str]] = {one: set() for one in ids}
    for role in StaffRole.select().where(StaffRole.staff.in_(ids)):
        held[role.staff_id].add(role.role)
    asked: set[str] = set()
    own: set[str] = set()
    for wish in RoleWish.select().where(RoleWish.staff.in_(ids), ~RoleWish.takes_away):
        if wish.ended_at is None:
            asked.add(wish.staff_id)
            held[wish.staff_id].add(wish.role)
        if (wish.ended_at is None or wish.is_given) and not are_two(by, wish.wished_by, makers_now):
            own.add(wish.staff_id)
    is_second = bool(roles & set(KEEPS_ACCOUNTS))
    second = set(ids) - asked if is_second else set()
    return (second | {one for one in ids if may_reset(roles, frozenset(held[one]))}) - own


def without_password(school: str) -> list[Staff]:
    """Who has an account that stays, and has chosen no password yet, by name."""
    new = (Staff.password_hash == "") & Staff.is_active & Staff.ends_at.is_null()
    return list(Staff.select().where(Staff.school == school, new).order_by(Staff.name))
