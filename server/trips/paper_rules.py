"""Days and times as people write them on paper, and how a trip's days are worded. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo

_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?([0-5]\d))? ?(am|pm|a\.m\.|p\.m\.)?")
NOON = 12


def read_time(typed: str) -> time | None:
    """A time of the day: 14:32, 1432, 14.32, 2.32 pm. None where nothing was typed. Raises ValueError."""
    text = " ".join(typed.casefold().split())
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if not found or (found[2] is None and found[3] is None):
        raise ValueError(typed)
    hour, half = int(found[1]), (found[3] or "").replace(".", "")
    if half and not 1 <= hour <= NOON:
        raise ValueError(typed)
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    return time(hour, int(found[2] or 0))


def is_outside(at: datetime | None, days: tuple[date, date], zone: tzinfo) -> bool:
    """Whether an instant is on none of a trip's days (both included), where the trip is."""
    return at is not None and not days[0] <= at.astimezone(zone).date() <= days[1]


def day_in_words(day: date) -> str:
    """Such as "3 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def days_in_words(days: tuple[date, date]) -> str:
    """A trip's days, to follow "was": "on 3 November 2026", "from 3 November 2026 to 5 November 2026"."""
    first, last = days
    return f"on {day_in_words(first)}" if first == last else f"from {day_in_words(first)} to {day_in_words(last)}"
