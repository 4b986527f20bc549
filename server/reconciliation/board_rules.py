"""Where a trip and its phones stand on a board, and what is new to somebody. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

# What a phone is: not gone yet, out, at school again, or not heard of at all since it should have gone.
STAYS, GONE, AT_SCHOOL, UNHEARD = "stays", "gone", "at_school", "unheard"
# A phone heard of on the last afternoon or later, with nothing left, came back (silence.py asks the same).
LAST_AFTERNOON = time(15)
# Looks with less than this between them are one visit: what was new at its beginning stays new until its end.
ONE_VISIT = timedelta(minutes=10)
# Phones are handed out from the evening before on.
HANDED_OUT_BEFORE = timedelta(days=1)


class Days(Protocol):
    """A trip's days at the school, both included."""

    @property
    def starts_on(self) -> date:
        """The first."""

    @property
    def ends_on(self) -> date:
        """The last."""


@dataclass(frozen=True)
class OneDay:
    """A day as the days of a trip: for what belongs to none."""

    starts_on: date

    @property
    def ends_on(self) -> date:
        """The same day."""
        return self.starts_on


@dataclass(frozen=True)
class PhoneFacts:
    """What tells where a phone is: its loans of this trip, when it was checked out and last heard, what it holds.

    `out_at` is of the loan that it is out on now, None when it is out on none; `back_at` is when it last came back.
    """

    out_at: datetime | None
    back_at: datetime | None
    checked_at: datetime | None
    heard_at: datetime | None
    holds_something: bool


def where_is(phone: PhoneFacts, trip: Days, now: datetime, zone: tzinfo) -> str:
    """One of the four above. Where nobody notes loans, what it told of itself says whether it came back."""
    today = now.astimezone(zone).date()
    if phone.out_at is not None:
        return GONE
    if phone.back_at is not None:
        return AT_SCHOOL
    if today < trip.starts_on:
        return STAYS
    begins = datetime.combine(trip.starts_on, time(), zone)
    if phone.checked_at is None and (phone.heard_at is None or phone.heard_at < begins):
        return UNHEARD
    if today <= trip.ends_on:
        return GONE
    return AT_SCHOOL if _came_back(phone, trip, zone) else GONE


def _came_back(phone: PhoneFacts, trip: Days, zone: tzinfo) -> bool:
    since = datetime.combine(trip.ends_on, LAST_AFTERNOON, zone)
    return phone.heard_at is not None and phone.heard_at >= since and not phone.holds_something


def is_watched(trip: Days, today: date, *, is_any_out: bool) -> bool:
    """Whether an open board asks for news by itself: on the trip's days, and before and after while a phone is out.

    Long before, a phone that is out is out on another trip.
    """
    if trip.starts_on <= today <= trip.ends_on:
        return True
    return is_any_out and today >= trip.starts_on - HANDED_OUT_BEFORE


@dataclass(frozen=True)
class Look:
    """Somebody's looks: new is what arrived after number `seen_n`, last seen at `seen_at`.

    `latest_n` and `looked_at` are of their last look.
    """

    seen_n: int
    seen_at: datetime
    latest_n: int
    looked_at: datetime


def looked(before: Look | None, latest_n: int, now: datetime) -> Look:
    """Somebody's looks after one more, when the last arrival is `latest_n`. To a newcomer nothing is new."""
    if before is None:
        return Look(latest_n, now, latest_n, now)
    if now - before.looked_at >= ONE_VISIT:
        return Look(before.latest_n, before.looked_at, latest_n, now)
    return Look(before.seen_n, before.seen_at, latest_n, now)
