"""What is told beside a use of an own phone, when two are of one call, and its words on screen. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WITHHELD_NAMES = {
    "tried": "141 was dialled first; whether it hid the number is not known",
    "confirmed": "141 was dialled first, and whoever was called saw no number",
    "not_possible": "Not possible",
}
AGREED_NAMES = {"prior": "Agreed before the call", "retrospective": "To be agreed afterwards"}
WRITTEN_ON_NAMES = {"school_phone": "a school phone", "own_phone": "the own phone", "paper": "paper"}

END_BEFORE_START = "end_before_start"
OUTSIDE_TRIP = "outside_trip"
OWN_NUMBER = "own_number"
NO_AGREEMENT = "no_agreement"
# Nothing of it stops a use from being listed; whoever takes the report up reads it.
FLAG_NAMES = {
    END_BEFORE_START: "The end given is before the start.",
    OUTSIDE_TRIP: "The time given is on no day of the trip.",
    OWN_NUMBER: "The number given was the member of staff’s own. It is left out here.",
    NO_AGREEMENT: "No agreement was in force for this person on this trip.",
}
FLAG_TAGS = {
    END_BEFORE_START: "Ends before it starts",
    OUTSIDE_TRIP: "Outside the trip",
    OWN_NUMBER: "Own number left out",
    NO_AGREEMENT: "No agreement",
}
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "head", "headteacher", "teacher", "the")
)
# Two people write down one call from memory.
SAME_CALL = timedelta(minutes=15)
# An end that is earlier on the clock than the start is after midnight, if that makes a call and not a day.
LONGEST_CALL = timedelta(hours=3)


@dataclass(frozen=True)
class Call:
    """What tells one call from another: `number` in the form of dial_rules, or empty.

    `author` is whoever wrote it, or typed it from paper; `whose` whose phone it was, null where not known.
    """

    id: str
    trip: str | None
    author: str
    whose: str | None
    role: str | None
    name: str
    number: str
    began_at: datetime | None


def is_backwards(began_at: datetime | None, ended_at: datetime | None) -> bool:
    """Whether it ended before it began."""
    return began_at is not None and ended_at is not None and ended_at < began_at


def ended_after(began_at: datetime, ended_at: datetime) -> datetime:
    """The end of a call of which the clock times are known: the next day's, where it went past midnight."""
    next_day = ended_at + timedelta(days=1)
    return next_day if ended_at < began_at and next_day - began_at <= LONGEST_CALL else ended_at


def doubles_of(one: Call, others: Iterable[Call]) -> list[str]:
    """The ids of the uses that may be the same call, written down by somebody else: both are kept and linked."""
    return [other.id for other in others if _is_same_call(one, other)]


def _is_same_call(one: Call, other: Call) -> bool:
    if one.id == other.id or one.trip != other.trip or not (one.began_at and other.began_at):
        return False
    # Whoever rings the same number twice made two calls; one who types two people's paper may type one call twice.
    if one.author and (one.author, one.whose) == (other.author, other.whose):
        return False
    return abs(one.began_at - other.began_at) <= SAME_CALL and _is_same_person(one, other)


def _is_same_person(one: Call, other: Call) -> bool:
    pairs = (
        (one.number, other.number),
        (one.role, other.role),
        (folded(one.name), folded(other.name)),
    )
    return any(mine and mine == theirs for mine, theirs in pairs)


def folded(name: str) -> str:
    """A name as two people would both write it: no capitals, single spaces."""
    return " ".join(name.casefold().split())


def is_name_of(typed: str, name: str) -> bool:
    """Whether a name that was typed is this person's: the surname, and no given name that is another's.

    "Mrs Adeyemi", "R. Adeyemi" and "Adeyemi, Ruth" are Ruth Adeyemi; "Tom Adeyemi" is not.
    """
    *given, surname = _words(name) or [""]
    rest = [word for word in _words(typed) if word not in _TITLES]
    if not surname or surname not in rest:
        return False
    rest.remove(surname)
    return all(any(word in (one, one[0]) for one in given) for word in rest)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", name.casefold())
