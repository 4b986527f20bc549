"""When a trip's phones open and carry its list, and how a pupil is named on it. Pure; phones keep the same window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from server.accounts.rules import Role

# Who chooses what a trip's list carries.
PLANS_TRIPS = (Role.OFFICE, Role.EVC, Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
# Who reads what was agreed about own phones; its pages are personal_phone's.
READS_OWN_PHONES = (*PLANS_TRIPS, Role.SLT)
# As what somebody joins one trip who is not on the school's staff.
SUPPLY, HELPER = "supply", "helper"
JOINER_PARTS = {
    SUPPLY: "A supply teacher or other member of staff: they get a code, and use a school phone",
    HELPER: "A helper or volunteer: they get a card, and no phone and no list",
}
# How far a trip has come, for everybody: its name on screen and its colour.
STATE_NAMES = {
    "coming": ("Coming", "grey"),
    "out": ("Out today", "blue"),
    "back": ("Back, not checked off", "orange"),
    "signed_off": ("Checked off", "green"),
    "reopened": ("Open again", "red"),
    "archived": ("Archived", "grey"),
}
# How many digits of a pupil's id stand for them on a list and in what a phone says of it.
KEY_DIGITS = 8
EVENING_BEFORE = time(18)
AFTER_END = timedelta(hours=12)
LATE = timedelta(hours=12)
MOST_LATE = 2


@dataclass(frozen=True)
class Window:
    """From when until when, as instants. A list is good a day longer, for those who run late."""

    opens: datetime
    closes: datetime

    @property
    def list_ends(self) -> datetime:
        """After this no phone shows the list, however late they run."""
        return self.closes + LATE * MOST_LATE

    def has_list_at(self, now: datetime) -> bool:
        """Whether the school hands the list out."""
        return self.opens <= now < self.list_ends


def window(starts_on: date, ends_on: date, zone: tzinfo) -> Window:
    """From 18:00 the evening before the first day to twelve hours after the end of the last."""
    opens = datetime.combine(starts_on - timedelta(days=1), EVENING_BEFORE, zone)
    end = datetime.combine(ends_on + timedelta(days=1), time(0), zone)
    # Hours that pass, also where the clocks change in that night.
    return Window(opens, datetime.fromtimestamp((end.timestamp() + AFTER_END.total_seconds()), zone))


def short_names(pupils: Sequence[tuple[str, str]]) -> list[str]:
    """First name and the fewest letters of the last that tell everybody apart: "Maya B.", "Maya Be."."""
    names = list(pupils)
    longest = max((len(last) for _first, last in names), default=0)
    short = [_short(first, last, 1) for first, last in names]
    for letters in range(2, longest + 1):
        # "Maya Bar." and "Maya Bar" would be read as one.
        twice = {name for name, count in Counter(one.rstrip(".") for one in short).items() if count > 1}
        if not twice:
            break
        short = [
            _short(first, last, letters) if name.rstrip(".") in twice else name
            for name, (first, last) in zip(short, names, strict=True)
        ]
    return short


def _short(first: str, last: str, letters: int) -> str:
    if not last:
        return first
    return f"{first} {last}" if letters >= len(last) else f"{first} {last[:letters]}."


def short_keys(ids: Sequence[str]) -> list[str]:
    """What a list calls each pupil by: the first digits of their id, more of them for those who share these."""
    digits = [one.replace("-", "") for one in ids]
    longest = max((len(one) for one in digits), default=0)
    keys = [one[:KEY_DIGITS] for one in digits]
    for length in range(KEY_DIGITS + 1, longest + 1):
        twice = {key for key, count in Counter(keys).items() if count > 1}
        if not twice:
            break
        keys = [one[:length] if key in twice else key for key, one in zip(keys, digits, strict=True)]
    return keys
