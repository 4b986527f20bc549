"""Which phones go with a trip: all of the school's, each with what speaks against it. Nothing of it is forbidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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


def clashes(trip: Trip, phones: Sequence[Phone]) -> list[str]:
    """Which of a trip's phones go with another trip on its days, in words."""
    elsewhere = _elsewhere(trip)
    return [f"{one.name} also goes with {_listed(elsewhere[one.id])}." for one in phones if one.id in elsewhere]


def _notes(phone: Phone, elsewhere: Sequence[str], loan: PhoneLoan | None) -> list[str]:
    told = {
        f"goes with {_listed(elsewhere)} then": bool(elsewhere),
        "lost or out of use": phone.revoked_at is not None,
        "not set up yet": phone.set_up_at is None,
        f"{loan.staff.name if loan else ''} has it now": loan is not None,
        "cannot ring": phone.set_up_at is not None and not phone.can_ring,
    }
    return [words for words, is_so in told.items() if is_so]


def _elsewhere(trip: Trip) -> dict[str, list[str]]:
    """The titles of other trips on these days, by the phones that go with them."""
    days = (Trip.starts_on <= trip.ends_on, Trip.ends_on >= trip.starts_on, Trip.archived_at.is_null())
    rows = TripPhone.select(TripPhone, Trip).join(Trip).where(TripPhone.school == trip.school_id, *days)
    found: dict[str, list[str]] = {}
    for row in rows.where(Trip.id != trip.id).order_by(Trip.starts_on, Trip.title):
        found.setdefault(row.phone_id, []).append(row.trip.title)
    return found


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(titles)
