"""Who was given a trip's list, and when: what a phone has heard is told from its lists alone, from no other contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN

from server.foundation.rows import Rows, select
from server.intake.models import PhoneContact
from server.phones.models import Phone, Unlock
from server.trips.models import ListGiven, Trip, TripPhone
from server.trips.queries import out_now, phones_on

# A list that is unchanged is noted again after so long, not at every contact: each note waits for the disk.
NOTED_AGAIN = timedelta(minutes=1)
_given = Rows(ListGiven, when_there="ON CONFLICT DO UPDATE SET last_at = excluded.last_at")


@dataclass
class PhoneOut:
    """A phone on a trip, and by person the lists given on it: (first given, last given or confirmed)."""

    phone: Phone
    lists: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    @property
    def list_at(self) -> datetime | None:
        """When the oldest of the newest lists on it is from; None where nobody was given one."""
        return min((max(last for _first, last in several) for several in self.lists.values()), default=None)

    def heard_at(self, saved_at: datetime) -> datetime | None:
        """When the last of its people was given a list that knows what was saved then; None while one was not."""
        times = [_heard(several, saved_at) for several in self.lists.values()]
        known = [at for at in times if at]
        return max(known) if known and len(known) == len(times) else None


def _heard(lists: Sequence[tuple[datetime, datetime]], saved_at: datetime) -> datetime | None:
    after = [first if first > saved_at else last for first, last in lists if last > saved_at]
    return min(after, default=None)


def note(trip: Trip, unlock: Unlock, tag: str, at: datetime, *, is_new: bool) -> None:
    """Note that somebody on a phone was given this list, or told that it holds, inside the caller's transaction."""
    who = {"trip": trip.id, "phone": unlock.phone_id, "staff": unlock.staff_id, "tag": tag}
    if not is_new and _is_noted(who, at - NOTED_AGAIN):
        return
    _given.insert([{**who, "school": trip.school_id, "first_at": at, "last_at": at}])


def _is_noted(who: dict[str, str], since: datetime) -> bool:
    sql = "SELECT 1 FROM list_given WHERE trip_id = ? AND phone_id = ? AND staff_id = ? AND tag = ? AND last_at > ?"
    return bool(select(sql, *who.values(), round(since.timestamp() * 1000)))


def heard_out(school: str) -> list[tuple[str, datetime | None]]:
    """The phones on trips that are out, by name, and when each was last heard of: it goes by what it got then."""
    trips = [trip.id for trip in out_now(school)]
    going = TripPhone.select(TripPhone.phone).where(TripPhone.trip.in_(trips))
    joined = Phone.select(Phone.name, PhoneContact.heard_at).join(
        PhoneContact, JOIN.LEFT_OUTER, on=(PhoneContact.phone == Phone.id)
    )
    rows: Any = joined.where(Phone.id.in_(going), Phone.revoked_at.is_null()).order_by(Phone.name)
    return list(rows.tuples()) if trips else []


def phones_out(trip_id: str) -> list[PhoneOut]:
    """The phones that go on a trip or were given its list, by name."""
    rows = list(ListGiven.select().where(ListGiven.trip == trip_id))
    phones = {phone.id: PhoneOut(phone) for phone in phones_on(trip_id)}
    for phone in Phone.select().where(Phone.id.in_([row.phone_id for row in rows])):
        phones.setdefault(phone.id, PhoneOut(phone))
    for row in rows:
        phones[row.phone_id].lists.setdefault(row.staff_id, []).append((row.first_at, row.last_at))
    return sorted(phones.values(), key=lambda one: str(one.phone.name))
