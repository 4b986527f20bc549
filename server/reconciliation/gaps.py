"""What is still missing or open on a trip, and what to do next about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """One gap. `key` names it for ever ("missing|chain|seq"), so that a written reason stays with it.

    `title` and `next_step` are for the screen, without a pupil's name; `url` is where it is dealt with.
    """

    key: str
    title: str
    next_step: str
    url: str


def gaps_of(school: str, trip_id: str) -> list[Gap]:
    """Every gap of a trip, the gravest first. What is for the chair alone is in none."""
    return [gap for part in PARTS for gap in part(school, trip_id)]


PARTS: tuple[Callable[[str, str], list[Gap]], ...] = ()
