"""What waits for whoever signs trips off: one that came open again, and one that a second person has to sign."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
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
"""


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


def _half_signed(person: Person) -> Written | None:
    """Trips that one person has signed and another has to."""
    if not SIGNS & person.roles:
        return None
    return Written(_HALF_SIGNED, (person.school, person.id), _is_half_signed)


def _is_half_signed(row: Row) -> DueItem:
    return DueItem(
        title=f"{TRIP}: a second person has to sign it off",
        detail="The first has signed. Look at the same summary, and sign it.",
        url=url_for("check_off.check_off_page", trip_id=row.trip),
        at=row.at,
        urgency=2,
        trip=row.trip,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
SOURCES: tuple[Callable[[Person], Written | None], ...] = (_open_again, _half_signed)
