"""Who of a group may be in a picture now, by today's list and what changed on the day. Pure; phones ask the same.

Held by tests/golden/consent.json in both languages (pwa/consent/check_rules.js).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from server.consent.rules import PURPOSE_NAMES

# Where nobody is ever photographed, whatever else a school chooses (R17).
ALWAYS_STOPS = ("Toilets", "Changing rooms", "Personal care")
WARN, STOP = "warn", "stop"
# Name, kind and line; what holds on some days alone has those behind.
WITHOUT_DAYS = 3
GO = "go"
SAID_NO, SCHOOL_RANG = "said_no_today", "school_rang"
# The school's clock and a phone's may differ by so much.
CLOCKS_DIFFER = timedelta(minutes=10)
_PLACE = {purpose: place for place, purpose in enumerate(PURPOSE_NAMES)}


@dataclass(frozen=True)
class Asked:
    """What is asked: a picture for this purpose, here, of these pupils, named by their keys."""

    purpose: str | None
    place: str | None
    activity: str | None
    pupils: Sequence[str]


@dataclass(frozen=True)
class TodaysList:
    """What a list says. `may` has for each key an entry a purpose: 0, 1, or the last day of a yes as YYYY-MM-DD.

    `confirmed_at` is when the school last said that it holds; `activities` are [name, warn or stop, line], or with a
    first and a last day behind that, on which alone it holds and goes before the one without days.
    """

    confirmed_at: datetime
    warns_hours: float
    stops_hours: float
    activities: Sequence[Sequence[str]]
    may: Mapping[str, Sequence[int | str]]


@dataclass(frozen=True)
class Answer:
    """Go or stop. `out` are the keys of who must step out, `stops` what stops everybody, `warns` what to mind."""

    outcome: str
    out: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    warns: list[str] = field(default_factory=list)


def answer(asked: Asked, todays: TodaysList | None, changed: Iterable[str], *, now: datetime, day: date) -> Answer:
    """The answer at an instant and on a day, both the school's. `changed` are the keys of who said no since.

    Whoever the list does not name is out, and so is everybody where there is no list.
    """
    no, last, place = set(changed), day.isoformat(), _PLACE.get(asked.purpose or "")
    stops, warns = _about_the_place(asked, todays.activities if todays else (), last)
    _minding(stops, warns, todays, now)
    if not asked.pupils:
        stops.append("nobody")
    may = todays.may if todays else {}
    out = [key for key in asked.pupils if key in no or not _holds(may.get(key), place, last)]
    return Answer(STOP if stops or out else GO, out, stops, warns)


def standing(changes: Iterable[tuple[str, str, date]], day: date) -> set[str]:
    """Who is out on this day by (key, change, its day): a pupil's own no is of one day, the school's word stays."""
    return {key for key, change, of in changes if change == SCHOOL_RANG or of == day}


def _holds(entries: Sequence[int | str] | None, place: int | None, day: str) -> bool:
    if entries is None or place is None or place >= len(entries):
        return False
    entry = entries[place]
    return entry == 1 or (isinstance(entry, str) and day <= entry)


def _about_the_place(asked: Asked, activities: Sequence[Sequence[str]], day: str) -> tuple[list[str], list[str]]:
    if asked.place in ALWAYS_STOPS or asked.activity in ALWAYS_STOPS:
        return ["place"], []
    kind = _kind_on(day, [one for one in activities if one[0] == asked.activity])
    return (["activity"] if kind == STOP else []), (["activity"] if kind == WARN else [])


def _kind_on(day: str, entries: Sequence[Sequence[str]]) -> str | None:
    """What a list says of one activity on a day; it stops where there is an entry for other days alone."""
    of_days = [one for one in entries if len(one) > WITHOUT_DAYS]
    todays = [one for one in of_days if len(one) > WITHOUT_DAYS + 1 and one[3] <= day <= one[4]]
    usual = [one for one in entries if len(one) <= WITHOUT_DAYS]
    return next((one[1] for one in (*todays, *usual)), STOP if of_days else None)


def _minding(stops: list[str], warns: list[str], todays: TodaysList | None, now: datetime) -> None:
    """Add what the list's age says."""
    if todays is None:
        stops.append("no_list")
        return
    age = now - todays.confirmed_at
    if age < -CLOCKS_DIFFER:
        stops.append("clock")
    elif age >= timedelta(hours=todays.stops_hours):
        stops.append("list_old")
    elif age >= timedelta(hours=todays.warns_hours):
        warns.append("list_old")
