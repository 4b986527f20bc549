"""What a trip may be set up as, and what is only warned of. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

# A term abroad is the longest anybody plans; more is a year typed wrong.
MOST_DAYS = 92
FURTHEST_AHEAD, FURTHEST_BACK = timedelta(days=3 * 366), timedelta(days=366)
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")
YES, NO = "yes", "no"


class NoTimeError(ValueError):
    """What was typed is no time of the day."""


@dataclass(frozen=True)
class Details:
    """What a trip is, where and when; `leaves` on its first day and `returns` on its last, by the school's clock."""

    title: str
    place: str
    starts_on: date
    ends_on: date
    leaves: time | None = None
    returns: time | None = None
    swims: bool = False

    def in_words(self) -> dict[str, str]:
        """Each part by the name it has on screen."""
        return {
            "title": self.title,
            "place": self.place,
            "first day": day_in_words(self.starts_on),
            "last day": day_in_words(self.ends_on),
            "leaves": time_in_words(self.leaves),
            "back": time_in_words(self.returns),
            "swimming": YES if self.swims else NO,
        }


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, list[str]]:
    """What is not the same any more: name -> [before, after]."""
    return {name: [old[name], words] for name, words in new.items() if old[name] != words}


def day_in_words(day: date) -> str:
    """A day so that nobody takes another for it: "Tue 3 Nov 2026"."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def time_in_words(at: time | None) -> str:
    """A time of the day, or nothing."""
    return f"{at:%H:%M}" if at else ""


def read_time(typed: str) -> time | None:
    """A time as people type it: 8:30, 08.30 or 0830. Nothing typed is none. Raises NoTimeError."""
    text = typed.strip()
    if not text:
        return None
    found = _TIME.fullmatch(text) if text.isascii() else None
    if found is None:
        raise NoTimeError("Give a time such as 08:30 or 15:45")
    return time(int(found[1]), int(found[2]))


def first_day_problem(day: date, today: date) -> str:
    """What is wrong with a first day, in words; "" when nothing is."""
    if day > today + FURTHEST_AHEAD:
        return "That is more than three years ahead. Look at the year"
    if day < today - FURTHEST_BACK:
        return "That is more than a year ago. Look at the year"
    return ""


def last_day_problem(first: date, last: date) -> str:
    """What is wrong with a last day, in words; "" when nothing is."""
    if last < first:
        return "The last day is before the first"
    days = (last - first).days + 1
    if days > MOST_DAYS:
        return f"That is a trip of {days:,} days. At most {MOST_DAYS} can be planned: look at the year"
    return ""


def return_problem(days: tuple[date, date], leaves: time | None, returns: time | None) -> str:
    """What is wrong with the time it is back, in words; "" when nothing is."""
    is_one_day = days[0] == days[1]
    return "It is back before it leaves" if is_one_day and leaves and returns and returns <= leaves else ""


@dataclass(frozen=True)
class Standing:
    """What is known of a trip as it is set up. `twins`: other trips of its title and first day."""

    has_leader: bool
    pupils: int
    phones: int
    twins: int = 0
    staff_left: Sequence[str] = ()
    clashes: Sequence[str] = ()
    places_outside: int = 0
    has_number: bool = True


def warnings(found: Standing) -> list[str]:
    """What somebody should look at before it leaves. None of it is forbidden."""
    told = {
        "Another trip has the same title and first day. If they are one, archive one of them.": bool(found.twins),
        "Nobody leads it yet.": not found.has_leader,
        "No pupil is on it yet.": not found.pupils,
        "No school phone goes with it yet.": not found.phones,
        "It has a base contact and no number for them: phones show the school’s own.": not found.has_number,
        f"{_joined(found.staff_left)} can no longer sign in. Look at who goes.": bool(found.staff_left),
        "In its plan something is on a day outside the trip.": bool(found.places_outside),
    }
    return [*(words for words, is_so in told.items() if is_so), *found.clashes]


def _joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@dataclass(frozen=True)
class Ticks:
    """Ticks on a page: of what it showed (`shown`), what was ticked. What it did not show stays as it is."""

    shown: frozenset[str] = field(default_factory=frozenset)
    ticked: frozenset[str] = field(default_factory=frozenset)

    def changes(self, now: frozenset[str]) -> tuple[list[str], list[str]]:
        """What is put on and what is taken off, in a fixed order."""
        added = (self.ticked & self.shown) - now
        return sorted(added), sorted((self.shown - self.ticked) & now)


def place_order(places: Sequence[tuple[str, int]], at: str) -> int:
    """Where something new goes among a day's (time, position): before the first that is later, else at the end."""
    later = [position for time_, position in places if at and time_ > at]
    return min(later) if later else max((position for _time, position in places), default=-1) + 1
