"""The staff of a trip: who leads it, who else goes, and who is rung for it at school."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from server.accounts.models import Staff, StaffRole
from server.accounts.rules import Role
from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips import changes, planning
from server.trips.changes import Save
from server.trips.models import Trip, TripStaff
from server.trips.planning_rules import differences

LEADER, STAFF = "leader", "staff"
NOBODY = ""


@dataclass(frozen=True)
class Team:
    """Ids of staff: `leader` and `base_contact` are "" for nobody; `staff` are those who go besides the leader."""

    leader: str = NOBODY
    staff: frozenset[str] = field(default_factory=frozenset)
    base_contact: str = NOBODY
    number: str = ""

    @property
    def everybody(self) -> set[str]:
        """Who goes."""
        return {one for one in (self.leader, *self.staff) if one}


def team_of(trip: Trip) -> Team:
    """A trip's staff, without supply teachers who joined it by a code: those have a page of their own."""
    rows = TripStaff.select(TripStaff, Staff).join(Staff).where(TripStaff.trip == trip, Staff.ends_at.is_null())
    parts = {row.staff_id: row.part for row in rows.order_by(Staff.name)}
    leader = next((one for one, part in parts.items() if part == LEADER), NOBODY)
    return Team(leader, frozenset(parts) - {leader}, trip.base_contact_id or NOBODY, trip.number_24h)


def may_go(school: str, trip: Trip) -> list[Staff]:
    """Who may be chosen, by name: the staff, and those on the trip already who can no longer sign in."""
    mine = TripStaff.select(TripStaff.staff).where(TripStaff.trip == trip)
    here = Staff.is_active | Staff.id.in_(mine) | (Staff.id == trip.base_contact_id)
    return list(Staff.select().where(Staff.school == school, Staff.ends_at.is_null(), here).order_by(Staff.name))


def base_contacts(school: str) -> set[str]:
    """Who has the role of a base contact."""
    held = StaffRole.select(StaffRole.staff).where(StaffRole.school == school, StaffRole.role == Role.BASE_CONTACT)
    return {row.staff_id for row in held}


def change(school: str, trip_id: str, team: Team, save: Save) -> None:
    """Change it. Raises changes.OvertakenError, and Problem request.refused for somebody who may not be chosen."""
    with db.atomic():
        trip = planning.row_of(school, trip_id)
        was = team_of(trip)
        team = Team(team.leader, team.staff - {team.leader}, team.base_contact, team.number)
        if team == was:
            return
        changes.refuse_overtaken(trip, changes.PEOPLE, save.seen)
        names = {one.id: one.name for one in may_go(school, trip)}
        if not team.everybody | ({team.base_contact} - {NOBODY}) <= names.keys():
            raise Problem("request.refused")
        put(trip, was, team)
        changes.note(trip, changes.PEOPLE, _what(was, team, names), save.by)


def put(trip: Trip, was: Team, team: Team) -> None:
    """Make a trip's staff these, inside the caller's transaction."""
    gone = [one for one in was.everybody if one not in team.everybody or (one == was.leader) != (one == team.leader)]
    if gone:
        TripStaff.delete().where(TripStaff.trip == trip, TripStaff.staff.in_(gone)).execute()
    rows = [
        {"trip": trip.id, "school": trip.school_id, "staff": one, "part": LEADER if one == team.leader else STAFF}
        for one in sorted(team.everybody)
        if one in gone or one not in was.everybody
    ]
    if rows:
        TripStaff.insert_many(rows).execute()
    kept = {"base_contact": team.base_contact or None, "number_24h": team.number}
    Trip.update(kept).where(Trip.id == trip.id).execute()


def _what(was: Team, team: Team, names: dict[str, str]) -> dict[str, Any]:
    added, removed = sorted(team.everybody - was.everybody), sorted(was.everybody - team.everybody)
    sets = {name: ids for name, ids in ((changes.ADDED, added), (changes.REMOVED, removed)) if ids}
    return {**sets, **differences(_in_words(was, names), _in_words(team, names))}


def _in_words(team: Team, names: dict[str, str]) -> dict[str, str]:
    return {
        "leader": names.get(team.leader, ""),
        "base contact": names.get(team.base_contact, ""),
        "24-hour number": team.number,
    }
