"""A pupil roll beside the one at school: who is new, who changed, who is missing, and which rows are wrong. Pure.

A pupil is known by UPN, then by admission number, then by name and date of birth. Twins differ in their first names;
two pupils of one name need a number or a date of birth that tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from server.phones.sheet_rules import NotRead
from server.school.list_rules import WrongRow, columns_of, mark_of, name_in, named, said, strangers
from server.trips.grid_rules import Grid
from server.trips.identity_rules import HEADINGS, Identity
from server.trips.match_rules import Known, Roll, name_key, number_key, upn_key

# The largest schools of the country have a quarter of that.
MOST_PUPILS = 20_000
LONGEST_NUMBER = 30
COLUMNS = {
    "first_name": "First name",
    "last_name": "Last name",
    "class_name": "Class",
    "upn": "UPN",
    "admission_number": "Admission number",
    "date_of_birth": "Date of birth",
}
_HEADINGS = {
    "first_name": HEADINGS["forename"],
    "last_name": HEADINGS["surname"],
    "full_name": HEADINGS["full_name"],
    "class_name": "class classname form formgroup tutorgroup registrationgroup reggroup registrationform reg",
    "upn": HEADINGS["upn"],
    "admission_number": HEADINGS["admission_number"],
    "date_of_birth": "dateofbirth dob birthdate birthday",
}
_WANTED = "The list has the pupils who are at school now, a row for each."
_NO_NAMES = "No columns say who the pupils are. The first line has to name the columns: First name, Last name, Class."
Values = dict[str, "str | date | None"]


@dataclass(frozen=True)
class Here:
    """A pupil as the school has them."""

    known: Known
    class_name: str

    @property
    def values(self) -> Values:
        """By the columns' names."""
        one = self.known
        numbers: Values = {"upn": one.upn, "admission_number": one.admission_number, "date_of_birth": one.date_of_birth}
        return {"first_name": one.first_name, "last_name": one.last_name, "class_name": self.class_name, **numbers}


@dataclass(frozen=True)
class Outcome:
    """What becomes of a row: the pupil it is about (None for a new one), what would be kept, what is wrong."""

    line: int
    said: str
    pupil: str | None = None
    values: Values = field(default_factory=dict)
    changes: Values = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Plan:
    """What would become of a whole roll. With anything wrong nothing of it is done. `missing` are not in the file."""

    outcomes: Sequence[Outcome]
    missing: Sequence[str]
    ignored: Sequence[str]

    @property
    def wrong(self) -> list[Outcome]:
        """The rows in error."""
        return [one for one in self.outcomes if one.problem]

    @property
    def added(self) -> list[Outcome]:
        """The rows of new pupils."""
        return [one for one in self.outcomes if not one.problem and one.pupil is None]

    @property
    def changed(self) -> list[Outcome]:
        """The rows that change a pupil."""
        return [one for one in self.outcomes if one.pupil and one.changes and not one.problem]

    @property
    def unchanged(self) -> int:
        """How many rows change nothing."""
        return sum(1 for one in self.outcomes if one.pupil and not one.changes and not one.problem)

    @property
    def mark(self) -> str:
        """The same for two plans that do the same."""
        rows = [(one.line, one.pupil, sorted(one.values.items()), sorted(one.changes)) for one in self.outcomes]
        return mark_of(rows)


def plan(grid: Grid, pupils: Sequence[Here], read_day: Callable[[str], date | None]) -> Plan:
    """What would become of a roll. Raises NotRead, in words."""
    codes = columns_of(grid, _HEADINGS, _WANTED, MOST_PUPILS)
    if not {"first_name", "last_name"} <= set(codes) and "full_name" not in codes:
        raise NotRead(_NO_NAMES)
    reader = _Reader(pupils, read_day)
    outcomes = [reader.read(line, codes, cells) for line, cells in grid.rows]
    missing = [one.known.id for one in pupils if one.known.id not in reader.seen]
    return Plan(outcomes, missing, strangers(grid, codes))


class _Reader:
    """Reads row after row, and knows what came before."""

    def __init__(self, pupils: Sequence[Here], read_day: Callable[[str], date | None]) -> None:
        self._roll = Roll(one.known for one in pupils)
        self._pupils = {one.known.id: one for one in pupils}
        self._read_day = read_day
        self.seen: set[str] = set()
        self._marks: dict[tuple[str, ...], int] = {}

    def read(self, line: int, codes: Sequence[str | None], cells: Sequence[str]) -> Outcome:
        """What becomes of one row."""
        try:
            values = self._values(named(codes, cells))
            pupil = self._whose(values)
            self._refuse_twice(line, pupil, values)
        except WrongRow as wrong:
            return Outcome(line, said(cells), problem=str(wrong))
        before: Mapping[str, str | date | None] = self._pupils[pupil].values if pupil else {}
        # What a file says nothing of stays as it is.
        changes: Values = {name: value for name, value in values.items() if pupil and value and value != before[name]}
        return Outcome(line, said(cells), pupil, values, changes)

    def _values(self, cells: Mapping[str, str]) -> Values:
        first, last = _names(cells)
        numbers = {code: cells.get(code, "") for code in ("upn", "admission_number")}
        for code, number in numbers.items():
            if number.startswith(("=", "+", "@")) or len(number) > LONGEST_NUMBER:
                raise WrongRow(f"The {COLUMNS[code]} is no number. Put it there as text")
        day = cells.get("date_of_birth", "")
        born = self._read_day(day) if day else None
        if day and born is None:
            raise WrongRow(f"The date of birth is no day: “{day[:40]}”. Write it as 2015-11-03 or 03/11/2015")
        class_name = cells.get("class_name", "")
        if len(class_name) > LONGEST_NUMBER:
            raise WrongRow(f"The class is longer than {LONGEST_NUMBER} characters")
        rest: Values = {code: number or None for code, number in numbers.items()}
        return {"first_name": first, "last_name": last, "class_name": class_name, **rest, "date_of_birth": born}

    def _whose(self, values: Values) -> str | None:
        """The pupil a row is about; None for a new one. Raises WrongRow where it may be one of several."""
        who = _identity(values)
        match = self._roll.match(who)
        if match.is_wrong:
            raise WrongRow(match.reason)
        if match.pupil or match.candidate:
            return match.pupil or match.candidate
        namesakes = [self._pupils[one].known for one in self._roll.named(f"{who.forename} {who.surname}")]
        unknown = [one for one in namesakes if _may_be(one, who)]
        if len(unknown) > 1:
            raise WrongRow("Several pupils have that name. Give a UPN, an admission number or a date of birth")
        return unknown[0].id if unknown else None

    def _refuse_twice(self, line: int, pupil: str | None, values: Values) -> None:
        marks = list(_marks(values, pupil))
        *told, (kind, name) = marks
        # A name alone goes with no other row of that name; with a number or a day beside it two may share it.
        clashes = [*told, ("bare name", name), *([("name", name)] if kind == "bare name" else [])]
        before = [self._marks[mark] for mark in clashes if mark in self._marks]
        if before:
            raise WrongRow(f"As far as a list can tell, line {min(before)} is the same pupil. {_APART}")
        self._marks.update(dict.fromkeys(marks, line))
        if pupil:
            self.seen.add(pupil)


_APART = "Two pupils of one name need a UPN, an admission number or a date of birth each"


def _names(cells: Mapping[str, str]) -> tuple[str, str]:
    if cells.get("first_name") or cells.get("last_name") or "full_name" not in cells:
        return name_in(cells, "first_name", "first name"), name_in(cells, "last_name", "last name")
    whole = name_in(cells, "full_name", "name")
    last, comma, first = (part.strip() for part in whole.partition(","))
    if not comma:
        first, _space, last = whole.rpartition(" ")
    if not first or not last:
        raise WrongRow("First name and last name cannot be told apart. Give each a column of its own")
    return first, last


def _identity(values: Values) -> Identity:
    texts = {name: str(values[name] or "") for name in ("upn", "admission_number", "first_name", "last_name")}
    born = values["date_of_birth"]
    return Identity(
        upn=texts["upn"],
        admission_number=texts["admission_number"],
        forename=texts["first_name"],
        surname=texts["last_name"],
        date_of_birth=born if isinstance(born, date) else None,
    )


def _may_be(one: Known, who: Identity) -> bool:
    """Whether a pupil of the same name may be who a row means: no number and no day of theirs speaks against it."""
    pairs = (
        (upn_key(one.upn), upn_key(who.upn)),
        (number_key(one.admission_number), number_key(who.admission_number)),
        (one.date_of_birth, who.date_of_birth),
    )
    return not any(ours and theirs and ours != theirs for ours, theirs in pairs)


def _is_bare(values: Values) -> bool:
    """Whether a row says a name and nothing else to know a pupil by."""
    return not (values["upn"] or values["admission_number"] or values["date_of_birth"])


def _marks(values: Values, pupil: str | None) -> Iterator[tuple[str, ...]]:
    """What no two rows share: a pupil, a number; a name and day of new ones; a name, where one says nothing else."""
    upn, number = upn_key(str(values["upn"] or "")), number_key(str(values["admission_number"] or ""))
    born, name = values["date_of_birth"], name_key(f"{values['first_name']} {values['last_name']}")
    if pupil:
        yield ("pupil", pupil)
    if upn:
        yield ("upn", upn)
    if number:
        yield ("admission number", number)
    if pupil is None and born and not (upn or number):
        yield ("name and day", name, str(born))
    yield ("bare name" if _is_bare(values) else "name", name)
