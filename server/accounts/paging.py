"""Long lists, a page at a time: a plain link to each, so that they work without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import has_request_context, request, url_for

A_PAGE = 100
# The largest number that a database looks for; beyond it there is no page.
_MOST_PAGES = 1_000_000
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, and how many there are in all."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = A_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; one where there is nothing."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of its first row in the list, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The place of its last row."""
        return self.first + len(self.rows) - 1

    def address(self, number: int) -> str:
        """Where another page of the same list is: what else was asked for stays."""
        asked = {**(request.view_args or {}), **request.args.to_dict(flat=False), "page": number}
        return url_for(str(request.endpoint), **asked)


def asked_page() -> int:
    """The page that `?page=` asks for; the first for anything that is none, and where no page is asked for."""
    if not has_request_context():
        return 1
    return min(max(1, request.args.get("page", 1, type=int)), _MOST_PAGES)


def page_of(total: int, rows: Callable[[int, int], Sequence[Any]], size: int = A_PAGE) -> Page[Any]:
    """The page asked for; beyond the last one, the last. `rows(offset, limit)` gives its rows."""
    number = min(asked_page(), max(1, -(-total // size)))
    return Page(rows((number - 1) * size, size), number, total, size)


def cut(everything: Sequence[Row], size: int = A_PAGE) -> Page[Row]:
    """The same of a list that is in memory already."""
    return page_of(len(everything), lambda offset, limit: everything[offset : offset + limit], size)
