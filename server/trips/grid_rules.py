"""A list of answers as a grid: its headings and its numbered rows, from CSV in whatever way it was saved. Pure."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from server.foundation.csv_cells import plain_cell
from server.phones.sheet_rules import DELIMITERS, NotRead, decoded, heading_key, lines_of, records

# A request carries 9 MB at most, and there is a form around the file.
MOST_BYTES = 8_000_000
MOST_BYTES_ON_DISK = 40_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
# Exports begin with a title and a date; the headings are among the first lines.
FIRST_LINES = 15
LONGEST_CELL = 5_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# How some systems keep a spreadsheet from shortening a number: ="00123".
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class Grid:
    """A file's headings, each once, and its rows: the line each begins on and its cells, as many as there are headings.

    A row with more cells than headings keeps them, so that it can be told. `above` is how many rows come before the
    headings.
    """

    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    above: int = 0


def grid_of_text(content: bytes) -> Grid:
    """The grid of a CSV file: UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs. Raises NotRead."""
    lines = lines_of(_text_of(content))
    delimiter = max(DELIMITERS, key=lambda one: _widest(lines, one))
    return grid_of_rows(records(lines, delimiter))


def judge_size(size: int, most: int) -> None:
    """Raise NotRead for a file that is larger than is read."""
    if size > most:
        raise NotRead(f"The file is larger than {most // 1_000_000} MB. Take the list out in parts.")


def grid_of_rows(found: Iterable[tuple[int, Sequence[str]]]) -> Grid:
    """The grid of rows that have something in them. Raises NotRead where there are none, or too many."""
    rows = list(islice(found, MOST_ROWS + FIRST_LINES + 1))
    if not rows:
        raise NotRead("The file is empty.")
    at = _headings_at(rows)
    first = _without_end(rows[at][1])
    below = [(line, _whole(cells, len(first))) for line, cells in rows[at + 1 :]]
    _judge(first, len(below))
    return Grid(_each_once(first), below, above=at)


def _text_of(content: bytes) -> str:
    try:
        text = content.decode("utf-16") if content.startswith(_UTF16) else _unmarked(content)
    except UnicodeDecodeError:
        raise NotRead("This is not a text file. Choose a CSV file or an Excel workbook (.xlsx).")
    if "\0" in text:
        raise NotRead("This is not a text file. Choose a CSV file or an Excel workbook (.xlsx).")
    return text


def _unmarked(content: bytes) -> str:
    """UTF-16 without its mark shows by a zero in every other byte of its headings."""
    start = content[:200]
    if start[1::2].count(0) > len(start) // 3:
        return content.decode("utf-16-le")
    if start[0::2].count(0) > len(start) // 3:
        return content.decode("utf-16-be")
    try:
        return decoded(content)
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes without a letter; Latin-1 none.
        return content.decode("latin-1")


def _widest(lines: Sequence[str], delimiter: str) -> int:
    """How many cells the first lines have: the delimiter that parts them most is the file's own."""
    width = 0
    with suppress(NotRead):
        for _line, cells in islice(records(lines, delimiter), FIRST_LINES):
            width += len(cells) - 1
    return width


def _headings_at(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The first row that is as wide as the table: what stands above it is a title, which has a cell or two."""
    widths = [sum(1 for cell in cells if cell) for _line, cells in rows[:FIRST_LINES]]
    widest = max(widths)
    return next(i for i, width in enumerate(widths) if width * 2 > widest)


def _without_end(cells: Sequence[str]) -> list[str]:
    first = [cell[:LONGEST_CELL] for cell in cells]
    while first and not first[-1]:
        first.pop()
    return first


def _each_once(headings: Sequence[str]) -> list[str]:
    """The headings, the second of two alike as "Website (2)", so that each can be spoken of."""
    times: Counter[str] = Counter()
    named = []
    for heading in headings:
        key = heading_key(heading)
        times[key] += 1
        words = heading or "Column without a heading"
        named.append(words if times[key] == 1 else f"{words} ({times[key]})")
    return named


def _whole(cells: Sequence[str], width: int) -> list[str]:
    """A row's cells as they were meant; empty ones at the end, which spreadsheets leave out, are put back."""
    plain = [_plain(cell) for cell in cells]
    while len(plain) > width and not plain[-1]:
        plain.pop()
    return [*plain, *[""] * (width - len(plain))]


def _plain(cell: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(cell)
    return kept.group(1).strip() if kept else plain_cell(cell)


def _judge(headings: Sequence[str], rows: int) -> None:
    if len(headings) > MOST_COLUMNS:
        raise NotRead(f"The file has {len(headings):,} columns. At most {MOST_COLUMNS} are read.")
    if rows == 0:
        raise NotRead("The file has headings and no pupil below them.")
    if rows > MOST_ROWS:
        raise NotRead(f"The file has more than {MOST_ROWS:,} rows. Take the list out in parts.")
