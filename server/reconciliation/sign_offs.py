"""Which trips somebody checked off, and which came open again since something came late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from server.foundation.database import instant_of
from server.foundation.problems import Problem
from server.foundation.rows import marks_for, select
from server.reconciliation.check_off_models import TripSignOff

SIGNED_OFF, REOPENED = "signed_off", "reopened"
MOST_ASKED = 200
LATEST = "number = (SELECT MAX(number) FROM trip_sign_off last WHERE last.trip_id = trip_sign_off.trip_id)"
# What turned out to be for the chair of governors alone reopens nothing that others can see.
COUNTS = """
sign_off_id = trip_sign_off.n AND NOT EXISTS (
  SELECT 1 FROM envelope JOIN opening ON envelope_id = envelope.n
  WHERE envelope.school_id = trip_reopening.school_id AND envelope.id = record
    AND envelope.digest = trip_reopening.digest AND (state = 'chair' OR instr(flags, 'chair.only') > 0))"""
_STATES = f"""
SELECT trip_id, EXISTS (SELECT 1 FROM trip_reopening WHERE {COUNTS})
FROM trip_sign_off WHERE school_id = ? AND {LATEST}
"""
_REOPENED_BY = f"""
SELECT why, phone, trip_reopening.at FROM trip_reopening JOIN trip_sign_off ON {COUNTS}
WHERE trip_sign_off.n = ? ORDER BY trip_reopening.n
"""


def states(school: str, trips: Collection[str]) -> dict[str, str]:
    """By trip, `signed_off` or `reopened`; trips never signed off are left out."""
    wanted = list(set(trips))
    # More than a page of them are as quickly told apart here.
    some = len(wanted) <= MOST_ASKED
    sql = f"{_STATES} AND trip_id IN ({marks_for(wanted)})" if some else _STATES
    found = dict(select(sql, school, *(wanted if some else ())))
    return {trip: REOPENED if found[trip] else SIGNED_OFF for trip in wanted if trip in found}


def reopened_by(sign_off: int) -> list[tuple[str, str, datetime]]:
    """What came after a trip was signed off, as (came or told, phone, when), the first first."""
    return [(why, phone, instant_of(at)) for why, phone, at in select(_REOPENED_BY, sign_off)]


def latest(school: str, trip: str) -> TripSignOff | None:
    """The last time a trip was signed off."""
    mine = TripSignOff.select().where(TripSignOff.school == school, TripSignOff.trip == trip)
    found: TripSignOff | None = mine.order_by(TripSignOff.number.desc()).first()
    return found


def find(school: str, trip: str, number: int) -> TripSignOff:
    """A trip's sign-off by its number. Raises Problem request.not_found, also for another school's."""
    mine = (TripSignOff.school == school, TripSignOff.trip == trip, TripSignOff.number == number)
    found: TripSignOff | None = TripSignOff.get_or_none(*mine)
    if found is None:
        raise Problem("request.not_found")
    return found
