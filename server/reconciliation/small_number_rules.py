"""Totals that governors read, so that nobody can be made out by them: a number of 1 to 4 is never shown. Pure.

Several tables may split one number, such as incidents by category and by severity. A hidden number must not be worked
out from the others either, not even by somebody who knows these rules (ADR 0045). So what is hidden depends on which
numbers are small and never on how small:

- Nothing small anywhere: everything is shown.
- Something small, and in each table a number of at least 10: the first such of each table is "10 or more", and the
  total is as many as can be seen "or more". Each hidden number can then be any of 1 to 4: the total makes up for it.
- Something small, and a table without such a number: the total alone is shown, and none of the tables.
- The total itself small: "fewer than 5", and none of the tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST_SHOWN, ANCHOR = 5, 10
HIDDEN = f"fewer than {FEWEST_SHOWN}"
TOO_FEW = "Too few to split up."


@dataclass(frozen=True)
class Cell:
    """A number as it is shown. `least` is how many there are at least, `is_exact` whether that is the number."""

    words: str
    least: int
    is_exact: bool


@dataclass(frozen=True)
class Published:
    """A number and the tables that split it, each None where it is not shown: [(name, cell)]."""

    total: Cell
    tables: Mapping[str, Sequence[tuple[str, Cell]] | None]


def alone(number: int) -> Cell:
    """A number that nothing splits."""
    return Cell(HIDDEN, 1, is_exact=False) if _is_small(number) else _exact(number)


def published(tables: Mapping[str, Sequence[tuple[str, int]]]) -> Published:
    """What of tables that split the same number may be shown. Raises ValueError where they do not add up to the same.

    The order of a table is its own and never that of its numbers: that would tell of hidden ones.
    """
    totals = {sum(number for _name, number in table) for table in tables.values()}
    if len(totals) != 1:
        raise ValueError("tables of different totals")
    (total,) = totals
    if not any(_is_small(number) for table in tables.values() for _name, number in table):
        every = {of: [(name, _exact(number)) for name, number in table] for of, table in tables.items()}
        return Published(_exact(total), every)
    if all(any(number >= ANCHOR for _name, number in table) for table in tables.values()):
        hidden = {of: _with_one_open(table) for of, table in tables.items()}
        least = max(sum(cell.least for _name, cell in table) for table in hidden.values())
        return Published(_or_more(least), hidden)
    return Published(alone(total), dict.fromkeys(tables))


def _with_one_open(table: Sequence[tuple[str, int]]) -> list[tuple[str, Cell]]:
    first = next(at for at, (_name, number) in enumerate(table) if number >= ANCHOR)
    return [(name, _or_more(ANCHOR) if at == first else alone(number)) for at, (name, number) in enumerate(table)]


def _is_small(number: int) -> bool:
    return 0 < number < FEWEST_SHOWN


def _exact(number: int) -> Cell:
    return Cell(f"{number:,}" if number else "none", number, is_exact=True)


def _or_more(number: int) -> Cell:
    return Cell(f"{number:,} or more", number, is_exact=False)
