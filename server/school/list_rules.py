"""What the list of staff and the pupil roll have in common: their columns by heading, cells that can be kept. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from server.phones.sheet_rules import NotRead, heading_key
from server.trips.grid_rules import Grid

LONGEST_NAME = 100
# The second of two columns alike is told apart by the grid.
_NUMBERED = re.compile(r" \(\d+\)$")


class WrongRow(ValueError):
    """Why a row cannot be taken, in words."""


def columns_of(grid: Grid, headings: Mapping[str, str], wanted: str, most_rows: int) -> list[str | None]:
    """The field of each column, by the words over it, None for one that is not read.

    `headings` gives the words for each field; `wanted` says which columns a list needs. Raises NotRead.
    """
    if len(grid.rows) > most_rows:
        raise NotRead(f"The file has {len(grid.rows):,} rows, and a school has fewer than {most_rows:,}. {wanted}")
    field_of = {word: field for field, words in headings.items() for word in words.split()}
    codes = [field_of.get(heading_key(_NUMBERED.sub("", heading))) for heading in grid.headings]
    for field in field_of.values():
        if codes.count(field) > 1:
            twice = [heading for heading, code in zip(grid.headings, codes, strict=True) if code == field]
            raise NotRead(f"Columns {' and '.join(f'“{one[:60]}”' for one in twice)} say the same. Leave one of them.")
    return codes


def strangers(grid: Grid, codes: Sequence[str | None]) -> list[str]:
    """The headings of columns that are not read."""
    return [heading[:60] for heading, code in zip(grid.headings, codes, strict=True) if code is None]


def named(codes: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    """A row's cells by their fields, each on one line and without what cannot be seen. Raises WrongRow."""
    if any(cells[len(codes) :]):
        raise WrongRow("There are more cells than headings. A cell with a comma in it needs quotation marks")
    return {code: clean(cell) for code, cell in zip(codes, cells, strict=False) if code}


def clean(text: str) -> str:
    """One line, without what cannot be seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    plain = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join("".join(letter for letter in plain if letter.isprintable() or letter.isspace()).split())


def name_in(cells: Mapping[str, str], field: str, words: str) -> str:
    """A name that a row must have. Raises WrongRow."""
    name = cells.get(field, "")
    if not name:
        raise WrongRow(f"The {words} is missing")
    if len(name) > LONGEST_NAME:
        raise WrongRow(f"The {words} is longer than {LONGEST_NAME} characters")
    if name.startswith(("=", "+", "@")):
        raise WrongRow(f"The {words} is a formula. Put its result there as a value")
    return name


def said(cells: Sequence[str]) -> str:
    """A row as a page shows it beside what is wrong with it."""
    return " ".join(cell for cell in cells if cell)[:100]


def mark_of(rows: Collection[object]) -> str:
    """Tells one plan from another: what is done is what was looked at."""
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:32]
