"""Which phones go with a trip: all of the school's, each with what speaks against it. Nothing of it is forbidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.phones import loans
from server.phones.models import Phone, PhoneLoan
from server.phones.rules import name_order
from server.trips.models import Trip, TripPhone


@dataclass(frozen=True)
class Choice:
    """A phone to tick. `notes` are in words: on another trip then, lost, not set up, with somebody."""

    phone: Phone
    is_on: bool
    notes: list[str] = field(default_factory=list)
    is_elsewhere: bool = False


def choices(trip: Trip) -> list[Choice]:
    """The school's phones by name; of those that are lost or out of use only what is on the trip."""
    on = {row.phone_id for row in TripPhone.select(TripPhone.phone).where(TripPhone.trip == trip)}
    phones = sorted(Phone.select().where(Phone.school == trip.school_id), key=lambda one: name_order(one.name))
    shown = [one for one in phones if one.revoked_at is None or one.id in on]
    elsewhere, out = _elsewhere(trip), loans.out_by_phone(trip.school_id)
    return [
        Choice(one, one.id in on, _notes(one, elsewhere.get(one.id, []), out.get(one.id)), one.id in elsewhere)
        for one in shown
    ]


def going(trip: Trip) -> dict[str, list[str]]:
    """The names of the phones that go with a trip, each with the titles of other trips that it goes with then."""
    mine = TripPhone.alias()
    here = mine.select(mine.phone).where(mine.trip == trip)
    rows = TripPhone.select(TripPhone, Trip, Phone).join(Trip).switch(TripPhone).join(Phone)
    found: dict[str, list[str]] = {}
    for row in rows.where(TripPhone.phone.in_(here), _is_then(trip) | (Trip.id == trip.id)).order_by(Phone.name):
        others = found.setdefault(row.phone.name, [])
        others += [row.trip.title] if row.trip_id != trip.id else []
    return found


def clashes(phones: Mapping[str, Sequence[str]]) -> list[str]:
    """Which of a trip's phones (as `going` gives them) go with another trip on its days, in words."""
    return [f"{name} also goes with {_listed(titles)}." for name, titles in phones.items() if titles]


def _notes(phone: Phone, elsewhere: Sequence[str], loan: PhoneLoan | None) -> list[str]:
    told = {
        f"goes with {_listed(elsewhere)} then": bool(elsewhere),
        "lost or out of use": phone.revoked_at is not None,
        "not set up yet": phone.set_up_at is None,
        f"{loan.staff.name if loan else ''} has it now": loan is not None,
        "cannot ring": phone.set_up_at is not None and not phone.can_ring,
    }
    return [words[0].upper() + words[1:] for words, is_so in told.items() if is_so]


def _elsewhere(trip: Trip) -> dict[str, list[str]]:
    """The titles of other trips on these days, by the phones that go with them."""
    rows = TripPhone.select(TripPhone, Trip).join(Trip).where(TripPhone.school == trip.school_id, _is_then(trip))
    found: dict[str, list[str]] = {}
    for row in rows.where(Trip.id != trip.id).order_by(Trip.starts_on, Trip.title):
        found.setdefault(row.phone_id, []).append(row.trip.title)
    return found


def _is_then(trip: Trip) -> Any:
    return (Trip.starts_on <= trip.ends_on) & (Trip.ends_on >= trip.starts_on) & Trip.archived_at.is_null()


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(titles)
