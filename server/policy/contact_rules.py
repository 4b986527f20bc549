"""When a contact is out of date, what can be rung, and which of two says what counts of a national body. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from server.accounts.rules import Role

# Who keeps what every phone says of whom to ring.
KEEPS_CONTACTS = (Role.OFFICE, Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
# The texts of this release were checked for this one (R66-R68).
CHECKED_FOR = "england"
NATIONS = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}
CHECK_DAYS, LEAST_DAYS, MOST_DAYS = 90, 7, 366
LONGEST_TITLE, LONGEST_NAME, LONGEST_NUMBER, LONGEST_ADDRESS = 60, 100, 30, 200
# Every phone carries them all, in clear, with each contact.
MOST_IN_A_LIST, MOST_AUTHORITIES = 30, 40
# Of E.164; 101 is the shortest that is rung.
_FEWEST_FIGURES, _MOST_FIGURES, _SHORT_FIGURES = 3, 15, 6
_BETWEEN = re.compile(r"[\s().-]")
_NO_NUMBER = "That is no phone number. Give one such as 01632 960100, or 101"
_SHORTENED = "A number begins with 0 or +. Spreadsheets drop a 0 in front"
_NOT_AN_ADDRESS = "Give a whole web address, beginning with https://"


@dataclass(frozen=True)
class Said:
    """What somebody gives of a contact. `number` and `address` are as they are shown; one of them may be ""."""

    role: str
    title: str
    name: str
    number: str
    address: str

    def differs(self, other: Said) -> dict[str, list[str]]:
        """What changes from this to another: [before, after] by the field's name."""
        pairs = {name: [getattr(self, name), getattr(other, name)] for name in self.__dataclass_fields__}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def number_problem(number: str) -> str:
    """What is wrong with a number to ring, in words; "" when nothing is. None at all is well."""
    if not number:
        return ""
    if "@" in number:
        return "That is an e-mail address. Give the number to ring"
    figures = _BETWEEN.sub("", number)
    bare = figures.removeprefix("+")
    if not (bare.isascii() and bare.isdigit()) or not _FEWEST_FIGURES <= len(bare) <= _MOST_FIGURES:
        return _NO_NUMBER
    return "" if figures.startswith(("0", "+")) or len(bare) <= _SHORT_FIGURES else _SHORTENED


def address_problem(address: str) -> str:
    """The same of a web address."""
    if not address:
        return ""
    if "@" in address:
        return "That is an e-mail address. Nothing about a pupil goes by e-mail: give a web address, or a number"
    try:
        parts = urlsplit(address)
    except ValueError:
        return _NOT_AN_ADDRESS
    is_whole = parts.scheme in ("https", "http") and "." in (parts.hostname or "")
    return "" if is_whole and address.isprintable() and " " not in address else _NOT_AN_ADDRESS


def checked_after(before: tuple[Said, date | None], now: Said, today: date | None) -> date | None:
    """When a contact counts as checked once it says something else: `today` where somebody has just checked it.

    A number that changed and that nobody has rung yet was never checked.
    """
    said, checked_on = before
    is_same = (said.number, said.address) == (now.number, now.address)
    return today or (checked_on if is_same else None)


def is_overdue(checked_on: date | None, today: date, days: int) -> bool:
    """Whether a contact has to be checked again."""
    return checked_on is None or today - checked_on > timedelta(days=days)


def checked_in_words(checked_on: date | None, today: date, days: int) -> str:
    """When it was last checked and how long ago; a day still to come has no age."""
    if checked_on is None:
        return "Never checked: it may be wrong"
    day, ago = on_paper(checked_on), (today - checked_on).days
    if is_overdue(checked_on, today, days):
        return f"Not checked since {day}, {ago} days ago: it may be out of date"
    if ago < 0:
        return f"Last checked {day}"
    age = "today" if ago == 0 else f"{ago} {'day' if ago == 1 else 'days'} ago"
    return f"Last checked {day}, {age}"


def on_paper(day: date) -> str:
    """A day with its year: "3 Nov 2026"."""
    return f"{day.day} {day:%b} {day.year}"


def what_counts(release: Sequence[Mapping[str, Any]], own: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """National bodies in the release's order: each as the school says it, unless the release checked it later."""
    mine = {one["role"]: one for one in own}
    return [_later(one, mine.get(one["role"])) for one in release]


def _later(given: Mapping[str, Any], own: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return given if own is None or (own["checked_on"] or "") < given["checked_on"] else own


def nation_note(nation: str) -> str:
    """For which nation the texts are, and what to do in another one."""
    if nation == CHECKED_FOR:
        return "Checked for England."
    return f"These texts are England’s, and were not checked for {NATIONS[nation]}. Ask the school what holds there."
