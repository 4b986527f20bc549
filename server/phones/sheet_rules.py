"""A spreadsheet saved as CSV: its text, its rows by heading, its cells as they were before they went out. Pure."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.foundation.csv_cells import plain_cell

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
DELIMITERS = (",", ";", "\t")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SAVE_AS = "In the spreadsheet choose Save as, then CSV UTF-8, and choose that file here."
_SHOWN_HEADINGS = 200
NAMELESS = "a column without a heading"


class NotRead(ValueError):
    """Why nothing of a file can be read, in words for whoever chose it."""


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, its cells by field, and whether it has more cells than there are headings."""

    line: int
    cells: Mapping[str, str]
    is_too_long: bool = False


@dataclass(frozen=True)
class Sheet:
    """The rows of a file that have something in them, and the headings that name no field."""

    rows: Sequence[Row]
    strangers: Sequence[str]


def text_of(content: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, else Windows-1252. Raises NotRead."""
    if len(content) > MOST_BYTES:
        raise NotRead(f"The file is larger than {MOST_BYTES // 1_000_000} MB. A list of phones is far smaller.")
    if content.startswith(WORKBOOKS):
        raise NotRead(f"This is a workbook, not CSV. {_SAVE_AS}")
    try:
        return decoded(content)
    except UnicodeDecodeError:
        raise NotRead(f"This is not a text file. {_SAVE_AS}")


def decoded(content: bytes) -> str:
    """Bytes as text: UTF-8 with or without its mark, else Windows-1252. Raises UnicodeDecodeError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def heading_key(heading: str) -> str:
    """What makes two headings one: letters and figures, whatever their case and spacing."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", heading).casefold() if letter.isalnum())


def read(text: str, headings: Mapping[str, str], wanted: str) -> Sheet:
    """The rows of a file. `headings` are the words over each field; the one named `wanted` must be there.

    Commas, semicolons and tabs are told apart by the headings. Raises NotRead.
    """
    if "\0" in text:
        raise NotRead(f"This is not a text file. {_SAVE_AS}")
    lines = lines_of(text)
    fields = {heading_key(words): field for field, words in headings.items()}
    found = records(lines, max(DELIMITERS, key=lambda one: _known(lines, one, fields)))
    _line, first = next(found, (0, []))
    if not first:
        raise NotRead("The file is empty.")
    while not first[-1]:
        first.pop()
    columns = [fields.get(heading_key(cell)) for cell in first]
    _judge(first, columns, headings, wanted)
    rows = [_row(line, cells, columns) for line, cells in found]
    _judge_number(len(rows))
    strangers = [cell or NAMELESS for cell, field in zip(first, columns, strict=True) if field is None]
    return Sheet(rows, strangers)


def lines_of(text: str) -> list[str]:
    """The lines of a text, whichever way they end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that has something in it, with the line it begins on; its cells without spaces around them."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            raise NotRead(f"Line {line} cannot be read. Look for a quotation mark that is opened and not closed.")
        if any(cells):
            yield line, cells


def _known(lines: Sequence[str], delimiter: str, fields: Mapping[str, str]) -> int:
    try:
        _line, first = next(records(lines, delimiter), (0, []))
    except NotRead:
        return 0
    return len({heading_key(cell) for cell in first} & fields.keys())


def _judge(first: Sequence[str], columns: Sequence[str | None], headings: Mapping[str, str], wanted: str) -> None:
    if wanted not in columns:
        shown = ", ".join(cell for cell in first if cell)[:_SHOWN_HEADINGS]
        raise NotRead(
            f"No column is called {headings[wanted]}. The first line has to name the columns, such as "
            f"{', '.join(list(headings.values())[:3])}. It reads: {shown}"
        )
    for field, words in headings.items():
        if columns.count(field) > 1:
            raise NotRead(f"Two columns are called {words}. Leave one.")


def _judge_number(rows: int) -> None:
    if rows == 0:
        raise NotRead("The file has headings and no phone below them.")
    if rows > MOST_ROWS:
        raise NotRead(f"The file has {rows:,} rows. At most {MOST_ROWS:,} are read at a time.")


def _row(line: int, cells: Sequence[str], columns: Sequence[str | None]) -> Row:
    # Spreadsheets leave out empty cells at the end of a row.
    whole = [*cells, *[""] * (len(columns) - len(cells))]
    named = {field: plain_cell(cell) for field, cell in zip(columns, whole, strict=False) if field}
    return Row(line, named, is_too_long=any(whole[len(columns) :]))
