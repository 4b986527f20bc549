"""What was sealed, read: the members of a record that the server uses, whatever somebody made of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.foundation import clock
from server.intake.rules import Unreadable


@dataclass(frozen=True)
class Plaintext:
    """The members of an opened record that the server uses; whatever is missing or odd became null."""

    id: Any
    kind: str | None
    version: int | None
    trip: str | None
    body: dict[str, Any]
    actor: dict[str, Any]
    photos: list[Any]
    clock: dict[str, Any]
    app: str
    is_odd: bool

    def recorded_at(self) -> datetime | None:
        """When it was written, by the phone's clock."""
        try:
            return clock.from_text(self.clock["wall"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return None


def read(given: Any) -> Plaintext:
    """Read what JSON it was. Raises Unreadable where it is no object."""
    if not isinstance(given, dict):
        raise Unreadable("plaintext.odd")
    kind, version, trip = given.get("kind"), given.get("v"), given.get("trip")
    body, actor, photos, wall = given.get("body"), given.get("actor"), given.get("photos"), given.get("clock")
    is_version = isinstance(version, int) and not isinstance(version, bool) and abs(version) < 2**31
    app = given.get("app")
    return Plaintext(
        id=given.get("id"),
        kind=kind if isinstance(kind, str) else None,
        version=version if is_version else None,
        trip=trip if isinstance(trip, str) else None,
        body=body if isinstance(body, dict) else {},
        actor=actor if isinstance(actor, dict) else {},
        photos=photos if isinstance(photos, list) else [],
        clock=wall if isinstance(wall, dict) else {},
        app=app if isinstance(app, str) else "",
        is_odd=not (isinstance(kind, str) and is_version and isinstance(body, dict))
        or not (trip is None or isinstance(trip, str)),
    )
