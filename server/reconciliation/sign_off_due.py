"""What waits for whoever signs trips off: one that is back, one that came open again, one that a second has to sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import url_for

from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import TRIP, DueItem
from server.reconciliation import sign_offs
from server.reconciliation.check_off_rules import SIGNS
from server.reconciliation.due_sources import Row, Written

# Each names its columns as a due list's Row does; `a` is how many things came. By what came, of which there is little:
# CROSS JOIN keeps that order in SQLite.
_OPEN_AGAIN = f"""
SELECT NULL AS id, NULL AS phone, trip_id AS trip, COUNT(DISTINCT trip_reopening.digest) AS a, NULL AS b, NULL AS c,
  NULL AS d, MIN(trip_reopening.at) AS at, 1 AS urgency
FROM trip_reopening CROSS JOIN trip_sign_off ON {sign_offs.COUNTS}
WHERE trip_sign_off.school_id = ? AND {sign_offs.LATEST} AND (? OR ? IN (signed_by, confirmed_by)) GROUP BY trip_id
"""
_HALF_SIGNED = """
SELECT NULL AS id, NULL AS phone, trip_id AS trip, NULL AS a, NULL AS b, NULL AS c, NULL AS d, at, 2 AS urgency
FROM sign_off_signature AS signature WHERE school_id = ? AND signature.by <> ?
  AND number > COALESCE((SELECT MAX(number) FROM trip_sign_off WHERE trip_sign_off.trip_id = signature.trip_id), 0)
  AND NOT EXISTS (SELECT 1 FROM sign_off_signature AS later WHERE later.trip_id = signature.trip_id
    AND later.n > signature.n)
  AND (? OR EXISTS (SELECT 1 FROM trip_staff WHERE trip_staff.trip_id = signature.trip_id AND staff_id = ?
    AND part = 'leader'))
"""
# `a` is its last day. One that is archived was put away by somebody who had looked at it; one of long ago is in the
# year's reports, and would hide what is of today.
_NEVER_SIGNED = """
SELECT NULL AS id, NULL AS phone, trip.id AS trip, ends_on AS a, NULL AS b, NULL AS c, NULL AS d,
  COALESCE(returns_at, CAST(strftime('%s', ends_on) AS INTEGER) * 1000) AS at, 2 AS urgency
FROM trip WHERE school_id = ? AND ends_on < ? AND ends_on >= ? AND archived_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM trip_sign_off WHERE trip_sign_off.trip_id = trip.id)
  AND NOT EXISTS (SELECT 1 FROM sign_off_signature WHERE sign_off_signature.trip_id = trip.id)
  AND (? OR EXISTS (SELECT 1 FROM trip_staff WHERE trip_id = trip.id AND staff_id = ? AND part = 'leader'))
"""
NAMED_FOR = timedelta(days=365)


def _open_again(person: Person) -> Written:
    """Trips that came open again, for those who signed them and for the office."""
    return Written(_OPEN_AGAIN, (person.school, Role.OFFICE in person.roles, person.id), _is_open_again)


def _is_open_again(row: Row) -> DueItem:
    came = f"{row.a} thing{'' if row.a == 1 else 's'} came or was told of after it was signed off."
    return DueItem(
        title=f"{TRIP} is open again",
        detail=f"{came} Look at it, and sign it off again.",
        url=url_for("reconciliation.trip", trip_id=row.trip),
        at=row.at,
        urgency=1,
        trip=row.trip,
    )


def _half_signed(person: Person) -> Written:
    """Trips that one person has signed and another has to, who leads it or signs any."""
    values = (person.school, person.id, bool(SIGNS & person.roles), person.id)
    return Written(_HALF_SIGNED, values, _is_half_signed)


def _is_half_signed(row: Row) -> DueItem:
    return DueItem(
        title=f"{TRIP}: a second person has to sign it off",
        detail="The first has signed. Look at the same summary, and sign it.",
        url=url_for("check_off.check_off_page", trip_id=row.trip),
        at=row.at,
        urgency=2,
        trip=row.trip,
    )


def _never_signed(person: Person) -> Written:
    """Trips whose last day is over and that nobody has signed, for whoever leads them and for all who sign."""
    today = clock.today()
    days = (today.isoformat(), (today - NAMED_FOR).isoformat())
    values = (person.school, *days, bool(SIGNS & person.roles), person.id)
    return Written(_NEVER_SIGNED, values, _is_never_signed)


def _is_never_signed(row: Row) -> DueItem:
    last = date.fromisoformat(row.a)
    return DueItem(
        title=f"{TRIP} is back and not signed off",
        detail=f"Its last day was {last:%A} {last.day} {last:%B}. See what is missing, and sign it off.",
        url=url_for("check_off.check_off_page", trip_id=row.trip),
        at=row.at,
        urgency=2,
        trip=row.trip,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Written | None], ...] = (_open_again, _half_signed, _never_signed)
