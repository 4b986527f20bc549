"""What waits for somebody because of photos: a finished day's still on a phone, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
from server.consent.rules import PURPOSE_NAMES
from server.foundation import clock, registry
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.photos import holding, releases, stays
from server.photos.queries import Shown
from server.photos.rules import AGREES, DECIDES
from server.trips.queries import find_trip, is_leader, titles_of


def _still_on_phones(person: Person) -> list[DueItem]:
    """For a trip's leader; for the office where a photo belongs to no trip or nobody leads it."""
    is_office, titles = Role.OFFICE in person.roles, titles_of(person.school)
    phones = registry.current().phone_names(person.school)
    items = []
    for trip, late in stays.overdue(person.school).items():
        found = find_trip(person.school, trip) if trip in titles else None
        if not (is_leader(person.id, trip) or (is_office and not (found and found.leader))):
            continue
        counts: dict[str, int] = {}
        for one, _at in late:
            counts[one.photo.phone] = counts.get(one.photo.phone, 0) + 1
        where = ", ".join(f"{phones.get(phone, 'an own phone')}: {count}" for phone, count in counts.items())
        at = min(at for _one, at in late)
        items.append(
            DueItem(
                title=f"Photos of {found.title if found else 'no trip'} are still on a phone",
                detail=f"{where}. They had to be off by {clock.in_words(at)}. Open Lanyard on it with a signal.",
                url=url_for("photos.every_trip") if found is None else url_for("reconciliation.trip", trip_id=found.id),
                at=at,
                urgency=1,
            )
        )
    return items


def _second_person(person: Person) -> list[DueItem]:
    if not set(AGREES) & person.roles:
        return []
    return [
        DueItem(
            title=f"A photo waits for a second person: {PURPOSE_NAMES[row.purpose]}",
            detail="Somebody asked for it to be seen beyond the school.",
            url=url_for("photos.photo_page", photo_id=row.photo),
            at=row.asked_at,
            urgency=2,
        )
        for row in releases.releases_of(person.school)
        if row.is_agreed is None and row.asked_by != person.id
    ]


def _held_back(person: Person) -> list[DueItem]:
    """Photos that are held back, at school, and of which nobody has decided yet; those of a trip as one."""
    if not set(DECIDES) & person.roles:
        return []
    titles = titles_of(person.school)
    waiting: dict[str | None, list[Shown]] = {}
    for one in holding.undecided(person.school):
        waiting.setdefault(one.photo.trip, []).append(one)
    return [
        DueItem(
            title=f"Photos of {titles.get(trip or '', 'no trip')} are held back: {len(several)}",
            detail="In no gallery. Look, and decide.",
            url=url_for("photo_holds.every_held"),
            at=max(one.photo.received_at for one in several),
            urgency=1,
        )
        for trip, several in waiting.items()
    ]


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_still_on_phones, _second_person, _held_back)
