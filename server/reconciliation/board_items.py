"""What a board is made of besides its phones: what has not arrived, what is held, a contact, and every other row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.reconciliation.rules import Contents


@dataclass(frozen=True)
class Missing:
    """Something known of that has not arrived: its number on that phone, and what was told of it.

    `type` is null for a number that the phone used and never told of: its phone lost it before the first contact.
    `key` is the same for whichever phones told of it.
    """

    seq: int
    type: str | None
    size: int
    told_at: datetime
    chain: str
    id: str = ""
    digest: str = ""

    @property
    def key(self) -> str:
        """What it is, for ever."""
        return f"{self.type}|{self.id}|{self.digest[:16]}" if self.type else f"{self.chain}|{self.seq}"


@dataclass(frozen=True)
class Held:
    """Something held for a person to check, by its number of arrival.

    `contents`: what could be read, as rules.may_see_held asks for it; null where nothing could. `is_heads`: of a
    headteacher's own phone; null where nothing that is listed says so.
    """

    n: int
    phone: str
    seq: int
    reason: str
    at: datetime
    contents: Contents | None
    is_heads: bool | None


@dataclass(frozen=True)
class Contact:
    """What a phone said of itself when it was last heard. What waits for the chair alone is not in `waiting`."""

    heard_at: datetime
    waiting: int
    odd_items: int
    is_persisted: bool | None
    clock_ahead_seconds: int | None


@dataclass(frozen=True)
class Matter:
    """A row of a trip that is no item of a phone: an incident, a photo, a use, an alert. `facts` as board_sql says."""

    id: str
    phone: str
    at: datetime | None
    facts: dict[str, Any]
