"""Bringing a list of staff in: what would become of it, then doing it, whole or not at all. Nobody loses an account."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from server.accounts import actions, role_wishes
from server.accounts.models import RoleWish, Staff, StaffRole
from server.accounts.rules import gives_alone
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.school.staff_rules import Account, Plan
from server.school.staff_rules import plan as plan_of
from server.trips.grid_rules import Grid
from server.trips.models import Trip, TripStaff


def plan(school: str, grid: Grid) -> Plan:
    """What would become of a list. Raises NotRead."""
    stay = (Staff.school == school) & Staff.ends_at.is_null()
    roles: dict[str, set[str]] = {}
    wished = (RoleWish.school == school) & RoleWish.ended_at.is_null() & ~RoleWish.takes_away
    waits = RoleWish.select(RoleWish.staff, RoleWish.role).where(wished)
    held = StaffRole.select(StaffRole.staff, StaffRole.role).where(StaffRole.school == school)
    for staff, role in (*held.tuples(), *waits.tuples()):
        roles.setdefault(staff, set()).add(role)
    accounts = [
        Account(row.id, row.name, row.email, frozenset(roles.get(row.id, ())), row.is_active)
        for row in Staff.select().where(stay).order_by(Staff.name)
    ]
    others: Iterable[Any] = Staff.select(Staff.email).where(~stay).tuples()
    elsewhere = {email for (email,) in others}
    return plan_of(grid, accounts, elsewhere)


def take_in(planned: Plan, by: Person) -> int:
    """Do it, inside the transaction in which it was planned. Returns how many roles wait for a second person."""
    waits = 0
    with db.atomic():
        for one in planned.added:
            staff = actions.add_without_password(by.school, one.name, one.email, by.id)
            waits += role_wishes.give_or_wish(staff, one.roles, (by.id, by.roles))
        for one in planned.changed:
            staff = Staff.get(Staff.id == one.staff, Staff.school == by.school)
            if one.was_named:
                Staff.update(name=one.name).where(Staff.id == staff.id).execute()
                audit.write(by.school, by.id, "staff.renamed", staff.id)
            waits += role_wishes.give_or_wish(staff, one.roles, (by.id, by.roles))
        counts = {"added": len(planned.added), "changed": len(planned.changed), "missing": len(planned.missing)}
        audit.write(by.school, by.id, "staff.list_taken_in", by.school, **counts)
    return waits


def waits_among(planned: Plan, roles: frozenset[str]) -> set[str]:
    """Of the roles that a list gives, those that somebody in these roles may only ask for."""
    given = {role for one in (*planned.added, *planned.changed) for role in one.roles}
    return {role for role in given if not gives_alone(roles, role)}


def on_trips(school: str, people: Collection[str]) -> dict[str, list[str]]:
    """The titles of the trips, not over yet, that each of these people is on."""
    if not people:
        return {}
    ahead = (Trip.school == school) & (Trip.ends_on >= clock.today()) & Trip.archived_at.is_null()
    rows: Iterable[Any] = (
        TripStaff.select(TripStaff.staff, Trip.title).join(Trip).where(ahead).order_by(Trip.starts_on).tuples()
    )
    found: dict[str, list[str]] = {}
    for staff, title in rows:
        if staff in people:
            found.setdefault(staff, []).append(title)
    return found
