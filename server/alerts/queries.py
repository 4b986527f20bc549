"""Reads from alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class InboxItem:
    """An alert as somebody who was told of it reads it. `contacts` are whom to ring: each has title, name, number."""

    id: str
    urgency: str
    title: str
    detail: str
    raised_at: datetime
    role: str
    opened_at: datetime | None = None
    taken_by: tuple[str, ...] = ()
    closed_at: datetime | None = None
    trip_title: str | None = None
    contacts: tuple[Any, ...] = ()


def inbox_of(_school: str, _staff_id: str) -> list[InboxItem]:
    """What somebody was told of."""
    return []
