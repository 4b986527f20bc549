"""Reads from trips."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, SQL, fn

from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.problems import Problem
from server.foundation.rows import Ready, named, select
from server.phones.models import Phone
from server.trips import rules
from server.trips.models import Pupil, PupilCare, PupilContact, Trip, TripPhone, TripPupil, TripStaff

JUST_OVER = timedelta(days=28)
# Longer than a list is good before the first day of its trip, and after the last.
_NEARLY_OUT = timedelta(days=4)
_staff_on = Ready(
    lambda trip: (
        TripStaff.select(TripStaff, Staff)
        .join(Staff)
        .where(TripStaff.trip == trip)
        .order_by(TripStaff.part, Staff.name)
    )
)


@dataclass(frozen=True)
class TripSummary:
    """A trip with its counts. `when` is today, coming or past."""

    id: str
    title: str
    place: str
    starts_on: date
    ends_on: date
    pupil_count: int
    staff: list[str]
    leader: str | None
    when: str
    country: str
    time_zone: str
    is_archived: bool = False
    leader_ids: frozenset[str] = frozenset()


def find_pupil(school: str, pupil_id: str) -> Pupil:
    """One pupil of this school. Raises Problem request.not_found, also for another school's."""
    pupil: Pupil | None = Pupil.get_or_none(Pupil.id == pupil_id, Pupil.school == school)
    if pupil is None:
        raise Problem("request.not_found")
    return pupil


def find_trip(school: str, trip_id: str) -> TripSummary:
    """One trip of this school. Raises Problem request.not_found, also for another school's."""
    going = TripPupil.select(fn.COUNT(TripPupil.pupil)).where(TripPupil.trip == Trip.id)
    rows = (
        Trip.select(Trip, TripStaff, Staff, going.alias("pupil_count"))
        .join(TripStaff, JOIN.LEFT_OUTER, attr="on_it")
        .join(Staff, JOIN.LEFT_OUTER)
        .where(Trip.id == trip_id, Trip.school == school)
        .order_by(TripStaff.part, Staff.name)
    )
    found = list(rows)
    if not found:
        raise Problem("request.not_found")
    return _summed(found[0], [row.on_it for row in found if getattr(row, "on_it", None)], found[0].pupil_count)


def find_row(school: str, trip_id: str) -> Trip:
    """The row alone of one trip of this school. Raises Problem request.not_found, also for another school's."""
    trip: Trip | None = Trip.get_or_none(Trip.id == trip_id, Trip.school == school)
    if trip is None:
        raise Problem("request.not_found")
    return trip


def is_trip_of(school: str, trip_id: str) -> bool:
    """Whether the school has this trip."""
    return bool(select("SELECT 1 FROM trip WHERE id = ? AND school_id = ?", trip_id, school))


def is_leader(staff_id: str, trip_id: str | None) -> bool:
    """Whether somebody leads this trip."""
    mine = (TripStaff.staff == staff_id, TripStaff.trip == trip_id, TripStaff.part == "leader")
    return trip_id is not None and TripStaff.select().where(*mine).exists()


def leaders_of(school: str, trip_id: str) -> list[str]:
    """The ids of those who lead this trip of the school."""
    rows = TripStaff.select(TripStaff.staff).where(
        TripStaff.school == school, TripStaff.trip == trip_id, TripStaff.part == "leader"
    )
    return [row.staff_id for row in rows]


@dataclass(frozen=True)
class ListFacts:
    """What a trip's list carries (`contacts`, `care`), and for how many of its pupils the school has it."""

    carries: list[str]
    with_contacts: int
    with_care: int
    not_to_ring: int


def list_facts(trip_id: str) -> ListFacts:
    """The facts of one trip's list."""
    trip = Trip.get_by_id(trip_id)
    going = TripPupil.select(TripPupil.pupil).where(TripPupil.trip == trip_id)
    contacts = PupilContact.select().where(PupilContact.pupil.in_(going))
    return ListFacts(
        carries=[name for name, does in (("contacts", trip.carries_contacts), ("care", trip.carries_care)) if does],
        with_contacts=contacts.select(PupilContact.pupil).distinct().count(),
        with_care=PupilCare.select().where(PupilCare.pupil.in_(going)).count(),
        not_to_ring=contacts.where(PupilContact.is_not_to_ring).count(),
    )


def phones_on(trip_id: str) -> list[Phone]:
    """The phones that go on a trip, by name."""
    return list(Phone.select().join(TripPhone).where(TripPhone.trip == trip_id).order_by(Phone.name))


def staff_ids_on(trip_id: str) -> frozenset[str]:
    """The staff on a trip, by their ids."""
    return frozenset(row.staff_id for row in TripStaff.select(TripStaff.staff).where(TripStaff.trip == trip_id))


def trips_to_come(school: str) -> list[Trip]:
    """The trips of today and to come, the nearest first."""
    ahead = Trip.select().where(Trip.school == school, Trip.ends_on >= clock.today(), Trip.archived_at.is_null())
    return list(ahead.order_by(Trip.starts_on, Trip.title))


def trips_just_over(school: str) -> list[Trip]:
    """The trips that ended in the last four weeks, the latest first."""
    today = clock.today()
    over = (Trip.ends_on < today, Trip.ends_on >= today - JUST_OVER, Trip.archived_at.is_null())
    return list(Trip.select().where(Trip.school == school, *over).order_by(Trip.ends_on.desc(), Trip.title))


def leaving_today(school: str) -> list[Trip]:
    """The trips whose first day is today."""
    rows = Trip.select().where(Trip.school == school, Trip.starts_on == clock.today(), Trip.archived_at.is_null())
    return list(rows.order_by(Trip.title))


def window_of(trip: Trip) -> rules.Window:
    """From when until when a trip's phones open, and its list holds."""
    return rules.window(trip.starts_on, trip.ends_on, clock.SCHOOL_TIME)


def opens_at(trip_id: str) -> datetime:
    """From when on a trip's list is handed out."""
    return window_of(Trip.get_by_id(trip_id)).opens


def out_now(school: str) -> list[Trip]:
    """The trips that are out: their lists may be on a phone now, the evening before and the day after included."""
    now, today = clock.now(), clock.today()
    near = (Trip.starts_on <= today + _NEARLY_OUT, Trip.ends_on >= today - _NEARLY_OUT, Trip.archived_at.is_null())
    rows = Trip.select().where(Trip.school == school, *near).order_by(Trip.starts_on, Trip.title, Trip.id)
    return [trip for trip in rows if window_of(trip).has_list_at(now)]


def pupils_out(school: str) -> dict[str, list[str]]:
    """Who is on a trip that is out: pupil -> trips."""
    trips = [trip.id for trip in out_now(school)]
    found: dict[str, list[str]] = {}
    for row in TripPupil.select().where(TripPupil.trip.in_(trips)) if trips else ():
        found.setdefault(row.pupil_id, []).append(row.trip_id)
    return found


def pupils_by_key(trip_id: str, keys: Sequence[str]) -> dict[str, str]:
    """The ids of the pupils on a trip whom these keys of its list name; one that names nobody, or two, is left out."""
    ids = [row.pupil_id for row in TripPupil.select(TripPupil.pupil).where(TripPupil.trip == trip_id)]
    return _ids_of(keys, ids)


def names_by_key(school: str, trip_id: str, keys: Sequence[str]) -> dict[str, str]:
    """The full name behind each key, on the trip or else anywhere in the school; in words where there is none."""
    if not keys:
        return {}
    going = Pupil.select().join(TripPupil).where(TripPupil.trip == trip_id, Pupil.school == school)
    rows = {row.id: row for row in going}
    here = _ids_of(keys, list(rows))
    lacking = [key for key in keys if key not in here]
    others = {row.id: row for row in _of_keys(school, lacking)} if lacking else {}
    named, rows = {**_ids_of(lacking, list(others)), **here}, {**rows, **others}
    return {
        key: f"{rows[named[key]].first_name} {rows[named[key]].last_name}" if named.get(key) in rows else "Nobody known"
        for key in keys
    }


def _of_keys(school: str, keys: Sequence[str]) -> Any:
    """The pupils of a school whose ids begin as these keys do, however many that are."""
    begins = json.dumps([key[: rules.KEY_DIGITS] for key in keys])
    among = SQL("(SELECT value FROM json_each(?))", [begins])
    return Pupil.select().where(Pupil.school == school, fn.SUBSTR(Pupil.id, 1, rules.KEY_DIGITS).in_(among))


def _ids_of(keys: Sequence[str], ids: Sequence[str]) -> dict[str, str]:
    by_start: dict[str, list[str]] = {}
    for one in ids:
        by_start.setdefault(one[: rules.KEY_DIGITS], []).append(one)
    found = {
        key: [one for one in by_start.get(key[: rules.KEY_DIGITS], ()) if one.replace("-", "").startswith(key)]
        for key in keys
    }
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


def titles_of(school: str, among: Iterable[str | None] | None = None) -> dict[str, str]:
    """The titles of these trips by their ids; of every trip where none are named."""
    return named(Trip, Trip.title, school, among)


def summary_of(trip: Trip) -> TripSummary:
    """A trip as every page has it."""
    count = select("SELECT COUNT(*) FROM trip_pupil WHERE trip_id = ?", trip.id)[0][0]
    return _summed(trip, _staff_on(trip.id), count)


def _summed(trip: Trip, rows: Sequence[TripStaff], pupil_count: int) -> TripSummary:
    leaders = [row.staff for row in rows if row.part == "leader"]
    return TripSummary(
        id=trip.id,
        title=trip.title,
        place=trip.place,
        starts_on=trip.starts_on,
        ends_on=trip.ends_on,
        pupil_count=pupil_count,
        staff=[row.staff.name for row in rows],
        leader=leaders[0].name if leaders else None,
        when=when_of(trip.starts_on, trip.ends_on),
        country=trip.country,
        time_zone=trip.time_zone,
        is_archived=trip.archived_at is not None,
        leader_ids=frozenset(leader.id for leader in leaders),
    )


def when_of(starts_on: date, ends_on: date) -> str:
    """Whether these days are past, today or coming."""
    today = clock.today()
    if ends_on < today:
        return "past"
    return "today" if starts_on <= today else "coming"
