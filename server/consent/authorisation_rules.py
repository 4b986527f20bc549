"""What the headteacher's authorisations allow, on which days; never where nobody is ever photographed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.accounts.rules import Role
from server.consent.check_rules import ALWAYS_STOPS, CLOCKS_DIFFER, STOP, WARN

GIVES = (Role.HEADTEACHER,)
READS = (Role.OFFICE, Role.HEADTEACHER, Role.SLT, Role.DSL, Role.DEPUTY_DSL, Role.EVC)
ACTIVITY = "activity"
OWN_DEVICE = "own_device"
# What changes nothing on a phone: it is written down for whoever asks.
OTHER_KINDS = {
    "photographer": "A photographer from outside, such as the press or one who is hired",
    OWN_DEVICE: "Photos or film with somebody’s own phone or camera",
    "other": "Something else, such as film with the school’s own camera",
}
COMING, RUNNING, ENDED, REVOKED = "coming", "running", "ended", "revoked"
# In any words: no authorisation may be about these.
_NEVER = ("toilet", "changing room", "personal care")


@dataclass(frozen=True)
class Given:
    """An authorisation as lists and checks need it: `activity` null allows none, `trip` null is the whole school."""

    number: int
    activity: str | None
    trip: str | None
    from_on: date
    until_on: date
    conditions: str
    given_at: datetime
    revoked_at: datetime | None = None


def standing(one: Given, today: date) -> str:
    """Where it stands on a day: coming, running, ended or, whatever its days, revoked."""
    if one.revoked_at is not None:
        return REVOKED
    if today < one.from_on:
        return COMING
    return RUNNING if today <= one.until_on else ENDED


def may_be_authorised(activity: str) -> bool:
    """Whether an activity is none of those where nobody is ever photographed (R17)."""
    return activity.strip().casefold() not in {name.casefold() for name in ALWAYS_STOPS}


def names_what_never_may(words: str) -> bool:
    """Whether words are about toilets, changing rooms or personal care."""
    said = " ".join(words.casefold().replace("-", " ").split())
    return any(never in said for never in _NEVER)


def longest(from_on: date) -> date:
    """The last day that an authorisation from this day may have: a year of days, this one included."""
    try:
        over = from_on.replace(year=from_on.year + 1)
    except ValueError:  # from 29 February
        over = date(from_on.year + 1, 3, 1)
    return over - timedelta(days=1)


def concerns(one: Given, trip: str | None, first: date, last: date) -> bool:
    """Whether it is of this trip (null: of none) on any of these days, revoked or not."""
    return one.trip in (None, trip) and one.from_on <= last and first <= one.until_on


def is_given_at(one: Given, at: datetime) -> bool:
    """Whether it had been given by then, by clocks that may differ; a phone cannot have heard of it otherwise."""
    return one.given_at - CLOCKS_DIFFER <= at


def is_revoked_at(one: Given, at: datetime) -> bool:
    """Whether it had been revoked by then."""
    return one.revoked_at is not None and one.revoked_at <= at


def allows(one: Given, activity: str, trip: str | None, day: date) -> bool:
    """Whether it is about this activity on this trip on this day, revoked or not."""
    is_about = one.activity is not None and one.activity.casefold() == activity.casefold()
    return is_about and may_be_authorised(activity) and concerns(one, trip, day, day)


def with_allowed(
    activities: Sequence[Sequence[str]], given: Iterable[Given], trip: str, days: tuple[date, date]
) -> list[list[str]]:
    """A list's activities and, behind them, what is allowed of those that stop, the newest authorisation first.

    `given` are not revoked; `days` the list's first and last. What is allowed is [name, warn, line, first day, last
    day]: a phone goes by it on those days alone and by the school's own entry on all others.
    """
    stopped = [name for name, kind, _line in activities if kind == STOP and may_be_authorised(name)]
    allowed = [
        [name, WARN, line(one, days[0]), one.from_on.isoformat(), one.until_on.isoformat()]
        for one in sorted(given, key=lambda one: one.number, reverse=True)
        for name in stopped
        if concerns(one, trip, *days) and one.activity is not None and one.activity.casefold() == name.casefold()
    ]
    return [*map(list, activities), *allowed]


def line(one: Given, today: date) -> str:
    """What a phone says of it."""
    year = "" if one.until_on.year == today.year else f" {one.until_on.year}"
    until = f"{one.until_on.day} {one.until_on:%B}{year}"
    return f"Allowed by the headteacher: authorisation {one.number}, until {until}. {one.conditions}".strip()
