"""The planted bugs of the server's side: each replaces a part of the product from outside, for one world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BUGS: dict[str, Callable[[], list[tuple[Any, str, Any]]]] = {}
_planted: list[tuple[Any, str, Any]] = []


def plant(bug: str | None) -> None:
    """Take the last bug out, and put this one in, where it is one of the server's."""
    while _planted:
        owner, name, real = _planted.pop()
        setattr(owner, name, real)
    for owner, name, broken in BUGS[bug]() if bug in BUGS else []:
        _planted.append((owner, name, getattr(owner, name)))
        setattr(owner, name, broken)
