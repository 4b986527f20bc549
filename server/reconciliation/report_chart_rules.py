"""Bars that are drawn in a row each: where every part of one begins, how long it is, and the same in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of a bar: its place among the names, and where it is in percent of the widest."""

    place: int
    start: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A bar with its name, the parts it has, and what they say."""

    name: str
    parts: Sequence[Part]
    words: str


@dataclass(frozen=True)
class Chart:
    """Bars of one measure; `names` are what their parts are."""

    title: str
    names: Sequence[str]
    bars: Sequence[Bar]


def chart(title: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """A chart of these rows, each with a number for each of the names, the widest as long as there is room."""
    widest = max((sum(numbers) for _name, numbers in rows), default=0) or 1
    return Chart(title, names, [Bar(name, _parts(numbers, widest), _words(names, numbers)) for name, numbers in rows])


def _parts(numbers: Sequence[int], widest: int) -> list[Part]:
    parts, start = [], 0
    for place, number in enumerate(numbers):
        if number:
            parts.append(Part(place, _percent(start, widest), _percent(number, widest)))
        start += number
    return parts


def _percent(number: int, widest: int) -> str:
    return f"{100 * number / widest:.2f}%"


def _words(names: Sequence[str], numbers: Sequence[int]) -> str:
    said = [f"{number:,} {name.lower()}" for name, number in zip(names, numbers, strict=True) if number]
    total = sum(numbers)
    return f"{total:,}: {', '.join(said)}" if said else "None"
