"""Whom to ring for one trip: its base contact and its own number, before the school's contacts on its phones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import JOIN

from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.rows import Ready
from server.policy.models import Contact
from server.policy.queries import as_card, contacts_of
from server.trips.models import Trip, TripPhone

ROLE = "base_contact"
# A phone that hears the school the evening before may hear nothing in the morning.
AHEAD = timedelta(days=1)
_with_number = Ready(
    lambda school, first, last: (
        Trip.select(Trip, Staff)
        .join(Staff, JOIN.LEFT_OUTER, on=(Trip.base_contact == Staff.id))
        .where(Trip.school == school, Trip.starts_on <= last, Trip.ends_on >= first, Trip.number_24h != "")
        .where(Trip.archived_at.is_null())
        .order_by(Trip.starts_on, Trip.title)
    )
)
_own = Ready(lambda phone: TripPhone.select(TripPhone.trip).where(TripPhone.phone == phone))


def contacts_for(trip: Trip) -> list[Contact]:
    """Whom to ring for a trip, in order: its own number first where it has one, then the school's contacts."""
    own = [_contact(trip)] if trip.number_24h else []
    return [*own, *contacts_of(trip.school_id)]


def card_part(school: str, phone: str | None) -> dict[str, Any]:
    """The school card's `contacts` again, with the numbers of this phone's trips of today and tomorrow in front.

    Nothing for a phone whose trips have no number of their own.
    """
    if phone is None:
        return {}
    today = clock.today()
    trips = _with_number(school, today.isoformat(), (today + AHEAD).isoformat())
    mine = {row.trip_id for row in _own(phone)} if trips else set()
    own = [_undated(_contact(trip)) for trip in trips if trip.id in mine]
    return {"contacts": [*own, *(as_card(one) for one in contacts_of(school))]} if own else {}


def _undated(contact: Contact) -> dict[str, Any]:
    """On the card: a number given for these days alone is not checked like the others."""
    return {name: value for name, value in as_card(contact).items() if name != "checked_on"}


def _contact(trip: Trip) -> Contact:
    # Under the trip's own name: phones tell contacts apart by role and name, and the school's may be the same person.
    name = f"{trip.base_contact.name}, for {trip.title}" if trip.base_contact else f"For {trip.title}"
    said = {"title": "Base contact", "name": name, "number": trip.number_24h}
    return Contact(school=trip.school_id, part="trip", role=ROLE, **said)
