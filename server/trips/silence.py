"""Phones of trips that are due back and have not been heard of: what they hold has not reached the school (R61)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from server.foundation import clock
from server.intake.models import PhoneContact
from server.intake.queries import is_owed_by, last_contact_of
from server.phones.models import Phone
from server.trips.models import DepartureCheck, ListGiven, Trip, TripDelay
from server.trips.queries import phones_on, window_of
from server.trips.went import phones_of

# Of a trip that says no hour of return: by then on its last day a phone has long been back where there is a signal.
DUE_BACK = time(18)
SILENT_AFTER = timedelta(hours=3)
# From then on it is the trip's check-off that shows what is missing.
LOOKED_FOR = timedelta(days=2)


def silent_phones(school: str, now: datetime) -> list[tuple[str, str]]:
    """The phones, each with its trip, that went, are due back, and were not heard of for three hours."""
    today = clock.day_of(now)
    near = (Trip.ends_on <= today, Trip.ends_on >= today - LOOKED_FOR, Trip.archived_at.is_null())
    trips = [trip for trip in Trip.select().where(Trip.school == school, *near) if _is_due_back(trip, now)]
    return [(trip.id, phone.id) for trip in trips for phone in _phones_of(trip) if _is_silent(trip, phone, now)]


def _phones_of(trip: Trip) -> list[Phone]:
    """Those that go, and of those that came off once it was open whatever had left with it; by name."""
    going = {phone.id for phone in phones_on(trip.id)}
    found = Phone.select().where(Phone.id.in_(phones_of(trip.school_id, trip.id))).order_by(Phone.name)
    return [phone for phone in found if phone.id in going or _left(trip, phone)]


def _is_due_back(trip: Trip, now: datetime) -> bool:
    """Whether it should be back by now: a phone that told of a delay is believed."""
    late = TripDelay.select().where(TripDelay.trip == trip.id, TripDelay.until > now)
    return now >= due_back(trip) and not late.exists()


def due_back(trip: Trip) -> datetime:
    """When a trip's phones should be back: when it said that it returns, otherwise the evening of its last day."""
    return trip.returns_at or datetime.combine(trip.ends_on, DUE_BACK, clock.SCHOOL_TIME)


def _is_silent(trip: Trip, phone: Phone, now: datetime) -> bool:
    if phone.revoked_at is not None or phone.set_up_at is None:
        return False
    contact = last_contact_of(phone.id)
    if contact is not None and contact.heard_at > now - SILENT_AFTER:
        return False
    # One that came back, and was then put away with nothing left to send, is not missed.
    came_back = contact is not None and contact.heard_at >= _before_due(trip)
    return _holds_something(phone, contact) or (_went(trip, phone, contact) and not came_back)


def _before_due(trip: Trip) -> datetime:
    return due_back(trip) - SILENT_AFTER


def _holds_something(phone: Phone, contact: PhoneContact | None) -> bool:
    # Without what is for the chair alone: an alert that nothing else explains would tell of it.
    return bool(contact and contact.odd_items) or is_owed_by(phone.id, is_of_all=False)


def _went(trip: Trip, phone: Phone, contact: PhoneContact | None) -> bool:
    """Whether it left with the trip, as far as anybody knows: it was used, checked, or given the trip's list."""
    was_used = contact is not None and contact.heard_at >= window_of(trip).opens
    return was_used or _left(trip, phone)


def _left(trip: Trip, phone: Phone) -> bool:
    """Whether it was checked for the trip, or given its list."""
    given = ListGiven.select().where(ListGiven.trip == trip.id, ListGiven.phone == phone.id)
    checked = DepartureCheck.select().where(DepartureCheck.trip == trip.id, DepartureCheck.phone == phone.id)
    return checked.exists() or given.exists()
