"""What the doctor finds: a line each, and what to do. Slices declare what there is to look at; doctor/ asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

OK, LOOK, WRONG = "ok", "look", "wrong"


@dataclass(frozen=True)
class Finding:
    """`says` what is so; `do` what mends it. With `stops_start` no server is begun before it is mended."""

    state: str
    says: str
    do: str = ""
    stops_start: bool = False


@dataclass(frozen=True)
class Look:
    """One thing to look at: `find` is handed Flask's configuration.

    `needs_app`: it needs a server that can start. `is_quick`: it asks this computer alone, so that each start asks it.
    """

    name: str
    find: Callable[[Any], Iterable[Finding]]
    needs_app: bool = True
    is_quick: bool = False


def ok(says: str) -> Finding:
    """As it should be."""
    return Finding(OK, says)


def look(says: str, do: str) -> Finding:
    """Somebody should look at it; nothing is lost meanwhile."""
    return Finding(LOOK, says, do)


def wrong(says: str, do: str, *, stops_start: bool = False) -> Finding:
    """It has to be mended."""
    return Finding(WRONG, says, do, stops_start)
