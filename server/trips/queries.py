"""Reads from trips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.problems import Problem
from server.foundation.registry import TripAhead
from server.foundation.rows import Ready, named, select
from server.phones.models import Phone
from server.trips import rules
from server.trips.emergency_rules import emergency_in
from server.trips.models import Pupil, PupilCare, PupilContact, Trip, TripPhone, TripPupil, TripStaff

CARD_AHEAD = timedelta(days=7)
JUST_OVER = timedelta(days=28)
# Longer than a list is good before the first day of its trip, and after the last.
_NEARLY_OUT = timedelta(days=4)
_near = Ready(
    lambda school, first, last: Trip.select().where(
        Trip.school == school, Trip.starts_on <= last, Trip.ends_on >= first
    )
)
_own = Ready(lambda phone: TripPhone.select(TripPhone.trip).where(TripPhone.phone == phone))
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


def trips_of(school: str) -> list[TripSummary]:
    """Every trip of the school, the latest first."""
    return [_summary(trip) for trip in Trip.select().where(Trip.school == school).order_by(Trip.starts_on.desc())]


def find_trip(school: str, trip_id: str) -> TripSummary:
    """One trip of this school. Raises Problem request.not_found, also for another school's."""
    trip = Trip.get_or_none(Trip.id == trip_id, Trip.school == school)
    if trip is None:
        raise Problem("request.not_found")
    return _summary(trip)


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
    ahead = Trip.select().where(Trip.school == school, Trip.ends_on >= clock.today())
    return list(ahead.order_by(Trip.starts_on, Trip.title))


def trips_just_over(school: str) -> list[Trip]:
    """The trips that ended in the last four weeks, the latest first."""
    today = clock.today()
    over = Trip.select().where(Trip.school == school, Trip.ends_on < today, Trip.ends_on >= today - JUST_OVER)
    return list(over.order_by(Trip.ends_on.desc(), Trip.title))


def leaving_today(school: str) -> list[Trip]:
    """The trips whose first day is today."""
    rows = Trip.select().where(Trip.school == school, Trip.starts_on == clock.today())
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
    near = (Trip.starts_on <= today + _NEARLY_OUT, Trip.ends_on >= today - _NEARLY_OUT)
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
    begins = reduce(or_, (Pupil.id.startswith(key[: rules.KEY_DIGITS]) for key in keys))
    return Pupil.select().where(Pupil.school == school, begins)


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


def trips_ahead(school: str, phone: str) -> list[TripAhead]:
    """The trips of today and to come, the nearest first, for whoever lends a phone to somebody."""
    mine = {row.trip_id for row in TripPhone.select().where(TripPhone.phone == phone)}
    return [TripAhead(row.id, f"{row.title}, {_short(row.starts_on)}", row.id in mine) for row in trips_to_come(school)]


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def card_part(school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {trip, trips}; counts and staff, never a pupil.

    `trips` holds those of today and of the week ahead, so that a phone with no signal in the morning knows its trip;
    `own` marks those this phone goes on; `rings` those with a phone that can ring; `emergency` is the number to ring in
    its country, `emergency_known` whether more than that it works from a mobile is known of it. `trip` is today's: the
    phone's own or the only one, otherwise null.
    """
    today = clock.today()
    mine = {row.trip_id for row in _own(phone)} if phone else set()
    near = _near(school, today.isoformat(), (today + CARD_AHEAD).isoformat())
    trips = sorted(near, key=lambda trip: (trip.id not in mine, trip.starts_on, trip.title))
    running = [trip for trip in trips if trip.starts_on <= today]
    own = [trip for trip in running if trip.id in mine]
    todays = own or (running if len(running) == 1 else [])
    ringing = _with_a_phone_that_rings([trip.id for trip in trips]) if trips else set()
    cards = {trip.id: {**_card(_summary(trip)), "own": trip.id in mine, "rings": trip.id in ringing} for trip in trips}
    return {"trip": cards[todays[0].id] if todays else None, "trips": list(cards.values())}


def _with_a_phone_that_rings(trips: list[str]) -> set[str]:
    usable = (TripPhone.trip.in_(trips), Phone.can_ring, Phone.revoked_at.is_null())
    return {row.trip_id for row in TripPhone.select().join(Phone).where(*usable)}


def _card(trip: TripSummary) -> dict[str, Any]:
    emergency = emergency_in(trip.country)
    return {
        "id": trip.id,
        "title": trip.title,
        "place": trip.place,
        "starts_on": trip.starts_on.isoformat(),
        "ends_on": trip.ends_on.isoformat(),
        "pupil_count": trip.pupil_count,
        "staff": trip.staff,
        "country": trip.country,
        "emergency": emergency.number,
        "emergency_known": emergency.is_known,
    }


def _summary(trip: Trip) -> TripSummary:
    rows = _staff_on(trip.id)
    leaders = [row.staff.name for row in rows if row.part == "leader"]
    return TripSummary(
        id=trip.id,
        title=trip.title,
        place=trip.place,
        starts_on=trip.starts_on,
        ends_on=trip.ends_on,
        pupil_count=select("SELECT COUNT(*) FROM trip_pupil WHERE trip_id = ?", trip.id)[0][0],
        staff=[row.staff.name for row in rows],
        leader=leaders[0] if leaders else None,
        when=_when(trip.starts_on, trip.ends_on),
        country=trip.country,
        time_zone=trip.time_zone,
    )


def _when(starts_on: date, ends_on: date) -> str:
    today = clock.today()
    if ends_on < today:
        return "past"
    return "today" if starts_on <= today else "coming"
