"""Today's list as it travels: the least that staff need, sealed to one person on one phone and fetched locked too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.foundation import clock, crypto, registry
from server.foundation.access import CallingPhone
from server.foundation.database import db
from server.foundation.problems import Problem
from server.phones import unlocks
from server.phones.models import Unlock
from server.trips import given, groups, rules
from server.trips.models import Pupil, PupilCare, PupilContact, Trip, TripPhone, TripPupil, TripStaff
from server.trips.queries import window_of


@dataclass(frozen=True)
class Pack:
    """A sealed list, `enc‖ct`, from when it is, and what tells it from any other."""

    tag: str
    seal: Unlock
    content: dict[str, Any]
    at: datetime

    def sealed(self) -> bytes:
        """The list with the time it is from, sealed to the person on the phone."""
        dated = {**self.content, "as_at": clock.as_text(self.at)}
        plain = json.dumps(dated, ensure_ascii=False, separators=(",", ":")).encode()
        return crypto.seal_to(json.loads(self.seal.seal_key), ("pack", self.seal.id), plain)


def hand_out(phone: CallingPhone, unlock_id: str, has: Callable[[str], bool]) -> tuple[Pack, bool] | None:
    """The list of the trip that this phone and this person are on now, and whether they have it; None for no list.

    `has` tells whether the phone has the list of a tag. That it was given or holds still is noted, in one transaction
    with reading it: whatever is saved about consent is then either in this list, or later than it. Raises Problem
    unlock.unknown, unlock.phone_lost.
    """
    if phone.is_revoked:
        raise Problem("unlock.phone_lost")
    unlock = unlocks.find(phone, unlock_id)
    with db.atomic():
        trip = _trip_now(phone.id, unlock.staff_id)
        if trip is None:
            return None
        at, content = clock.now(), _content(trip, unlock)
        tag = crypto.digest(json.dumps(content, sort_keys=True).encode())[:24]
        is_there = has(tag)
        given.note(trip, unlock, tag, at, is_new=not is_there)
    return Pack(tag, unlock, content, at), is_there


def _trip_now(phone: str, staff: str) -> Trip | None:
    both = (
        Trip.select()
        .join(TripPhone, on=(TripPhone.trip == Trip.id))
        .switch(Trip)
        .join(TripStaff, on=(TripStaff.trip == Trip.id))
        .where(TripPhone.phone == phone, TripStaff.staff == staff, Trip.archived_at.is_null())
        .order_by(Trip.starts_on.desc(), Trip.id)
    )
    now = clock.now()
    return next((trip for trip in both if window_of(trip).has_list_at(now)), None)


def _content(trip: Trip, unlock: Unlock) -> dict[str, Any]:
    """`pupils` are [name, class], what the trip carries (care in words, whom to ring), a key, then what slices add.

    `groups` are [name, keys], where the trip has any. A contact is [name, relation, number], or null in place of the
    number where the DSL says not to ring.
    """
    rows = _pupils_on(trip)
    keys = rules.short_keys([row.id for row in rows])
    names = rules.short_names([(row.first_name, row.last_name) for row in rows])
    care = _care_of(trip) if trip.carries_care else None
    contacts = _contacts_of(trip) if trip.carries_contacts else None
    parts = _parts(trip, [row.id for row in rows])
    columns = [part.column for part in parts if part.column is not None]
    in_groups = groups.members_of(trip, dict(zip([row.id for row in rows], keys, strict=True)))
    return {
        "v": 1,
        "unlock": unlock.id,
        "trip": trip.id,
        "title": trip.title,
        "not_after": clock.as_text(window_of(trip).list_ends),
        "has_care": care is not None,
        "has_contacts": contacts is not None,
        **({"groups": in_groups} if in_groups else {}),
        **{name: value for part in parts for name, value in part.members.items()},
        "pupils": [
            [name, row.class_name, (care or {}).get(row.id), (contacts or {}).get(row.id, []), *more]
            for name, row, *more in zip(names, rows, keys, *columns, strict=True)
        ],
    }


def _pupils_on(trip: Trip) -> list[Pupil]:
    rows = Pupil.select().join(TripPupil).where(TripPupil.trip == trip)
    return list(rows.order_by(Pupil.class_name, Pupil.first_name, Pupil.last_name))


def _parts(trip: Trip, pupils: list[str]) -> list[registry.PackPart]:
    """What other slices say of these pupils, from today until the list is over."""
    days = clock.today(), clock.day_of(window_of(trip).list_ends)
    return [part(trip.school_id, trip.id, pupils, days) for part in registry.current().pack_parts]


def _care_of(trip: Trip) -> dict[str, str]:
    rows = PupilCare.select().join(TripPupil, on=(TripPupil.pupil == PupilCare.pupil)).where(TripPupil.trip == trip)
    return {row.pupil_id: row.words for row in rows}


def _contacts_of(trip: Trip) -> dict[str, list[list[str | None]]]:
    rows = (
        PupilContact.select()
        .join(TripPupil, on=(TripPupil.pupil == PupilContact.pupil))
        .where(TripPupil.trip == trip)
        .order_by(PupilContact.pupil, PupilContact.position)
    )
    found: dict[str, list[list[str | None]]] = {}
    for row in rows:
        number = None if row.is_not_to_ring else row.number
        found.setdefault(row.pupil_id, []).append([row.name, row.relation, number])
    return found
