"""Putting pupils on a trip from a list: what would become of each row, then doing it, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping

from server.foundation.database import db
from server.policy import authorities
from server.trips import changes, home_authorities, planning, roster
from server.trips.changes import Save
from server.trips.grid_rules import Grid
from server.trips.match_rules import Known
from server.trips.models import Pupil, TripPupil
from server.trips.planning_rules import Ticks
from server.trips.roll_rules import Here, RollPlan
from server.trips.roll_rules import plan as plan_of


def plan(school: str, trip_id: str, grid: Grid, chosen: Mapping[int, str]) -> RollPlan:
    """What would become of a list. Raises NotRead, and Problem request.not_found."""
    trip = planning.row_of(school, trip_id)
    pupils = [(_known(row), row.class_name) for row in Pupil.select().where(Pupil.school == school)]
    going = {row.pupil_id for row in TripPupil.select(TripPupil.pupil).where(TripPupil.trip == trip)}
    here = Here(pupils, {one.name: one.id for one in authorities.all_of(school)})
    return plan_of(grid, here, going, chosen)


def take_in(trip: tuple[str, str], looked_at: RollPlan, mark: str, by: str) -> tuple[int, int] | None:
    """Put them on a (school, trip), if that is still what was looked at, and say where they live.

    Returns of how many each; None where nothing was done.

    Inside the caller's transaction, in which it was planned. Rows that name nobody are left out: the caller asks first.
    """
    if looked_at.mark != mark:
        return None
    ids = frozenset(looked_at.pupils)
    with db.atomic():
        now = changes.version(trip[1], changes.PUPILS)
        added, _removed = roster.change_pupils(*trip, Ticks(ids, ids), Save(by, now))
        lives = home_authorities.live_in(trip[0], dict(looked_at.homes), by=by)
    return added, lives


def named(school: str, plan_: RollPlan) -> dict[str, Pupil]:
    """The pupils that a plan speaks of, by id."""
    ids = {one.pupil for one in plan_.outcomes if one.pupil} | {one for row in plan_.outcomes for one in row.candidates}
    return {row.id: row for row in Pupil.select().where(Pupil.school == school, Pupil.id.in_(list(ids)))}


def _known(row: Pupil) -> Known:
    return Known(row.id, row.first_name, row.last_name, row.upn, row.admission_number, row.date_of_birth)
