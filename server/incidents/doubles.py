"""Two reports that may be of one event: proposed by rule, linked or kept apart by a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Two incidents, by their ids, the earlier first. `why` says in words what makes them alike."""

    first: str
    second: str
    why: str


def proposed(_school: str, _trip_id: str) -> list[Pair]:
    """The pairs of a trip of which nobody has decided."""
    return []


def linked(_school: str, _trip_id: str) -> list[Pair]:
    """The pairs that somebody linked as one event."""
    return []
