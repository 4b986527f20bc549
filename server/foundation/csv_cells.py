"""Tables as CSV (RFC 4180): UTF-8 with its mark, so that Excel reads it, and no cell that is taken for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

# What makes a spreadsheet compute a cell; some take the wide forms for the same.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def safe_cell(text: str) -> str:
    """A cell as it goes out: with an apostrophe before whatever a spreadsheet would take for a formula."""
    return f"'{text}" if _is_escaped(text) else text


def plain_cell(text: str) -> str:
    """A cell as it was before `safe_cell`."""
    return text[1:] if text.startswith("'") and _is_escaped(text[1:]) else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file of these rows, each cell on one line and safe. Lines end in CR LF."""
    written = io.StringIO(newline="")
    out = csv.writer(written)
    out.writerow(headings)
    out.writerows([safe_cell(" ".join(cell.split())) for cell in row] for row in rows)
    # A lone surrogate, which no UTF-8 can hold, is no reason for there to be no file.
    return written.getvalue().encode("utf-8-sig", "replace")


def _is_escaped(text: str) -> bool:
    # An apostrophe too, or one that somebody typed would be taken off on the way in.
    return text.startswith((*_FORMULA, "'")) or unicodedata.category(text[:1] or "a") == "Cc"
