"""The rows of a list, read: whose they are, and what each answers. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from server.consent.answer_rules import UNCLEAR, read_answer, read_day, target_of
from server.consent.layout_rules import FIELDS, LEFT_OUT, Layout, guess_type
from server.consent.rules import PURPOSE_NAMES
from server.trips.grid_rules import Grid
from server.trips.identity_rules import Identity

LONGEST_RESPONDENT = 100
LONGEST_SMALL_PRINT = 1000
_SHOWN = 60
HOW_NAMES = {
    "paper_form": "On a paper form",
    "e_mail": "By e-mail",
    "telephone": "By telephone",
    "in_person": "In person",
    "school_system": "In the school’s system",
}
_HOW_WORDS = {
    "paper_form": ("paper", "form", "letter", "slip"),
    "e_mail": ("mail",),
    "telephone": ("phone", "call"),
    "in_person": ("person", "verbal", "face"),
}
_FORMULAS = ("=", "+", "@")


@dataclass(frozen=True)
class Answer:
    """What a row answers for one purpose and medium.

    `decided_on` is None where the file gives no day. `raw` is the cell as it stands, kept where it was not clear.
    """

    purpose: str
    medium: str
    response: str
    raw: str
    respondent: str = ""
    answered_by: str = "parent"
    how: str = "school_system"
    decided_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    small_print: str = ""


@dataclass(frozen=True)
class ReadRow:
    """One row. `problem` says why it cannot be read; `foreign` that it is about something else than the purposes."""

    line: int
    who: Identity
    answers: Sequence[Answer] = ()
    problem: str = ""
    foreign: str = ""


_Targets = list[tuple[str, str]] | None
_Around = tuple[bool, Callable[[str], _Targets], date]


class _Wrong(ValueError):
    pass


def read_rows(grid: Grid, layout: Layout, today: date) -> Iterator[ReadRow]:
    """Every row of the file, in its order."""
    codes = [layout.columns.get(heading, LEFT_OUT) for heading in grid.headings]
    around = layout.is_long, cache(lambda kind: target_of(guess_type(kind, layout))), today
    for line, cells in grid.rows:
        yield _read_row(line, cells, codes, around)


def _read_row(line: int, cells: Sequence[str], codes: Sequence[str], around: _Around) -> ReadRow:
    is_long, targets_of, today = around
    named = {code: cell for code, cell in zip(codes, cells, strict=False) if code in FIELDS}
    try:
        if len(cells) > len(codes):
            raise _Wrong("There are more cells than headings. A cell with a comma in it needs quotation marks")
        who, frame = _identity(named, today), _frame(named, today)
        if is_long:
            return _read_long(ReadRow(line, who), frame, named, targets_of(named["type"]))
        return ReadRow(line, who, list(_wide(frame, codes, cells)))
    except _Wrong as wrong:
        return ReadRow(line, Identity(), problem=str(wrong))


def _read_long(row: ReadRow, frame: Answer, named: Mapping[str, str], targets: _Targets) -> ReadRow:
    kind = named["type"]
    if not targets:
        said = f"“{kind[:_SHOWN]}” is none of the purposes" if kind else "It names no kind of consent"
        return replace(row, foreign=said)
    return replace(row, answers=[_answered(frame, target, named["response"]) for target in targets])


def _wide(frame: Answer, codes: Sequence[str], cells: Sequence[str]) -> Iterator[Answer]:
    for code, cell in zip(codes, cells, strict=True):
        if code not in FIELDS:
            for target in target_of(code) or ():
                yield _answered(frame, target, cell)


def _answered(frame: Answer, target: tuple[str, str], cell: str) -> Answer:
    """What a cell says within its row's frame. What is not clear counts as no, and is kept as it stands."""
    response, small_print = read_answer(cell), frame.small_print
    if response == UNCLEAR:
        small_print = "\n".join(part for part in (_clean(cell), small_print) if part)
        if len(small_print) > LONGEST_SMALL_PRINT:
            raise _Wrong(f"{PURPOSE_NAMES[target[0]]} is longer than {LONGEST_SMALL_PRINT} characters")
    return replace(frame, purpose=target[0], medium=target[1], response=response, raw=cell, small_print=small_print)


def _identity(named: Mapping[str, str], today: date) -> Identity:
    for code in ("upn", "admission_number"):
        if named.get(code, "").startswith(_FORMULAS):
            raise _Wrong(f"{FIELDS[code]} is a formula. Put its result there as a value")
    texts = {code: named.get(code, "") for code in ("upn", "admission_number", "forename", "surname", "full_name")}
    return Identity(**texts, date_of_birth=_day(named, "date_of_birth", today))


def _frame(named: Mapping[str, str], today: date) -> Answer:
    """What a row says of all its answers alike."""
    respondent = _clean(named.get("respondent", ""))
    small_print = _clean(named.get("small_print", ""))
    for words, code, most in (
        (respondent, "respondent", LONGEST_RESPONDENT),
        (small_print, "small_print", LONGEST_SMALL_PRINT),
    ):
        if len(words) > most:
            raise _Wrong(f"{FIELDS[code]} is longer than {most} characters")
    decided_on = _day(named, "decided_on", today)
    if decided_on and decided_on > today:
        raise _Wrong(f"It was answered on {decided_on.isoformat()}, which is still to come")
    valid_from, valid_to = _day(named, "valid_from", today), _day(named, "valid_to", today)
    if valid_to and valid_to < (valid_from or decided_on or date.min):
        raise _Wrong("It ends before it begins")
    return Answer(
        *("", "", "", "", respondent),
        answered_by="pupil" if respondent.casefold() in {"pupil", "student", "the pupil", "the student"} else "parent",
        how=_how(named.get("how", "")),
        decided_on=decided_on,
        valid_from=valid_from,
        valid_to=valid_to,
        small_print=small_print,
    )


def _day(named: Mapping[str, str], code: str, today: date) -> date | None:
    cell = named.get(code, "")
    found = read_day(cell, today) if cell else None
    if cell and found is None:
        raise _Wrong(f"{FIELDS[code]} is no day: “{cell[:_SHOWN]}”. Write it as 2026-11-03 or 03/11/2026")
    return found


def _how(cell: str) -> str:
    said = cell.casefold()
    return next((how for how, words in _HOW_WORDS.items() if any(word in said for word in words)), "school_system")


def _clean(text: str) -> str:
    """One line, without what cannot be seen; marks that join or turn letters are kept out as well."""
    seen = (
        letter for letter in text if unicodedata.category(letter) != "Cf" and (letter.isprintable() or letter in "\n\t")
    )
    return " ".join("".join(seen).split())
