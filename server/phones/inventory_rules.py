"""A list of phones beside the inventory: which would be added, which changed and how, and what is wrong. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from server.phones.rules import name_key, name_problem, read_name
from server.phones.sheet_rules import Row, Sheet

LONGEST_DETAIL = 80
# What a file may change, with its headings. Set-up, custody and loans are not among it.
COLUMNS = {
    "name": "Name",
    "make_and_model": "Make and model",
    "serial_number": "Serial number",
    "asset_tag": "Asset tag",
    "number": "Its own number",
    "sim": "SIM",
    "can_ring": "Can it ring",
}
_YES, _NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015/]")
_SHORTENED = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
_NUMBER = re.compile(r"\+[0-9]{8,15}|0[0-9]{9,16}")


@dataclass(frozen=True)
class Kept:
    """A phone as the inventory has it: its values by field, all as text ("yes" and "no" for whether it can ring)."""

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """One field of a phone: its heading, what it was and what it would be."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row: the phone it is about (None for a new one), its values then, and what is wrong."""

    line: int
    phone: str | None
    values: Mapping[str, str]
    changes: Sequence[Change] = ()
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class Plan:
    """What would become of a whole file. With anything wrong, nothing of it is to be done."""

    outcomes: Sequence[Outcome]
    strangers: Sequence[str]

    @property
    def wrong(self) -> list[Outcome]:
        """The rows in error."""
        return [one for one in self.outcomes if one.problems]

    @property
    def added(self) -> list[Outcome]:
        """The rows of phones that are new."""
        return [one for one in self.outcomes if not one.problems and one.phone is None]

    @property
    def changed(self) -> list[Outcome]:
        """The rows that change a phone."""
        return [one for one in self.outcomes if not one.problems and one.phone and one.changes]

    @property
    def unchanged(self) -> list[Outcome]:
        """The rows of phones that stay as they are."""
        return [one for one in self.outcomes if not one.problems and one.phone and not one.changes]

    @property
    def mark(self) -> str:
        """The same for two plans that do the same (hex SHA-256): what was looked at is what is done."""
        added = [dict(one.values) for one in self.added]
        parts = [[one.phone, [[part.heading, part.before, part.after] for part in one.changes]] for one in self.changed]
        return hashlib.sha256(json.dumps([added, parts], sort_keys=True).encode()).hexdigest()


def compare(sheet: Sheet, inventory: Sequence[Kept]) -> Plan:
    """Hold every row against the inventory (the oldest phone first): by name, then by serial number.

    What the inventory has already is not judged anew, so that a list taken out of it can always be put back.
    """
    matches = _matches(sheet.rows, inventory)
    alone = [_outcome(row, kept) for row, kept in zip(sheet.rows, matches, strict=True)]
    return Plan(_judged_together(alone, inventory), sheet.strangers)


def number_problem(number: str) -> str:
    """What is wrong with a phone's own number, in words; "" when nothing is. None at all is well."""
    if not number or _NUMBER.fullmatch(_BETWEEN.sub("", number)):
        return ""
    if _SHORTENED.fullmatch(number):
        return "The spreadsheet has shortened the number. Format that column as text and type the number again"
    if _BETWEEN.sub("", number).isdecimal() and not number.startswith("0"):
        return "A number begins with 0 or +. Spreadsheets drop a 0 unless the column is formatted as text"
    return "That is no phone number. Give one such as 07700 900123 or +44 7700 900123, or leave the cell empty"


def _matches(rows: Sequence[Row], inventory: Sequence[Kept]) -> list[Kept | None]:
    newest_first = list(reversed(inventory))
    by_key = {name_key(kept.values["name"]): kept for kept in newest_first}
    # Two that were told apart once are still told apart by their exact names.
    exact = {kept.values["name"]: kept for kept in newest_first}
    names = [read_name(row.cells["name"]) for row in rows]
    found = [exact.get(name) or by_key.get(name_key(name)) for name in names]
    times = Counter(serial_key(kept.values["serial_number"]) for kept in inventory)
    taken = {kept.id for kept in found if kept}
    free = {
        serial: kept
        for kept in inventory
        if (serial := serial_key(kept.values["serial_number"])) and times[serial] == 1 and kept.id not in taken
    }
    return [
        kept or free.pop(serial_key(row.cells.get("serial_number", "")), None)
        for row, kept in zip(rows, found, strict=True)
    ]


def serial_key(serial: str) -> str:
    """What makes two serial numbers one."""
    return "".join(serial.split()).casefold()


def _outcome(row: Row, kept: Kept | None) -> Outcome:
    before = kept.values if kept else {}
    given = {field: read_name(cell) for field, cell in row.cells.items()}
    if kept and name_key(given["name"]) == name_key(kept.values["name"]):
        given["name"] = kept.values["name"]
    values = {**dict.fromkeys(COLUMNS, ""), **before, **given, "can_ring": _can_ring(given, before)}
    differing = [field for field in COLUMNS if values[field] != before.get(field)]
    problems = [problem for field in differing if (problem := _problem(field, values[field]))]
    if row.is_too_long:
        problems.append("There are more cells than headings. A cell with a comma in it needs quotation marks")
    changes = [Change(COLUMNS[field], before[field], values[field]) for field in differing] if kept else []
    return Outcome(row.line, kept.id if kept else None, values, changes, problems)


def _can_ring(given: Mapping[str, str], before: Mapping[str, str]) -> str:
    typed = given.get("can_ring", "").casefold()
    if not typed:
        # One that comes with a number of its own can ring.
        return before.get("can_ring") or ("yes" if given.get("number") else "no")
    return "yes" if typed in _YES else "no" if typed in _NO else given["can_ring"]


def _problem(field: str, value: str) -> str:
    if field == "name":
        return name_problem(value) if value else "The name is missing"
    if field == "can_ring" and value not in {"yes", "no"}:
        return f"{COLUMNS[field]} is neither yes nor no"
    if len(value) > LONGEST_DETAIL:
        return f"{COLUMNS[field]} is longer than {LONGEST_DETAIL} characters"
    if not value.isprintable():
        return f"{COLUMNS[field]} has a character that cannot be shown"
    return number_problem(value) if field == "number" else ""


def _judged_together(outcomes: Sequence[Outcome], inventory: Sequence[Kept]) -> list[Outcome]:
    first_lines: dict[str, int] = {}
    serials = _serials_then(outcomes, inventory)
    judged = []
    for one in outcomes:
        first = min(first_lines.setdefault(mark, one.line) for mark in _marks(one))
        problems = list(one.problems)
        if first != one.line:
            problems.append(f"The same phone stands in line {first} already")
        elif _is_taken(one, serials):
            problems.append("Another phone has that serial number")
        judged.append(replace(one, problems=problems))
    return judged


def _marks(one: Outcome) -> list[str]:
    """What no two rows share: the phone they are about, and a name that is new."""
    is_named_anew = one.phone is None or _changes(one, "name")
    named = [f"name {name_key(one.values['name'])}"] if is_named_anew and one.values["name"] else []
    return [f"phone {one.phone or one.line}", *named]


def _serials_then(outcomes: Sequence[Outcome], inventory: Sequence[Kept]) -> Counter[str]:
    """How many phones would have each serial number."""
    then = {kept.id: kept.values["serial_number"] for kept in inventory}
    then.update({one.phone or str(one.line): one.values["serial_number"] for one in outcomes})
    return Counter(serial_key(serial) for serial in then.values() if serial)


def _is_taken(one: Outcome, serials: Counter[str]) -> bool:
    is_given = one.phone is None or _changes(one, "serial_number")
    return is_given and serials[serial_key(one.values["serial_number"])] > 1


def _changes(one: Outcome, field: str) -> bool:
    return any(change.heading == COLUMNS[field] for change in one.changes)
