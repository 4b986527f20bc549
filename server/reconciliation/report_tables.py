"""The tables of a report: on its page, and as one CSV with a line for each number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.foundation import csv_cells

HEADINGS = ("Table", "Line", "Column", "Number")


@dataclass(frozen=True)
class ReportTable:
    """A table: `headings` are those of its columns, the first of the names; `note` is said below it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    note: str = ""


def counted(title: str, of: str, rows: Iterable[tuple[str, int | str]], note: str = "") -> ReportTable:
    """A table of one column of numbers."""
    return ReportTable(title, (of, "Number"), [(name, (in_figures(number),)) for name, number in rows], note)


def in_figures(number: int | str) -> str:
    """A number as it stands in a table."""
    return f"{number:,}" if isinstance(number, int) else number


def in_a_row(numbers: Sequence[int]) -> list[str]:
    """The cells of some numbers and of what they make together."""
    return [in_figures(number) for number in (*numbers, sum(numbers))]


def as_csv(tables: Iterable[ReportTable]) -> bytes:
    """All of them as one CSV."""
    return csv_cells.as_csv(
        HEADINGS,
        (
            (table.title, name, heading, cell)
            for table in tables
            for name, cells in table.rows
            for heading, cell in zip(table.headings[1:], cells, strict=True)
        ),
    )
