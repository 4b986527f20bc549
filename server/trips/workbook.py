"""A list of answers in an Excel workbook (XLSX): opened only within bounds, and nothing in it computed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml import DEFUSEDXML

from server.phones.sheet_rules import WORKBOOKS, NotRead
from server.trips.grid_rules import (
    FIRST_LINES,
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    grid_of_rows,
    grid_of_text,
    judge_size,
)

_ZIP, _OLD = WORKBOOKS
MOST_ENTRIES = 500
MOST_UNPACKED_BYTES = 150_000_000
# A list of pupils packs to a tenth or a thirtieth; a bomb to a thousandth.
MOST_RATIO = 150
_SMALL_BYTES = 1_000_000
# What a broken workbook makes openpyxl, zipfile and the XML reader raise; DefusedXmlException is a ValueError.
_BROKEN = (
    *(LookupError, ValueError, TypeError, AttributeError, EOFError, OSError, RuntimeError, ArithmeticError),
    *(NotImplementedError, ParseError, zipfile.BadZipFile, zlib.error, InvalidFileException),
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK_BYTES, _OVERLAP_BYTES = 1_000_000, 200


def grid_of(content: bytes, most_bytes: int = MOST_BYTES) -> Grid:
    """The grid of a file, CSV or XLSX. Raises NotRead, in words for whoever chose it."""
    judge_size(len(content), most_bytes)
    if content.startswith(_OLD):
        raise NotRead(_why_old(content))
    return _grid_of_workbook(content) if content.startswith(_ZIP) else grid_of_text(content)


def _why_old(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "The workbook has a password. Save it without one (File, Info, Protect Workbook), and choose that file."
    return "This is a workbook of an old kind (.xls). Save it as Excel Workbook (.xlsx) or as CSV UTF-8."


def _grid_of_workbook(content: bytes) -> Grid:
    try:
        _judge_package(content)
        with warnings.catch_warnings():
            # openpyxl tells of styles and checks that it leaves out.
            warnings.simplefilter("ignore")
            rows, merged = _rows_and_merged(content)
    except _BROKEN as error:
        if isinstance(error, NotRead):
            raise
        raise NotRead("The workbook is damaged and cannot be read. Save it again, or save it as CSV UTF-8.")
    grid = grid_of_rows(iter(rows))
    _judge_merged(merged, rows[grid.above][0])
    return grid


def _judge_package(content: bytes) -> None:
    """Refuse what would unpack to more than is read. A part never unpacks to more than it declares: zipfile stops."""
    if not DEFUSEDXML:
        raise RuntimeError("openpyxl reads XML without defusedxml")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    is_odd = unpacked > _SMALL_BYTES and unpacked > MOST_RATIO * max(packed, 1)
    if len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED_BYTES or is_odd:
        raise NotRead("The workbook unpacks to far more than a list of pupils. Save the list alone as CSV UTF-8.")
    if any(part.flag_bits & 1 for part in parts):
        raise NotRead("The workbook has a password. Save it without one, and choose that file.")


def _rows_and_merged(content: bytes) -> tuple[list[tuple[int, Sequence[str]]], list[str]]:
    book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        filled = [sheet for sheet in sheets if next(_rows_of(sheet), None)]
        if len(filled) > 1:
            names = ", ".join(sheet.title for sheet in filled)
            raise NotRead(
                f"The workbook has several sheets with something in them: {names[:200]}. Keep the list alone."
            )
        rows = list(islice(_rows_of(filled[0]), MOST_ROWS + 2 * FIRST_LINES)) if filled else []
        return rows, list(_merged_in(content, filled[0]._worksheet_path)) if filled else []
    finally:
        book.close()


def _rows_of(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """Every row that has something in it, with its number in the sheet; as wide as the first, and a cell more."""
    # What a sheet says of its own size may be wrong, in either direction.
    sheet.reset_dimensions()
    first = sheet.iter_rows(values_only=True, max_row=FIRST_LINES, max_col=MOST_COLUMNS + 1)
    width = max((i + 1 for row in first for i, value in enumerate(row) if value is not None), default=1)
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=width + 1), start=1):
        cells = [_text(value) for value in values]
        if any(cells):
            yield number, cells


def _text(value: Any) -> str:
    """A cell as text: dates as 2026-11-03, whole numbers without a point. A formula stays a formula, as text."""
    if isinstance(value, str):
        return value.strip()[: LONGEST_CELL + 1]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _merged_in(content: bytes, path: str) -> Iterator[str]:
    """Which cells of the sheet are merged, such as A3:A9. openpyxl does not tell when it only reads."""
    with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(path.lstrip("/")) as part:
        end = b""
        while chunk := part.read(_CHUNK_BYTES):
            for found in _MERGED.finditer(end + chunk):
                yield b"".join((found[1], found[2], b":", found[3], found[4])).decode()
            end = chunk[-_OVERLAP_BYTES:]


def _judge_merged(merged: Sequence[str], headings_row: int) -> None:
    """Merged cells above the headings are a title; below them a cell would be one pupil's and another's."""
    within = [cells for cells in merged if int(re.sub(r"\D", "", cells.partition(":")[2])) >= headings_row]
    if within:
        raise NotRead(
            f"Cells are merged: {', '.join(within[:5])}. Unmerge them in the spreadsheet, so that every row says "
            "all of its own, and choose the file again."
        )
