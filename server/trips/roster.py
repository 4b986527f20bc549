"""Who and what goes on a trip by ticks: pupils and phones, put on and taken off, also while it is out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from server.foundation import clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.phones.models import Phone
from server.trips import changes, planning
from server.trips.changes import Save
from server.trips.models import Pupil, Trip, TripPhone, TripPupil
from server.trips.planning_rules import Ticks
from server.trips.queries import window_of

LONGEST_WHY = 500


class WhyNeededError(Exception):
    """Somebody or something would come off a trip that is out, and nobody said why; nothing was saved."""


@dataclass(frozen=True)
class _Side:
    part: str
    model: Any
    link: Any
    column: str


_PUPILS = _Side(changes.PUPILS, Pupil, TripPupil, "pupil")
_PHONES = _Side(changes.PHONES, Phone, TripPhone, "phone")


def is_out(trip: Trip) -> bool:
    """Whether its list may be on a phone now, from the evening before: whoever comes off it then needs a reason."""
    return window_of(trip).has_list_at(clock.now())


def change_pupils(school: str, trip_id: str, ticks: Ticks, save: Save) -> tuple[int, int]:
    """Put pupils on and take others off. Returns how many of each.

    Raises changes.OvertakenError, WhyNeededError, and Problem request.refused for a pupil of another school.
    """
    return _change(_PUPILS, (school, trip_id), ticks, save)


def change_phones(school: str, trip_id: str, ticks: Ticks, save: Save) -> tuple[int, int]:
    """The same of phones."""
    return _change(_PHONES, (school, trip_id), ticks, save)


def _change(side: _Side, key: tuple[str, str], ticks: Ticks, save: Save) -> tuple[int, int]:
    with db.atomic():
        trip = planning.row_of(*key)
        added, removed = ticks.changes(_now(side, trip))
        if not added and not removed:
            return 0, 0
        changes.refuse_overtaken(trip, side.part, save.seen)
        _judge(side, trip, added)
        if removed and is_out(trip) and not save.why:
            raise WhyNeededError
        put_on(side.link, side.column, trip, added)
        if removed:
            side.link.delete().where(side.link.trip == trip, getattr(side.link, side.column).in_(removed)).execute()
        what = {name: ids for name, ids in ((changes.ADDED, added), (changes.REMOVED, removed)) if ids}
        changes.note(trip, side.part, what, save.by, why=save.why if removed else "")
    return len(added), len(removed)


def put_on(link: Any, column: str, trip: Trip, ids: Collection[str]) -> None:
    """Put pupils or phones on a trip, inside the caller's transaction."""
    rows = [{"trip": trip.id, "school": trip.school_id, column: one} for one in ids]
    if rows:
        link.insert_many(rows).execute()


def _now(side: _Side, trip: Trip) -> frozenset[str]:
    rows = side.link.select(getattr(side.link, side.column)).where(side.link.trip == trip)
    return frozenset(getattr(row, f"{side.column}_id") for row in rows)


def _judge(side: _Side, trip: Trip, added: Collection[str]) -> None:
    ours = side.model.select().where(side.model.school == trip.school_id, side.model.id.in_(list(added)))
    if ours.count() != len(added):
        raise Problem("request.refused")
