"""From roles to people: who holds them, is not the one concerned, and has an account in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from server.accounts.models import Staff, StaffRole
from server.accounts.rules import Role, is_in_use
from server.alerts import routing_rules
from server.alerts.settings import ADDED as ADDED_TO_TABLE
from server.foundation import clock, registry
from server.foundation.rows import Ready
from server.policy import versions

# Of a role that many hold it is not known which of them is concerned.
HELD_BY_MANY = frozenset({Role.STAFF, Role.TRIP_LEADER})
ADDED = "added"


_staff_in_roles = Ready(
    lambda school: (
        StaffRole.select(StaffRole, Staff)
        .join(Staff)
        .where(StaffRole.school == school, StaffRole.role != Role.STAFF)
        .order_by(Staff.name, Staff.id)
    )
)


class Roll:
    """Who at a school holds which role, by name, read once. Those with none but staff are not on it."""

    def __init__(self, school: str) -> None:
        now = clock.now()
        rows = _staff_in_roles(school)
        self._holding = [(row.role, row.staff_id) for row in rows]
        self._in_use = {row.staff_id for row in rows if row.staff.school_id == school and is_in_use(row.staff, now)}

    def holders(self, role: str | None) -> list[str]:
        """Whoever holds it, an account in use or not."""
        return [staff for held, staff in self._holding if held == role]

    def in_use(self, role: str) -> list[str]:
        """Those of them whose account is in use."""
        return [staff for staff in self.holders(role) if staff in self._in_use]


@dataclass(frozen=True)
class Concern:
    """Of which school and trip something is, and whom it is about: none of those is told."""

    school: str
    trip: str | None = None
    about_staff: str | None = None
    about_role: str | None = None

    @cached_property
    def _roll(self) -> Roll:
        return Roll(self.school)

    @cached_property
    def _leaders(self) -> list[str]:
        return registry.current().trip_leaders(self.school, self.trip) if self.trip else []

    def in_use(self, role: str) -> list[str]:
        """Who holds a role, by an account in use; the trip leader is the leader of this trip."""
        if role in HELD_BY_MANY:
            return usable(self.school, self._leaders if role == Role.TRIP_LEADER else _every_holder(self.school, role))
        return self._roll.in_use(role)

    def holders(self, role: str) -> list[str]:
        """Those of them who may be told."""
        return [staff for staff in self.in_use(role) if staff not in self.concerned]

    @cached_property
    def concerned(self) -> frozenset[str]:
        """Whoever it is about, as far as that is known. Holding another role as well makes them no other person."""
        held = set(self._roll.holders(self.about_role)) if self.about_role not in HELD_BY_MANY else set()
        if self.about_role == Role.TRIP_LEADER:
            held = set(self._leaders)
        return frozenset(held | ({self.about_staff} if self.about_staff else set()))


@dataclass
class Found:
    """Who is told, each with the role in which; and the roles that nobody at the school holds."""

    people: dict[str, str]
    empty: list[str]


def find(concern: Concern, roles: Iterable[str]) -> Found:
    """Everybody in these roles; in place of a role with nobody to tell, the next above it."""
    found = Found({}, [])
    for role in roles:
        _add(found, concern, role)
    return found


def _add(found: Found, concern: Concern, role: str) -> None:
    wanted: str | None = role
    while wanted is not None:
        people = concern.holders(wanted)
        if not concern.in_use(wanted) and wanted != Role.TRIP_LEADER:
            found.empty.append(wanted)
        for staff in people:
            found.people.setdefault(staff, wanted)
        wanted = None if people else routing_rules.above(wanted)


def usable(school: str, wanted: Sequence[str]) -> list[str]:
    """Those of these people who are of the school and whose account is in use, by name."""
    if not wanted:
        return []
    now = clock.now()
    rows = Staff.select().where(Staff.school == school, Staff.id.in_(list(wanted))).order_by(Staff.name, Staff.id)
    return [row.id for row in rows if is_in_use(row, now)]


def _every_holder(school: str, role: str) -> list[str]:
    rows = StaffRole.select(StaffRole.staff).where(StaffRole.school == school, StaffRole.role == role)
    return [row.staff_id for row in rows]


def added_to(school: str, rows: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """What the school added to these rows: roles by row, and single people."""
    wanted = [row for row in rows if row not in routing_rules.FIXED]
    chosen = versions.value(school, ADDED_TO_TABLE) if wanted else []
    roles: dict[str, list[str]] = {}
    people: list[str] = []
    for one in (one for one in chosen if one["row"] in wanted):
        if one["role"]:
            roles.setdefault(one["row"], []).append(one["role"])
        elif one["staff"]:
            people.append(one["staff"])
    return roles, people
