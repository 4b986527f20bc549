"""What waits for the DSL and the office about photos: a no on the day, and a check that should not have passed."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
from server.consent import check_queries, turns
from server.consent.check_models import ConsentChange, ConsentCheck
from server.consent.check_rules import SAID_NO, SCHOOL_RANG
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import PHONE, TRIP, DueItem
from server.reconciliation.due_sources import Row, Source, columns

HEARS = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.OFFICE})
# Nobody is named: a due list is what alerts are made of.
TITLES = {
    SAID_NO: "A pupil said no to photos on {trip}",
    SCHOOL_RANG: "The school rang about photos of a pupil on {trip}",
}


def _changes(person: Person) -> Source | None:
    """What changed on the day."""
    if not HEARS & person.roles:
        return None
    change = ConsentChange
    asked = columns(change.told_at, 1, phone=change.phone, trip=change.trip, a=change.change)
    return Source(check_queries.changes_lately(person.school), asked, _change)


def _change(row: Row) -> DueItem:
    return DueItem(
        title=TITLES[row.a].format(trip=TRIP),
        detail=f"Told by {PHONE}. Ask whether the answer on file has to change.",
        url=url_for("photo_checks.checks", trip_id=row.trip),
        at=row.at,
        urgency=1,
        phone=row.phone,
        trip=row.trip,
    )


def _flagged(person: Person) -> Source | None:
    """Checks that should not have passed, by what the school knows."""
    if not HEARS & person.roles:
        return None
    check = ConsentCheck
    asked = columns(check.told_at, 0, phone=check.phone, trip=check.trip, a=check.flags)
    return Source(check_queries.flagged_lately(person.school), asked, _flag)


def _flag(row: Row) -> DueItem:
    return DueItem(
        title=f"A photo check on {TRIP} should not have passed",
        detail=f"From {PHONE}: {check_queries.reasons_of(row.a)}.",
        url=url_for("photo_checks.checks", trip_id=row.trip),
        at=row.at,
        urgency=0,
        phone=row.phone,
        trip=row.trip,
    )


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


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_to_ring,)
SOURCES: tuple[Callable[[Person], Source | None], ...] = (_flagged, _changes)
