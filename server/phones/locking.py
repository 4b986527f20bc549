"""After how long out of sight a phone locks itself on a trip: the school's choice, which travels on the school card."""

from __future__ import annotations

from typing import Any

from server.phones.settings import LOCK_MINUTES
from server.policy import versions


def lock_minutes(school: str) -> int:
    """How many minutes, from 2 to 30."""
    return versions.value(school, LOCK_MINUTES)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {auto_lock_minutes}."""
    return {"auto_lock_minutes": lock_minutes(school)}
