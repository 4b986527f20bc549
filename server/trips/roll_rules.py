"""A list of who goes, read: each row is a pupil, or says why it is none. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from server.phones.sheet_rules import NotRead, heading_key
from server.trips.grid_rules import Grid
from server.trips.identity_rules import HEADINGS, Identity
from server.trips.match_rules import Known, Roll, name_key

MOST_ROWS = 5_000
CLASS = "class"
HOME = "home"
_CLASS_WORDS = "class classname form formgroup tutorgroup registrationgroup reggroup registrationform group"
_HOME_WORDS = "homelocalauthority homeauthority localauthority homela la"
_COLUMNS = {**HEADINGS, CLASS: _CLASS_WORDS, HOME: _HOME_WORDS}
_FIELD_OF = {word: name for name, words in _COLUMNS.items() for word in words.split()}
NEW, THERE, TWICE, SEVERAL, NOBODY, WRONG = "new", "there", "twice", "several", "nobody", "wrong"
# These stop a list until somebody says that they are to be left out.
STOPS = (SEVERAL, NOBODY, WRONG)
_FORMULAS = ("=", "+", "@")
_NO_COLUMN = (
    "No column says who goes. The first line has to name the columns: UPN, Admission number, Name, or First name and "
    "Last name."
)
_NO_AUTHORITY = "No local authority of the school is called “{}”. The office adds it under Contacts"


@dataclass(frozen=True)
class Outcome:
    """What becomes of a row: `line` in the file, `said` as it stands there, and the reason where it stops.

    `candidates` are the pupils whom one name means, of whom somebody has to choose. `home` is the local authority where
    the row says that its pupil lives, where it says so.
    """

    line: int
    kind: str
    said: str
    pupil: str | None = None
    reason: str = ""
    candidates: Sequence[str] = ()
    home: str | None = None


@dataclass(frozen=True)
class RollPlan:
    """What becomes of a whole list."""

    outcomes: Sequence[Outcome]

    def of(self, *kinds: str) -> list[Outcome]:
        """The rows of these kinds, in the file's order."""
        return [one for one in self.outcomes if one.kind in kinds]

    @property
    def pupils(self) -> list[str]:
        """Who would be put on."""
        return [one.pupil for one in self.of(NEW) if one.pupil]

    @property
    def homes(self) -> dict[str, str]:
        """Where the list says that pupils live who would be put on, or are on already."""
        return {one.pupil: one.home for one in self.of(NEW, THERE) if one.pupil and one.home}

    @property
    def mark(self) -> str:
        """Tells this plan from any other: what is done is what was looked at."""
        rows = [(one.line, one.kind, one.pupil or "", one.home or "") for one in self.outcomes]
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:32]


@dataclass
class _Reader:
    roll: Roll
    pupils: Mapping[str, Known]
    classes: Mapping[str, str]
    going: Collection[str]
    chosen: Mapping[int, str]
    authorities: Mapping[str, str]
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Here:
    """The school as a list finds it: its pupils with their classes, its local authorities' ids by their names."""

    pupils: Sequence[tuple[Known, str]]
    authorities: Mapping[str, str] = field(default_factory=dict)


def plan(grid: Grid, here: Here, going: Collection[str], chosen: Mapping[int, str]) -> RollPlan:
    """What would become of a list. `going` are on the trip already.

    `chosen` says by line which of several pupils of one name is meant. Raises NotRead, in words.
    """
    codes, rows = _columns(grid)
    if len(rows) > MOST_ROWS:
        raise NotRead(f"The file has {len(rows):,} rows. A list of who goes has at most {MOST_ROWS:,}.")
    known = [one for one, _class in here.pupils]
    classes = {one.id: name_key(name) for one, name in here.pupils}
    authorities = {name_key(name): authority for name, authority in here.authorities.items()}
    reader = _Reader(Roll(known), {one.id: one for one in known}, classes, going, chosen, authorities)
    return RollPlan([_read(reader, line, _named(codes, cells), cells) for line, cells in rows])


def _columns(grid: Grid) -> tuple[list[str | None], list[tuple[int, Sequence[str]]]]:
    """Which column is what. A single column without a heading is a list of names or numbers, its first line too."""
    codes = [_FIELD_OF.get(heading_key(heading)) for heading in grid.headings]
    rows = list(grid.rows)
    if len(codes) == 1 and codes[0] in (None, CLASS):
        return ["full_name"], [(grid.above + 1, [grid.headings[0]]), *rows]
    has_name = "full_name" in codes or {"forename", "surname"} <= set(codes)
    if not has_name and not {"upn", "admission_number"} & set(codes):
        raise NotRead(_NO_COLUMN)
    return [code if codes.index(code) == i else None for i, code in enumerate(codes)], rows


def _named(codes: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    named = {code: cell for code, cell in zip(codes, cells, strict=False) if code}
    only = named.get("full_name", "")
    if len(codes) == 1 and any(letter.isdigit() for letter in only):
        # A column of numbers: whichever kind of number it is.
        return {"upn": only, "admission_number": only}
    return named


def _read(reader: _Reader, line: int, named: Mapping[str, str], cells: Sequence[str]) -> Outcome:
    said = " ".join(cell for cell in cells if cell)[:100]
    if any(named.get(code, "").startswith(_FORMULAS) for code in ("upn", "admission_number")):
        return Outcome(line, WRONG, said, reason="Its number is a formula. Put its result there as a value")
    who = Identity(
        upn=named.get("upn", ""),
        admission_number=named.get("admission_number", ""),
        forename=named.get("forename", ""),
        surname=named.get("surname", ""),
        full_name=named.get("full_name", ""),
    )
    found, reason = _find(reader, who, name_key(named.get(CLASS, "")))
    if len(found) > 1:
        mine = reader.chosen.get(line, "")
        if mine not in found:
            return Outcome(line, SEVERAL, said, reason="Several pupils have that name", candidates=found)
        found = [mine]
    if not found:
        return Outcome(line, WRONG if reason else NOBODY, said, reason=reason or "No pupil of the school is that")
    lives_in = name_key(named.get(HOME, ""))
    home = reader.authorities.get(lives_in)
    if lives_in and home is None:
        return Outcome(line, WRONG, said, reason=_NO_AUTHORITY.format(named[HOME][:60]))
    return _placed(reader, Outcome(line, NEW, said, pupil=found[0], home=home))


def _find(reader: _Reader, who: Identity, class_key: str) -> tuple[list[str], str]:
    """The pupils a row may mean, and the reason where it contradicts itself or the school."""
    if _is_one_number(who):
        return _by_any_number(reader, who), ""
    match = reader.roll.match(who)
    if match.is_wrong or match.pupil:
        return ([], match.reason) if match.is_wrong else ([match.pupil or ""], "")
    if who.upn or who.admission_number:
        # A number that nobody has is somebody else's, whatever the name beside it: a leaver's, another school's.
        return [], ""
    found = reader.roll.named(who.full_name or f"{who.forename} {who.surname}")
    here = [one for one in found if class_key and reader.classes[one] == class_key]
    return here or found, ""


def _is_one_number(who: Identity) -> bool:
    return bool(who.upn) and who.upn == who.admission_number


def _by_any_number(reader: _Reader, who: Identity) -> list[str]:
    tries: list[Any] = [Identity(upn=who.upn), Identity(admission_number=who.admission_number)]
    found = [reader.roll.match(one).pupil for one in tries]
    return [one for one in dict.fromkeys(found) if one]


def _placed(reader: _Reader, one: Outcome) -> Outcome:
    pupil = one.pupil or ""
    before = reader.seen.setdefault(pupil, one.line)
    if before != one.line:
        return Outcome(one.line, TWICE, one.said, pupil, f"Also in line {before}")
    if pupil in reader.going:
        return replace(one, kind=THERE, reason="On the trip already")
    return one
