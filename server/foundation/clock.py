"""The server's clock: every module asks it here, so that a test can set it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

SCHOOL_TIME = ZoneInfo("Europe/London")
# Outside these, turning an instant into school time fails; a phone's clock can claim anything.
EARLIEST_YEAR, LATEST_YEAR = 1969, 3000


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date where the school is."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The date of an instant where the school is."""
    return instant.astimezone(SCHOOL_TIME).date()


def in_words(instant: datetime) -> str:
    """Word an instant where the school is: "Tue 3 Nov, 14:32", with the year when it is another one."""
    local = instant.astimezone(SCHOOL_TIME)
    year = "" if local.year == today().year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


def from_millis(millis: int) -> datetime:
    """An instant as the database keeps it."""
    return datetime.fromtimestamp(millis / 1000, UTC)


def as_text(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as it goes over the wire: 2026-11-21T08:10:00.000Z."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read RFC 3339. Raises ValueError for anything else, for a time without a zone, and for one no phone can mean."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("a time without a zone")
    if not EARLIEST_YEAR < instant.year < LATEST_YEAR:
        raise ValueError("a time no phone can mean")
    return instant.astimezone(UTC)


def instant_in(value: Any) -> datetime | None:
    """The same of what a record holds; None for anything that is no such time."""
    try:
        return from_text(value)
    except (TypeError, ValueError, OverflowError):
        return None
