"""One line of the tables: what is measured, ours, the other's, their ratio, and what it must reach."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.spread import Spread, short


@dataclass(frozen=True)
class Reach:
    """What a figure must reach: at least, or at most."""

    bound: float
    is_most: bool = False
    unit: str = "×"

    def __str__(self) -> str:
        return f"{'≤' if self.is_most else '≥'} {short(self.bound)}{self.unit}"

    def meets(self, value: float) -> bool:
        """Whether a value is on the right side."""
        return value <= self.bound if self.is_most else value >= self.bound

    def verdict(self, seen: Spread) -> str:
        """By the median; where only part of the range is on the right side, that is said."""
        if self.meets(seen.median):
            return "yes"
        best = seen.least if self.is_most else seen.most
        return "in part of the rounds" if self.meets(best) else "**no**"


def at_least(bound: float, unit: str = "×") -> Reach:
    """Ours must be at least this much."""
    return Reach(bound, False, unit)


def at_most(bound: float, unit: str = "×") -> Reach:
    """Ours must be at most this much."""
    return Reach(bound, True, unit)


@dataclass(frozen=True)
class Line:
    """`ratio` is what is held against `reach`; for something counted it is the count itself."""

    figure: str
    ours: str
    other: str
    ratio: Spread | None
    reach: Reach | None = None

    @property
    def verdict(self) -> str:
        """yes, no, or nothing where nothing must be reached."""
        return self.reach.verdict(self.ratio) if self.reach and self.ratio else ""


@dataclass(frozen=True)
class Section:
    """Lines that belong together, and what must be known to read them."""

    title: str
    notes: list[str]
    lines: list[Line]


@dataclass
class Run:
    """One run of the bench: how many rounds, the dice that shuffle them, and a folder that is gone afterwards."""

    rounds: int
    folder: Path
    dice: random.Random
    say: Callable[[str], None]
    missing: list[str] = field(default_factory=list)
