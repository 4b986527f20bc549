"""What a phone on a trip knows of a no saved at school, what to say to it, and a time as somebody types it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo

WORDS = "No photos of {name} from now on. On the phone: “Take a photo”, “The school rang”, and tap the name."
NO_LIST, HEARD, RANG, TOLD, TO_RING, LOST = "no_list", "heard", "rang", "told", "to_ring", "lost"
_TIME = re.compile(r"^([01]?[0-9]|2[0-3])[:.]([0-5][0-9])$")


def turned(before: Mapping[str, bool], after: Mapping[str, bool]) -> list[str]:
    """The purposes of which somebody might be in a photo and may not any more."""
    return [purpose for purpose, may in before.items() if may and not after.get(purpose)]


def standing(
    *, list_at: datetime | None, heard_at: datetime | None, has_rung: bool, is_told: bool, is_lost: bool
) -> str:
    """What a phone knows of it, and from where; `to_ring` where nothing shows that it knows.

    A phone without a list photographs no pupil. What is tapped on it after a call counts as what is told.
    """
    if heard_at:
        return HEARD
    if is_told:
        return TOLD
    if has_rung:
        return RANG
    if list_at is None:
        return NO_LIST
    return LOST if is_lost else TO_RING


def read_time(typed: str) -> str | None:
    """A time of the day as "16:30", from what somebody typed; None where it is none."""
    found = _TIME.match(typed.strip())
    return f"{int(found[1]):02}:{found[2]}" if found else None


def on_the_day(day: date, clock_time: str, zone: tzinfo) -> datetime:
    """That time of that day, as an instant."""
    hour, minute = (int(part) for part in clock_time.split(":"))
    return datetime.combine(day, time(hour, minute), zone)
