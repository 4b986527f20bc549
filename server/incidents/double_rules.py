"""Whether two reports may be of one event that two adults wrote down, and why, in words. Pure.

It only proposes: a person decides, and both reports stay. What it says names nobody and quotes nothing, since it
stands where the reports themselves may not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

# The same pupils named; else the same place; else, on one trip, the same category and nothing that speaks against it.
# On no trip a kind and a time alone say nothing: two knees are grazed in one playtime. Of a trip and none, nor does the
# place: there are as many moats and gates as trips.
SAME_PUPILS_WITHIN = timedelta(hours=2)
SAME_PLACE_WITHIN = timedelta(minutes=30)
SAME_CATEGORY_WITHIN = timedelta(minutes=10)
# As long as a day can be: the one on which the clocks go back.
A_DAY = timedelta(hours=25)
# What may be of any kind: nobody chose one, or an emergency that another wrote down as what it came of.
_ANY_KIND = frozenset({None, "emergency"})
_WORDS = re.compile(r"[^\W\d_]{2,}")
# Words that tell one pupil or place from no other.
_NO_NAMES = frozenset(
    """
    pupil pupils child children boy boys girl girls year class group reception nursery the and from with her his their
    our all one two three four five some several other others another not known unknown none nobody of in an at to by
    who whole both name names mr mrs miss ms
    """.split()  # noqa: SIM905 - easier to read and to add to than fifty quotes
)
_NO_PLACES = frozenset(
    """
    the an at by near in on of to and from with next our outside inside behind under over
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Told:
    """What tells one event from another. `at` is when it happened, as far as known; `author` a staff id, if known;
    `trip` the one of the school's that it is on, None for none.

    Where only its day is known it has no time: `at` is when that day begins, by the clock at school.
    """

    id: str
    trip: str | None
    category: str | None
    at: datetime
    place: str
    pupils: str
    phone: str
    author: str | None
    has_time: bool = True


@dataclass(frozen=True)
class _Alike:
    """How two texts compare: they share a word, or both say something and share none."""

    shares: bool
    is_unlike: bool


def why_one_event(one: Told, other: Told) -> str | None:
    """Why two reports may be of one event, in words; None where nothing says so. The same either way round."""
    if not _can_be(one, other):
        return None
    apart = _apart(one, other)
    pupils, place = _alike(one.pupils, other.pupils, _NO_NAMES), _alike(one.place, other.place, _NO_PLACES)
    is_same_category = one.category is not None and one.category == other.category
    is_no_wider = one.trip == other.trip
    is_unopposed = not pupils.is_unlike and not place.is_unlike
    is_likely = (
        (pupils.shares and apart <= (SAME_PLACE_WITHIN if place.is_unlike else SAME_PUPILS_WITHIN))
        or (is_no_wider and place.shares and not pupils.is_unlike and apart <= SAME_PLACE_WITHIN)
        or (is_no_wider and one.trip and is_same_category and is_unopposed and apart <= SAME_CATEGORY_WITHIN)
    )
    if not is_likely:
        return None
    alike = [
        words
        for words, is_so in (
            ("the kind of incident", is_same_category),
            ("who it was about", pupils.shares),
            ("the place", place.shares),
        )
        if is_so
    ]
    is_timed = one.has_time and other.has_time
    when = f"{_in_minutes(apart)} apart, {_by_whom(one, other)}" if is_timed else "On the same day, one with no time"
    return f"{when}. Alike: {', '.join(alike)}."


def pairs_among(told: Iterable[Told]) -> Iterator[tuple[Told, Told, str]]:
    """Every two that may be of one event, the earlier first, and why."""
    for one, other in near_among(told):
        why = why_one_event(one, other)
        if why:
            yield one, other, why


def near_among(told: Iterable[Told]) -> Iterator[tuple[Told, Told]]:
    """Every two, the earlier first, that nothing rules out but what was written of pupils and place."""
    rows = sorted(told, key=lambda one: (one.at, one.id))
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if other.at - one.at > (SAME_PUPILS_WITHIN if one.has_time else A_DAY):
                break
            if _can_be(one, other) and _apart(one, other) <= SAME_PUPILS_WITHIN:
                yield one, other


def _can_be(one: Told, other: Told) -> bool:
    """Whether nothing rules it out: no two trips, two people or phones, no two different kinds of incident.

    A phone that was given no list names no trip: what it tells may be of any.
    """
    is_two = one.phone != other.phone or bool(one.author and other.author and one.author != other.author)
    is_one_kind = bool(_ANY_KIND & {one.category, other.category}) or one.category == other.category
    is_one_trip = None in (one.trip, other.trip) or one.trip == other.trip
    return one.id != other.id and is_one_trip and is_two and is_one_kind


def _apart(one: Told, other: Told) -> timedelta:
    """How far apart they are, as far as is known: two of one day, of which one has no time, may be of one moment."""
    if one.has_time and other.has_time:
        return abs(one.at - other.at)
    of_day, beside = (other, one) if one.has_time else (one, other)
    is_same_day = beside.at.astimezone(of_day.at.tzinfo).date() == of_day.at.date()
    return timedelta() if is_same_day else timedelta.max


def _alike(one: str, other: str, too_common: frozenset[str]) -> _Alike:
    mine, theirs = (set(_WORDS.findall(text.casefold())) - too_common for text in (one, other))
    shares = bool(mine & theirs)
    return _Alike(shares, bool(mine and theirs) and not shares)


def _in_minutes(apart: timedelta) -> str:
    minutes = round(apart.total_seconds() / 60)
    return "Less than a minute" if minutes == 0 else f"{minutes} minute{'' if minutes == 1 else 's'}"


def _by_whom(one: Told, other: Told) -> str:
    if one.phone == other.phone:
        return "by two people on one phone"
    return "by one person on two phones" if one.author and one.author == other.author else "on two phones"
