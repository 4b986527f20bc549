"""Raising an alert, inside the transaction of what causes it."""

from __future__ import annotations

from typing import Any

from server.alerts.routing_rules import Situation


def raise_alert(  # noqa: PLR0913
    school: str,
    situation: Situation,
    subject: str,
    *,
    trip: str | None = None,
    about_staff: str | None = None,
    is_apart: bool = False,
    role_only: str | None = None,
) -> Any:
    """Tell whoever is to be told. Nobody is yet."""
