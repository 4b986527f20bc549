"""What waits for whoever signs trips off: one that came open again, and one that a second person has to sign."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
from server.foundation.access import Person
from server.foundation.database import instant_of
from server.foundation.registry import DueItem
from server.foundation.rows import select
from server.reconciliation import sign_offs
from server.reconciliation.check_off_rules import SIGNS

_HALF_SIGNED = """
SELECT trip.id, trip.title, by, MAX(at) FROM sign_off_signature JOIN trip ON trip.id = trip_id
WHERE sign_off_signature.school_id = ?
  AND number > COALESCE((SELECT MAX(number) FROM trip_sign_off WHERE trip_sign_off.trip_id = trip.id), 0)
GROUP BY trip.id
"""


def _open_again(person: Person) -> list[DueItem]:
    """Trips that came open again, for those who signed them and for the office."""
    return [
        DueItem(
            title=f"{one.title} is open again",
            detail=f"{one.count} thing{'' if one.count == 1 else 's'} came or was told of after it was signed off."
            " Look at it, and sign it off again.",
            url=url_for("reconciliation.trip", trip_id=one.trip),
            at=one.at,
            urgency=1,
        )
        for one in sign_offs.open_again(person.school)
        if person.id in one.signers or Role.OFFICE in person.roles
    ]


def _half_signed(person: Person) -> list[DueItem]:
    """Trips that one person has signed and another has to."""
    if not SIGNS & person.roles:
        return []
    return [
        DueItem(
            title=f"{title}: a second person has to sign it off",
            detail="The first has signed. Look at the same summary, and sign it.",
            url=url_for("check_off.check_off_page", trip_id=trip),
            at=instant_of(at),
            urgency=2,
        )
        for trip, title, by, at in select(_HALF_SIGNED, person.school)
        if by != person.id
    ]


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_open_again, _half_signed)
SOURCES: tuple[Callable[[Person], None], ...] = ()
