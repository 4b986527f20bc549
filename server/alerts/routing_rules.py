"""What an alert is raised for. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Situation:
    """A record kind or a code such as `chair.opened`, and what is known of it."""

    kind: str
    category: str | None = None
    severity: str | None = None
    about_role: str | None = None
