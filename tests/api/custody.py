"""Records of custody as phones file them."""

from __future__ import annotations

import uuid
from typing import Any

from tests.cast import grazed_knee


def link(kind: str, wall: str, trip: str | None = None, **body: Any) -> dict[str, Any]:
    """The plaintext of a record of custody, written at `wall` (RFC 3339), ready to seal."""
    record = grazed_knee(trip)
    return {
        **record,
        "id": str(uuid.uuid4()),
        "kind": kind,
        "body": {"written_at": wall, **body},
        "clock": {**record["clock"], "wall": wall},
    }


def taken(wall: str, trip: str | None = None, **body: Any) -> dict[str, Any]:
    """The plaintext of an item taken: its id is the item's."""
    said = {"thing": "phone", "whose": "Maya Brown", "bag": "4k7", "why": "It was used to film others", **body}
    return link("item.confiscated", wall, trip, taken_at=wall, **said)
