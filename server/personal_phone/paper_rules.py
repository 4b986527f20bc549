"""Times as people write them on paper. Pure."""

from __future__ import annotations

import re
from datetime import time

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
