"""What waits for the DSL and the office about photos: a no on the day, and a check that should not have passed."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
from server.consent import check_queries, turns
from server.consent.check_rules import SAID_NO, SCHOOL_RANG
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.phones.queries import names_of

HEARS = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.OFFICE})
# Nobody is named: a due list is what alerts are made of.
TITLES = {
    SAID_NO: "A pupil said no to photos on {trip}",
    SCHOOL_RANG: "The school rang about photos of a pupil on {trip}",
}


def _changes(person: Person) -> list[DueItem]:
    """What changed on the day."""
    if not HEARS & person.roles:
        return []
    phones = names_of(person.school)
    return [
        DueItem(
            title=TITLES[row.change].format(trip=row.trip.title),
            detail=f"Told by {phones.get(row.phone, 'a phone')}. Ask whether the answer on file has to change.",
            url=url_for("photo_checks.checks", trip_id=row.trip_id),
            at=row.told_at,
            urgency=1,
        )
        for row in check_queries.changes_lately(person.school)
    ]


def _flagged(person: Person) -> list[DueItem]:
    """Checks that should not have passed, by what the school knows."""
    if not HEARS & person.roles:
        return []
    phones = names_of(person.school)
    return [
        DueItem(
            title=f"A photo check on {row.trip.title} should not have passed",
            detail=f"From {phones.get(row.phone, 'a phone')}: {check_queries.reasons_of(row)}.",
            url=url_for("photo_checks.checks", trip_id=row.trip_id),
            at=row.told_at,
            urgency=0,
        )
        for row in check_queries.flagged_lately(person.school)
    ]


def _to_ring(person: Person) -> list[DueItem]:
    """Phones on a trip that have neither heard nor been told of a no; each once, however many pupils it is about."""
    if not HEARS & person.roles:
        return []
    found: dict[tuple[str, str], DueItem] = {}
    for one in turns.turned_now(person.school):
        for phone in (phone.out for phone in one.phones if phone.has_to_be_rung):
            since = f"Its list is of {clock.in_words(phone.list_at)}. " if phone.list_at else ""
            found[one.trip.id, phone.phone.id] = DueItem(
                title=f"Ring {phone.phone.name} about photos on {one.trip.title}",
                detail=f"{since}It has not heard that somebody may not be in photos any more.",
                url=url_for("consent_told.to_tell"),
                at=one.turn.saved_at,
                urgency=0,
            )
    return list(found.values())


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_to_ring, _flagged, _changes)
