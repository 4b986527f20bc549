"""What a head count says, in words, and which counts of a trip still leave somebody out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

EVERYBODY = "Everyone"


@dataclass(frozen=True)
class Count:
    """One count. `group` is None for everybody; `of` None where nobody knew; `n` the order of arrival."""

    group: str | None
    counted: int | None
    of: int | None
    at: datetime
    n: int

    @property
    def is_short(self) -> bool:
        """Whether somebody was missing."""
        return self.counted is not None and self.of is not None and self.counted < self.of

    @property
    def is_full(self) -> bool:
        """Whether everybody was there, and nobody besides: one too many may hide one too few."""
        return self.counted is not None and self.counted == self.of


@dataclass(frozen=True)
class Standing:
    """The latest count of a group. `is_open`: one of this group was short, and no full one came after it."""

    last: Count
    is_open: bool


def standings(counts: Iterable[Count]) -> list[Standing]:
    """The latest count of each group of a trip, those still open first. A full one of everybody closes all."""
    found: dict[str | None, Standing] = {}
    for count in sorted(counts, key=lambda one: (one.at, one.n)):
        before = found.get(count.group)
        is_open = count.is_short or (before is not None and before.is_open and not count.is_full)
        found[count.group] = Standing(count, is_open)
        if count.group is None and count.is_full:
            found = {group: Standing(one.last, is_open=False) for group, one in found.items()}
    return sorted(found.values(), key=lambda one: (not one.is_open, one.last.group is None, one.last.group or ""))


def in_words(counted: Any, of: Any) -> str:
    """Its numbers: "31 of 32", "33 of 32: one more than the list"."""
    if not isinstance(counted, int):
        return "No number"
    if not isinstance(of, int):
        return f"{counted} counted"
    over = counted - of
    more = f": {'one' if over == 1 else over} more than the list" if over > 0 else ""
    return f"{counted} of {of}{more}"


def missing_in(body: dict[str, Any]) -> list[str]:
    """The names that a count's record has of those who were not there."""
    listed = body.get("missing")
    named = [one.get("name") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [name for name in named if isinstance(name, str) and name.strip()]


def written_of(body: dict[str, Any]) -> list[str]:
    """What a count's line says: its group, its numbers, and who was not counted."""
    group = body.get("group")
    named = missing_in(body)
    who = f"Not counted: {', '.join(named)}" if named else ""
    whom = group if isinstance(group, str) and group else EVERYBODY
    return [f"{whom}: {in_words(body.get('counted'), body.get('of'))}", who]
