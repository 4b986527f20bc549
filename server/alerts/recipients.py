"""From roles to people: who holds them, is not the one concerned, and has an account in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.accounts.models import Staff, StaffRole
from server.accounts.rules import Role, is_in_use
from server.alerts import routing_rules
from server.alerts.models import AlertAdded
from server.foundation import clock, registry

# Of a role that many hold it is not known which of them is concerned.
HELD_BY_MANY = frozenset({Role.STAFF, Role.TRIP_LEADER})
ADDED = "added"


@dataclass(frozen=True)
class Concern:
    """Of which school and trip something is, and whom it is about: none of those is told."""

    school: str
    trip: str | None = None
    about_staff: str | None = None
    about_role: str | None = None

    def holders(self, role: str) -> list[str]:
        """Who holds a role and may be told; the trip leader is the leader of this trip."""
        return [staff for staff in in_use(self.school, role, self.trip) if staff not in self.concerned()]

    def concerned(self) -> frozenset[str]:
        """Whoever it is about, as far as that is known. Holding another role as well makes them no other person."""
        held = set(_holders(self.school, self.about_role)) if self.about_role not in HELD_BY_MANY else set()
        if self.about_role == Role.TRIP_LEADER and self.trip:
            held = set(registry.current().trip_leaders(self.school, self.trip))
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
        if not in_use(concern.school, wanted, concern.trip) and wanted != Role.TRIP_LEADER:
            found.empty.append(wanted)
        for staff in people:
            found.people.setdefault(staff, wanted)
        wanted = None if people else routing_rules.above(wanted)


def in_use(school: str, role: str, trip: str | None = None) -> list[str]:
    """The ids of those who hold a role and whose account is in use, by name."""
    if role == Role.TRIP_LEADER:
        wanted = registry.current().trip_leaders(school, trip) if trip else []
    else:
        wanted = _holders(school, role)
    return usable(school, wanted)


def usable(school: str, wanted: Sequence[str]) -> list[str]:
    """Those of these people who are of the school and whose account is in use, by name."""
    if not wanted:
        return []
    now = clock.now()
    rows = Staff.select().where(Staff.school == school, Staff.id.in_(list(wanted))).order_by(Staff.name, Staff.id)
    return [row.id for row in rows if is_in_use(row, now)]


def in_use_by_role(school: str) -> dict[str, list[str]]:
    """The ids of those whose account is in use, by each role they hold."""
    now, found = clock.now(), dict[str, list[str]]()
    for row in StaffRole.select(StaffRole, Staff).join(Staff).where(Staff.school == school):
        if is_in_use(row.staff, now):
            found.setdefault(row.role, []).append(row.staff_id)
    return found


def _holders(school: str, role: str | None) -> list[str]:
    rows = StaffRole.select(StaffRole.staff).where(StaffRole.school == school, StaffRole.role == role)
    return [row.staff_id for row in rows] if role else []


def added_to(school: str, rows: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """What the school added to these rows: roles by row, and single people."""
    wanted = [row for row in rows if row not in routing_rules.FIXED]
    chosen = AlertAdded.select().where(AlertAdded.school == school, AlertAdded.row.in_(wanted)).order_by(AlertAdded.id)
    roles: dict[str, list[str]] = {}
    people: list[str] = []
    for one in chosen if wanted else ():
        if one.role:
            roles.setdefault(one.row, []).append(one.role)
        elif one.staff_id:
            people.append(one.staff_id)
    return roles, people
