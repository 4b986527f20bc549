"""A trip's plan: where it goes on which day, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips import changes, planning
from server.trips.changes import Save
from server.trips.models import Trip
from server.trips.planning_models import TripPlace
from server.trips.planning_rules import day_in_words, differences, place_order

MOST_PLACES = 300
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Place:
    """One entry; `at` is a time such as "09:30" or ""."""

    day: date
    at: str
    words: str

    def in_words(self) -> dict[str, str]:
        """As the history tells of it."""
        return {"plan": f"{day_in_words(self.day)}{f', {self.at}' if self.at else ''}: {self.words}"}


def places_of(trip_id: str) -> list[TripPlace]:
    """The whole plan, in order."""
    rows = TripPlace.select().where(TripPlace.trip == trip_id)
    return list(rows.order_by(TripPlace.day, TripPlace.position, TripPlace.id))


def find(trip: Trip, place_id: str) -> TripPlace:
    """One entry of a trip. Raises Problem request.not_found."""
    row: TripPlace | None = TripPlace.get_or_none(TripPlace.id == place_id, TripPlace.trip == trip)
    if row is None:
        raise Problem("request.not_found")
    return row


def as_place(row: TripPlace) -> Place:
    """What an entry says."""
    return Place(row.day, row.at, row.words)


def add(school: str, trip_id: str, place_id: str, place: Place, *, by: str) -> None:
    """Add an entry under an id made with its form, so that a form sent twice adds one."""
    with db.atomic():
        trip = planning.row_of(school, trip_id)
        if TripPlace.get_or_none(TripPlace.id == place_id) is not None:
            return
        if TripPlace.select().where(TripPlace.trip == trip).count() >= MOST_PLACES:
            raise Problem("request.refused")
        _insert(trip, place_id, place)
        changes.note(trip, changes.PLAN, {"plan": ["", *place.in_words().values()]}, by)


def change(school: str, trip_id: str, place_id: str, to: tuple[Place, Save]) -> None:
    """Change an entry. Raises changes.OvertakenError."""
    place, save = to
    with db.atomic():
        trip = planning.row_of(school, trip_id)
        row = find(trip, place_id)
        what = differences(as_place(row).in_words(), place.in_words())
        if not what:
            return
        changes.refuse_overtaken(trip, changes.PLAN, save.seen)
        row.delete_instance()
        _insert(trip, place_id, place)
        changes.note(trip, changes.PLAN, dict(what), save.by)


def remove(school: str, trip_id: str, place_id: str, by: str) -> None:
    """Take an entry out; the history keeps what it said. A second time changes nothing."""
    with db.atomic():
        trip = planning.row_of(school, trip_id)
        row = TripPlace.get_or_none(TripPlace.id == place_id, TripPlace.trip == trip)
        if row is None:
            return
        row.delete_instance()
        changes.note(trip, changes.PLAN, {"plan": [*as_place(row).in_words().values(), ""]}, by)


def move_up(school: str, trip_id: str, place_id: str, by: str) -> None:
    """Put an entry before the one above it on its day; the first of a day stays."""
    with db.atomic():
        trip = planning.row_of(school, trip_id)
        row = find(trip, place_id)
        days = [one.id for one in places_of(trip_id) if one.day == row.day]
        at = days.index(row.id)
        if at == 0:
            return
        days[at - 1], days[at] = days[at], days[at - 1]
        for position, one in enumerate(days):
            TripPlace.update(position=position).where(TripPlace.id == one).execute()
        words = next(iter(as_place(row).in_words().values()))
        changes.note(trip, changes.PLAN, {"order": [words, "one earlier"]}, by)


def _insert(trip: Trip, place_id: str, place: Place) -> None:
    days = TripPlace.select().where(TripPlace.trip == trip, TripPlace.day == place.day)
    position = place_order([(row.at, row.position) for row in days], place.at)
    later = (TripPlace.trip == trip, TripPlace.day == place.day, TripPlace.position >= position)
    TripPlace.update(position=TripPlace.position + 1).where(*later).execute()
    kept = {"day": place.day, "at": place.at, "words": place.words, "position": position}
    TripPlace.create(id=place_id, school=trip.school_id, trip=trip, **kept)
