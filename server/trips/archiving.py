"""Archived trips: out of every list and off every phone, found by their address, kept whole, and brought back."""

from __future__ import annotations

from server.foundation import clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.intake.queries import is_owed_by, phones_that_told_of
from server.phones.models import Phone, PhoneLoan
from server.trips import changes, planning
from server.trips.models import Trip
from server.trips.queries import phones_on
from server.trips.roster import is_out


def why_not(trip: Trip, *, has_phones: bool) -> str:
    """Why it cannot be archived now, in words; "" when it can. `has_phones`: whether any goes with it."""
    if names := [row.phone.name for row in _loans(trip)]:
        return f"{', '.join(names)} went out for it and did not come back yet. Take it back first."
    if has_phones and is_out(trip):
        return "It is out, with its phones. Archive it when it is back."
    return ""


def why_refused(trip: Trip) -> str:
    """The same when it comes to it: also where a phone, to go on it or not, told of something that has not come."""
    phones = phones_on(trip.id)
    going = {phone.id for phone in phones}
    others = [one for one in phones_that_told_of(trip.school_id, trip.id) if one not in going]
    besides = Phone.select().where(Phone.school == trip.school_id, Phone.id.in_(others)).order_by(Phone.name)
    # Without what is for the chair alone: nothing else would explain the refusal.
    owing = [phone.name for phone in (*phones, *besides) if is_owed_by(phone.id, is_of_all=False)]
    owed = f"{', '.join(owing)} told of something that has not come yet. Archive it when that is here." if owing else ""
    return why_not(trip, has_phones=bool(phones)) or owed


def archive(school: str, trip_id: str, by: str) -> None:
    """Archive it; a second time changes nothing. Raises Problem request.refused where it cannot be."""
    with db.atomic():
        trip = planning.row_of(school, trip_id)
        if trip.archived_at is not None:
            return
        if why_refused(trip):
            raise Problem("request.refused")
        _set(trip, is_archived=True, by=by)


def bring_back(school: str, trip_id: str, by: str) -> None:
    """Put it into the lists again; a second time changes nothing."""
    with db.atomic():
        trip = planning.row_of(school, trip_id)
        if trip.archived_at is not None:
            _set(trip, is_archived=False, by=by)


def _set(trip: Trip, *, is_archived: bool, by: str) -> None:
    Trip.update(archived_at=clock.now() if is_archived else None).where(Trip.id == trip.id).execute()
    changes.note(trip, changes.ARCHIVE, {"archived": ["no", "yes"] if is_archived else ["yes", "no"]}, by)


def _loans(trip: Trip) -> list[PhoneLoan]:
    rows = PhoneLoan.select(PhoneLoan, Phone).join(Phone)
    return list(rows.where(PhoneLoan.trip == trip.id, PhoneLoan.back_at.is_null()).order_by(Phone.name))
