"""What is still missing or open on a trip, and what to do next about each."""

from __future__ import annotations

from collections.abc import Callable

from server.reconciliation.attestations import attestation_gaps
from server.reconciliation.gap import Gap


def gaps_of(school: str, trip_id: str) -> list[Gap]:
    """Every gap of a trip, the gravest first. What is for the chair alone is in none."""
    return [gap for part in PARTS for gap in part(school, trip_id)]


PARTS: tuple[Callable[[str, str], list[Gap]], ...] = (attestation_gaps,)
