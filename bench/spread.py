"""Medians with their spread, and ratios taken pairwise within a round, so that a busy minute touches both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """The median of some rounds, the least and the most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of at least one value."""
        return cls(median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{short(self.median)} [{short(self.least)}..{short(self.most)}]"


def ratio(ours: Mapping[int, float], other: Mapping[int, float]) -> Spread | None:
    """Ours over the other's, round by round; None where no round has both."""
    both = sorted(ours.keys() & other.keys())
    return Spread.of([ours[number] / other[number] for number in both]) if both else None


def short(value: float) -> str:
    """Three figures that matter: 0.123, 1.23, 12.3, 1,230."""
    if value == 0:
        return "0"
    size = abs(value)
    for least, places in ((100, 0), (10, 1), (1, 2)):
        if size >= least:
            return f"{value:,.{places}f}"
    return f"{value:.3f}"
