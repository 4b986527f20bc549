"""What today's list says of photos: who may be in one for each purpose, never why, and the school's rules for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.consent import authorisations, photo_settings, queries
from server.consent.rules import PURPOSE_NAMES, Verdict
from server.foundation import clock
from server.foundation.registry import PackPart
from server.trips.match_rules import name_key
from server.trips.models import Trip

PHOTO = "photo"
SWIMMING = "swimming"


def pack_part(school: str, trip: str, pupil_ids: list[str], days: tuple[date, date]) -> PackPart:
    """One entry a purpose for each pupil: 0 is no, 1 is yes, a date is yes up to and including that day (R28-R32).

    `days` are the first and the last of the list. What is allowed on the trip stands among the activities (R44).
    """
    found = queries.verdicts_for(school, pupil_ids, PHOTO, days[0])
    column = [[_entry(found[pupil][purpose], days[1]) for purpose in PURPOSE_NAMES] for pupil in pupil_ids]
    activities = authorisations.activities_on(school, trip, days, clock.now())
    allowed = {"activities": _swimming_first(activities) if _swims(trip) else activities}
    return PackPart(column, {"photos": {**photo_settings.of_school(school).as_pack(), **allowed}})


def _swims(trip: str) -> bool:
    return bool(Trip.select().where(Trip.id == trip, Trip.swims).exists())


def _swimming_first(activities: list[list[str]]) -> list[list[str]]:
    """Of a trip that swims: what the school says of it is asked before anything else."""
    return sorted(activities, key=lambda one: name_key(one[0]) != SWIMMING)


def _entry(verdict: Verdict, last_day: date) -> Any:
    if not verdict.may:
        return 0
    return 1 if verdict.until is None or verdict.until >= last_day else verdict.until.isoformat()
