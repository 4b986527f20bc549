"""A school of any size for the office's pages: people, phones and trips, straight into its tables and not by hand.

Invented names and drama numbers (Ofcom). What phones filed comes from `office_records`, what hangs on it from
`office_registers`.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from peewee import Model

from server.accounts.models import Staff, StaffRole
from server.foundation import clock
from server.foundation.rows import Rows
from server.intake.models import Chain, PhoneContact
from server.phones.models import Phone
from server.shell.demo_school import FIRST_NAMES, LAST_NAMES
from server.trips.models import Pupil, Trip, TripPhone, TripPupil, TripStaff

BEGINNINGS = ("Bar", "Cal", "Dun", "Fen", "Gar", "Hol", "Kel", "Lin", "Mar", "Nor")
ENDINGS = ("brook", "combe", "dale", "ford", "ley", "ton", "wick", "worth")
SURNAMES = (*LAST_NAMES, *(begins + ends for begins in BEGINNINGS for ends in ENDINGS))
PLACES = ("Castle", "Canal", "Museum", "Farm", "Beach", "Woods", "Theatre", "Abbey", "Quarry", "Lighthouse")
TRIPS_TODAY, TRIPS_TO_COME = 3, 10
DAYS_BACK = 1800
PUPILS_A_TRIP, STAFF_A_TRIP, PHONES_A_TRIP = 30, 3, 3
PUPILS_A_CLASS = 30


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    records: int
    trips: int
    phones: int
    pupils: int
    staff: int


@dataclass
class Going:
    """A trip with who and what goes on it."""

    id: str
    starts_on: date
    pupils: list[int]
    staff: list[str]
    phones: list[str]

    @property
    def at(self) -> datetime:
        """Ten in the morning of its day."""
        return datetime(self.starts_on.year, self.starts_on.month, self.starts_on.day, 10, tzinfo=clock.SCHOOL_TIME)


@dataclass
class Filling:
    """A school while it is filled; the same dice give the same school."""

    school: str
    size: Size
    dice: random.Random = field(default_factory=lambda: random.Random(8))
    now: datetime = field(default_factory=clock.now)
    staff: list[str] = field(default_factory=list)
    pupils: list[tuple[str, str, str]] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    chains: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    trips: list[Going] = field(default_factory=list)

    def id(self) -> str:
        """A fresh id."""
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    def put(self, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
        """Rows of this school into a table."""
        Rows(model).insert({"school": self.school, **row} for row in rows)

    def share(self, of_a_hundred_thousand: int) -> int:
        """So many of a school with 100,000 records; at least one of each in a small one."""
        return max(1, of_a_hundred_thousand * self.size.records // 100_000)


def people(filling: Filling) -> None:
    """Staff besides those of the demo school, and pupils."""
    there = [row.id for row in Staff.select(Staff.id).where(Staff.school == filling.school).order_by(Staff.email)]
    added = [filling.id() for _ in range(filling.size.staff - len(there))]
    filling.put(Staff, (_member(filling, number, staff) for number, staff in enumerate(added)))
    filling.put(StaffRole, ({"staff": staff, "role": "staff"} for staff in added))
    filling.staff = [*there, *added]
    for number in range(filling.size.pupils):
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], SURNAMES[number // len(FIRST_NAMES) % len(SURNAMES)]
        filling.pupils.append((filling.id(), first, last))
    filling.put(
        Pupil,
        (
            {"id": pupil, "first_name": first, "last_name": last, "class_name": f"Class {number // PUPILS_A_CLASS + 1}"}
            for number, (pupil, first, last) in enumerate(filling.pupils)
        ),
    )


def _member(filling: Filling, number: int, staff: str) -> dict[str, Any]:
    return {
        "id": staff,
        "name": f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {SURNAMES[-1 - number % len(SURNAMES)]}",
        "email": f"staff{number}@wrenfield.example",
        "password_hash": "",
        "password_changed_at": filling.now,
        "is_active": True,
        "made_at": filling.now,
    }


def phones(filling: Filling) -> None:
    """Phones that are set up, each with its two numberings and when it was last heard."""
    filling.phones = [filling.id() for _ in range(filling.size.phones)]
    filling.chains = {phone: f"{filling.dice.getrandbits(128):032x}" for phone in filling.phones}
    filling.numbers = dict.fromkeys(filling.phones, 0)
    filling.put(Phone, (_phone(filling, number, phone) for number, phone in enumerate(filling.phones)))
    filling.put(
        PhoneContact,
        (
            {"phone": phone, "heard_at": filling.now - timedelta(hours=number), "waiting": 0, "app": "0.8.0"}
            for number, phone in enumerate(filling.phones)
        ),
    )


def _phone(filling: Filling, number: int, phone: str) -> dict[str, Any]:
    long_ago = filling.now - timedelta(days=DAYS_BACK)
    return {
        "id": phone,
        "name": f"Trip phone {number + 1}",
        "number": f"07700 {900000 + number % 1000}",
        "added_at": long_ago,
        "set_up_at": long_ago,
        "ready_at": long_ago,
        "revoked_at": filling.now - timedelta(days=40) if number % 50 == 49 else None,
        "can_ring": number % 5 != 4,
    }


def numberings(filling: Filling) -> None:
    """The numberings, once it is known how far each has come."""
    long_ago = filling.now - timedelta(days=DAYS_BACK)
    seen = {"first_seen_at": long_ago, "seen_at": filling.now}
    for phone, chain in filling.chains.items():
        mine = {"chain": chain, "phone": phone, "next_seq": filling.numbers[phone] + 1, **seen}
        apart = {"chain": chain[::-1], "phone": phone, "is_apart": True, "next_seq": 1, **seen}
        filling.put(Chain, [mine, apart])


def trips(filling: Filling) -> None:
    """Trips of five years, three of them today."""
    today = clock.today()
    for number in range(filling.size.trips):
        filling.trips.append(_going(filling, number, _day(number, filling.size.trips, today)))
    filling.put(Trip, (_trip(filling, number, trip) for number, trip in enumerate(filling.trips)))
    of = filling.trips
    filling.put(TripPupil, ({"trip": t.id, "pupil": filling.pupils[p][0]} for t in of for p in t.pupils))
    filling.put(TripPhone, ({"trip": trip.id, "phone": phone} for trip in of for phone in trip.phones))
    filling.put(
        TripStaff,
        (
            {"trip": trip.id, "staff": staff, "part": "staff" if place else "leader"}
            for trip in of
            for place, staff in enumerate(trip.staff)
        ),
    )


def _day(number: int, trips: int, today: date) -> date:
    if number < TRIPS_TODAY:
        return today
    if number < TRIPS_TODAY + TRIPS_TO_COME and trips > TRIPS_TODAY + TRIPS_TO_COME:
        return today + timedelta(days=number)
    return today - timedelta(days=1 + number * DAYS_BACK // max(trips, 100))


def _going(filling: Filling, number: int, day: date) -> Going:
    def some(several: int, of: int) -> list[int]:
        return [(number * several + place) % of for place in range(min(several, of))]

    return Going(
        id=filling.id(),
        starts_on=day,
        pupils=some(PUPILS_A_TRIP, len(filling.pupils)),
        staff=[filling.staff[place] for place in some(STAFF_A_TRIP, len(filling.staff))],
        phones=[filling.phones[place] for place in some(PHONES_A_TRIP, len(filling.phones))],
    )


def _trip(filling: Filling, number: int, trip: Going) -> dict[str, Any]:
    return {
        "id": trip.id,
        "title": f"{PLACES[number % len(PLACES)]} visit {number + 1}",
        "place": PLACES[number % len(PLACES)],
        "starts_on": trip.starts_on.isoformat(),
        "ends_on": trip.starts_on.isoformat(),
        "made_at": filling.now,
        "country": "GB",
        "time_zone": "Europe/London",
    }
