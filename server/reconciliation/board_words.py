"""What a board says: its numbers with the page behind each, a phone in a line, and where each thing stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from server.reconciliation import board_rules
from server.reconciliation.board_items import Missing
from server.reconciliation.board_numbers import list_at, place_of
from server.reconciliation.board_sight import Sight
from server.reconciliation.boards import PhoneBoard, TripBoard, instant

# By the number's name: what it is called, and its tone where it is more than none.
FIRST = {
    "announced": ("announced", ""),
    "arrived": ("arrived", ""),
    "missing": ("missing", "bad"),
    "waiting": ("waiting on phones", "warn"),
    "held": ("held to check", "warn"),
}
REST = {
    "phones_back": "Phones back",
    "incidents_open": "Incidents open",
    "alerts_open": "Alerts nobody has taken up",
    "items_kept": "Items kept",
    "doubles": "Reports that may be one event",
    "photos_taken": "Photos taken",
    "photos_at_school": "Photos at school",
    "photos_off_phone": "Photos off the phone",
    "consent_exceptions": "Checks before photos to look at",
    "uses": "Own phones used",
    "agreements": "Own phones agreed",
    "uses_without_agreement": "Used with no agreement",
}
# What of it is asked of what names no trip: the rest is a trip's.
OF_NONE = ("doubles",)
# What a number is out of, where that says more than the number alone.
OUT_OF = {
    "items_kept": "items",
    "phones_back": "phones",
    "incidents_open": "incidents",
    "photos_off_phone": "photos_taken",
}
# Where a number that is not nought wants somebody to look.
WANTING = frozenset(
    {"alerts_open", "doubles", "consent_exceptions", "uses_without_agreement", "incidents_open", "items_kept"}
)
PLACES = {
    board_rules.STAYS: ("Not out yet", "grey"),
    board_rules.GONE: ("Out", "blue"),
    board_rules.AT_SCHOOL: ("Back", "green"),
    board_rules.UNHEARD: ("Not heard of", "orange"),
}


@dataclass(frozen=True)
class Number:
    """A number of a board: its name, what it says, the address of its list, and how much it matters."""

    key: str
    name: str
    value: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class PhoneLine:
    """A phone of a board, with what is worked out of its rows."""

    phone: PhoneBoard
    place: tuple[str, str]
    list_at: datetime | None
    out_at: datetime | None
    back_at: datetime | None


def first_numbers(trip: str | None, numbers: Mapping[str, int]) -> list[Number]:
    """The large numbers: what phones told of, and what of it is here."""
    return [
        Number(key, name, str(numbers[key]), address(trip, key), _tone(key, tone, numbers[key]))
        for key, (name, tone) in FIRST.items()
    ]


def _tone(key: str, tone: str, value: int) -> str:
    return tone if value else ("good" if key == "missing" else "")


def other_numbers(trip: str, numbers: Mapping[str, int], sight: Sight) -> list[Number]:
    """The rest, as far as somebody sees it."""
    return _rest(trip, numbers, sight, REST)


def numbers_of_none(numbers: Mapping[str, int], sight: Sight) -> list[Number]:
    """The same of what names no trip."""
    return _rest(None, numbers, sight, OF_NONE)


def _rest(trip: str | None, numbers: Mapping[str, int], sight: Sight, keys: Collection[str]) -> list[Number]:
    hidden = _hidden(sight)
    return [
        Number(
            key, REST[key], _value(key, numbers), address(trip, key), "warn" if key in WANTING and numbers[key] else ""
        )
        for key in keys
        if key not in hidden
    ]


def _value(key: str, numbers: Mapping[str, int]) -> str:
    return f"{numbers[key]} of {numbers[OUT_OF[key]]}" if key in OUT_OF else str(numbers[key])


def _hidden(sight: Sight) -> set[str]:
    incidents = set() if sight.sees_incidents else {"incidents_open", "alerts_open", "doubles"}
    uses = set() if sight.sees_uses else {"uses", "uses_without_agreement"}
    items = set() if sight.sees_items else {"items_kept"}
    return incidents | uses | items | (set() if sight.sees_checks else {"consent_exceptions"})


def address(trip: str | None, key: str) -> str:
    """Where the list behind a number is."""
    if trip is None:
        return url_for("boards.of_none", part=key)
    if key == "uses":
        return url_for("own_phones.every_use", trip=trip)
    if key == "items_kept":
        return url_for("custody.items", trip=trip)
    return url_for("boards.of_trip", trip_id=trip, part=key)


def lines_of(board: TripBoard, days: board_rules.Days) -> list[PhoneLine]:
    """The phones of a board, in order."""
    return [
        PhoneLine(
            phone=phone,
            place=PLACES[place_of(phone, days)] if phone.is_schools else ("", "grey"),
            list_at=list_at(phone),
            out_at=instant(phone.facts.get("out_at")),
            back_at=instant(phone.facts.get("back_at")),
        )
        for phone in board.phones
    ]


def pressing(board: TripBoard, days: board_rules.Days, most: int) -> list[PhoneLine]:
    """The phones of a board, of very many those with something missing, held or waiting before the others."""
    by_need = sorted(board.phones, key=lambda one: not (one.missing or one.held or one.waiting or not one.is_schools))
    shown = {one.phone for one in by_need[:most]}
    return lines_of(replace(board, phones=[one for one in board.phones if one.phone in shown]), days)


def ring(told: Sequence[str]) -> str:
    """Whom to ring about an alert that nobody has taken up, by the names of those who were told of it."""
    if not told:
        return "Nobody was told of it. Tell the headteacher."
    if len(told) == 1:
        return f"Ring {told[0]}, who was told of it: they take it up."
    return f"Ring {', '.join(told[:-1])} or {told[-1]}, who were told of it: one of them takes it up."


def what_is(item: Missing) -> str:
    """A missing item in two or three words."""
    if item.type is None:
        return f"number {item.seq}"
    return f"{'photo or file' if item.type == 'blob' else 'report'} number {item.seq}"
