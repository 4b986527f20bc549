"""What waits for somebody because of photos: a finished day's still on a phone, and what waits for a second person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from flask import url_for
from peewee import fn

from server.accounts.rules import Role
from server.consent.rules import PURPOSE_NAMES
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import TRIP, DueItem
from server.photos import holding, releases, stays
from server.photos.models import Photo, PhotoRelease
from server.photos.rules import AGREES, DECIDES
from server.reconciliation.due_sources import Row, Source, columns


def _still_on_phones(person: Person) -> list[DueItem]:
    """For a trip's leader; for the office where a photo belongs to no trip or nobody leads it."""
    is_office, items = Role.OFFICE in person.roles, []
    for trip, late in stays.overdue(person.school, person.id).items():
        if not (late[0].is_led_by_reader or (is_office and not late[0].has_leader)):
            continue
        at = min(one.at for one in late)
        items.append(
            DueItem(
                title=f"Photos of {TRIP} are still on a phone",
                detail=f"{_where(late)}. They had to be off by {clock.in_words(at)}. Open Lanyard on it with a signal.",
                url=url_for("reconciliation.trip", trip_id=trip) if trip else url_for("photos.every_trip"),
                at=at,
                urgency=1,
                trip=trip,
            )
        )
    return items


def _where(late: Sequence[stays.Overdue]) -> str:
    counts = Counter(one.phone_name or "an own phone" for one in late)
    return ", ".join(f"{phone}: {count}" for phone, count in counts.items())


def _second_person(person: Person) -> Source | None:
    if not set(AGREES) & person.roles:
        return None
    asked = columns(PhotoRelease.asked_at, 2, id=PhotoRelease.photo, a=PhotoRelease.purpose)
    waiting = releases.waiting(person.school).where(PhotoRelease.asked_by != person.id)
    return Source(waiting, asked, _to_agree)


def _to_agree(row: Row) -> DueItem:
    return DueItem(
        title=f"A photo waits for a second person: {PURPOSE_NAMES[row.a]}",
        detail="Somebody asked for it to be seen beyond the school.",
        url=url_for("photos.photo_page", photo_id=row.id),
        at=row.at,
        urgency=2,
    )


def _held_back(person: Person) -> Source | None:
    """Photos that are held back, at school, and of which nobody has decided yet; those of a trip as one."""
    if not set(DECIDES) & person.roles:
        return None
    asked = columns(fn.MAX(Photo.received_at), 1, trip=Photo.trip, a=fn.COUNT(Photo.id))
    return Source(holding.undecided(person.school).group_by(Photo.trip), asked, _to_decide)


def _to_decide(row: Row) -> DueItem:
    return DueItem(
        title=f"Photos of {TRIP} are held back: {row.a}",
        detail="In no gallery. Look, and decide.",
        url=url_for("photo_holds.every_held"),
        at=row.at,
        urgency=1,
        trip=row.trip,
    )


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_still_on_phones,)
SOURCES: tuple[Callable[[Person], Source | None], ...] = (_second_person, _held_back)
