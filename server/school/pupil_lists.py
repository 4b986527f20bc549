"""Bringing a pupil roll in: what would become of it, then doing it, whole or not at all. Nobody is ever taken off."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial
from typing import Any

from server.consent.answer_rules import read_day
from server.foundation import audit, clock
from server.foundation.database import db, new_id
from server.foundation.rows import Rows, select
from server.school.pupil_rules import Here, Plan
from server.school.pupil_rules import plan as plan_of
from server.trips.grid_rules import Grid
from server.trips.match_rules import Known
from server.trips.models import Pupil, Trip, TripPupil

_pupils = Rows(Pupil)
_COUNTED = "SELECT COUNT(*), COUNT(DISTINCT NULLIF(class_name, '')) FROM pupil WHERE school_id = ?"


def plan(school: str, grid: Grid) -> Plan:
    """What would become of a list. Raises NotRead."""
    columns = (Pupil.first_name, Pupil.last_name, Pupil.upn, Pupil.admission_number, Pupil.date_of_birth)
    rows: Iterable[Any] = Pupil.select(Pupil.id, *columns, Pupil.class_name).where(Pupil.school == school).tuples()
    here = [Here(Known(*row[:-1]), row[-1]) for row in rows]
    return plan_of(grid, here, partial(read_day, today=clock.today()))


def take_in(school: str, planned: Plan, by: str) -> None:
    """Do it, inside the transaction in which it was planned; the caller has looked that nothing is wrong."""
    _pupils.insert({"id": new_id(), "school": school, **_as_kept(one.values)} for one in planned.added)
    with db.atomic():
        for one in planned.changed:
            Pupil.update(one.changes).where(Pupil.id == one.pupil, Pupil.school == school).execute()
        counts = {"added": len(planned.added), "changed": len(planned.changed), "missing": len(planned.missing)}
        audit.write(school, by, "pupils.list_taken_in", school, **counts)


def missing(school: str, planned: Plan) -> tuple[list[Pupil], dict[str, list[str]]]:
    """The pupils whom the file leaves out, by name; and of those on a trip that is not over, the trips' titles."""
    ids = set(planned.missing)
    rows = [row for row in Pupil.select().where(Pupil.school == school) if row.id in ids] if ids else []
    return sorted(rows, key=lambda row: (row.last_name, row.first_name)), _on_trips(school, ids)


def _on_trips(school: str, ids: Collection[str]) -> dict[str, list[str]]:
    if not ids:
        return {}
    ahead = (Trip.school == school) & (Trip.ends_on >= clock.today()) & Trip.archived_at.is_null()
    rows: Iterable[Any] = (
        TripPupil.select(TripPupil.pupil, Trip.title).join(Trip).where(ahead).order_by(Trip.starts_on).tuples()
    )
    found: dict[str, list[str]] = {}
    for pupil, title in rows:
        if pupil in ids:
            found.setdefault(pupil, []).append(title)
    return found


def counted(school: str) -> tuple[int, int]:
    """How many pupils are on the roll, and in how many classes."""
    [(pupils, classes)] = select(_COUNTED, school)
    return pupils, classes


def _as_kept(values: dict[str, str | date | None]) -> dict[str, str | None]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
