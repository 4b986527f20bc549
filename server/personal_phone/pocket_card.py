"""What stands on a trip's pocket card: what to ring in danger, the school's numbers ready to dial, whom to tell.

A card is found, left on a coach, read by pupils: nothing of a pupil is on it, and no member of staff's own number but
those that the school has its staff ring anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from server.accounts.models import School
from server.foundation import clock
from server.personal_phone import own_phone_settings
from server.personal_phone.dial_rules import dial, spaced, worldwide
from server.policy.models import Contact
from server.trips.countries import names
from server.trips.emergency_rules import Emergency, emergency_in, is_abroad
from server.trips.models import Trip
from server.trips.queries import TripSummary
from server.trips.trip_contacts import contacts_for

# The chair and the LADO are rung by the school.
ON_THE_CARD = ("base_contact", "office", "dsl", "headteacher")
# As much as a card of 85 mm has room for. A number is never cut.
LONGEST_TITLE, LONGEST_SCHOOL, LONGEST_WHO = 34, 36, 26
_HOUR = 3600


@dataclass(frozen=True)
class Line:
    """Somebody to ring: `number` as it is dialled, prefix and all, in groups; `extension` is asked for, not dialled."""

    who: str
    name: str
    number: str
    extension: str | None


@dataclass(frozen=True)
class PocketCard:
    """A trip's card. `clocks` is how far its clocks are from the school's, in words, null where they are not."""

    title: str
    when: str
    school: str
    is_abroad: bool
    country: str
    emergency: Emergency
    lines: list[Line]
    tell: str
    clocks: str | None


def card_of(school: str, trip: TripSummary) -> PocketCard:
    """The card of one trip."""
    abroad = is_abroad(trip.country)
    return PocketCard(
        title=cut(trip.title, LONGEST_TITLE),
        when=_days(trip),
        school=cut(School.get_by_id(school).name, LONGEST_SCHOOL),
        is_abroad=abroad,
        country=names().get(trip.country, trip.country),
        emergency=emergency_in(trip.country),
        lines=[_line(one, abroad=abroad) for one in _first_of_each(contacts_for(Trip.get_by_id(trip.id)))],
        tell=cut(own_phone_settings.told(school), LONGEST_WHO),
        clocks=clocks_apart(trip) if abroad else None,
    )


def cut(words: str, longest: int) -> str:
    """Words as far as there is room for them."""
    plain = " ".join(words.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def clocks_apart(trip: TripSummary) -> str | None:
    """How far a trip's clocks are from the school's at noon of its first day: "1 hour ahead"; None where they agree."""
    noon = datetime.combine(trip.starts_on, time(12))
    there, here = (noon.replace(tzinfo=zone).utcoffset() for zone in (ZoneInfo(trip.time_zone), clock.SCHOOL_TIME))
    apart = ((there - here).total_seconds() if there and here is not None else 0) / _HOUR
    if not apart:
        return None
    hours = f"{abs(apart):g}"
    return f"{hours} {'hour' if hours == '1' else 'hours'} {'ahead' if apart > 0 else 'behind'}"


def _days(trip: TripSummary) -> str:
    """The days of a trip, short: "27 Nov 2026", "30 Nov to 2 Dec 2026"."""
    first, last = trip.starts_on, trip.ends_on
    until = f"{last.day} {last:%b} {last.year}"
    if first == last:
        return until
    return f"{first.day} {first:%b}{'' if first.year == last.year else f' {first.year}'} to {until}"


def _first_of_each(contacts: list[Contact]) -> list[Contact]:
    first = {one.role: one for one in reversed(contacts)}
    return [first[role] for role in ON_THE_CARD if role in first]


def _line(contact: Contact, *, abroad: bool) -> Line:
    found = dial(contact.number)
    if found.dial is None or found.number is None:
        # No number that could be dialled: as the school wrote it, so that somebody can make something of it.
        number = contact.number
    elif abroad:
        number = spaced(worldwide(found.number) or found.number)
    else:
        number = spaced(found.dial)
    who, name = cut(contact.title, LONGEST_WHO), cut(contact.name, LONGEST_WHO)
    return Line(who, name, number, found.extension)
