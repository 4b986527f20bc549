"""What the school card says of items kept: bags, kinds and times, so that another phone can give one back. No name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from server.custody.models import CustodyItem
from server.custody.rules import HELD
from server.foundation import clock
from server.foundation.rows import Ready

# What is older is on the office's list alone.
TOLD_FOR, MOST = timedelta(days=14), 40
_newest = Ready(
    lambda school: (
        CustodyItem.select().where(CustodyItem.school == school).order_by(CustodyItem.since.desc()).limit(MOST)
    )
)


def card_part(school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {items: [{id, bag, thing, since, is_kept}]}, the last taken first; none for an own phone."""
    after = clock.now() - TOLD_FOR
    rows = [row for row in _newest(school) if row.since > after] if phone else []
    return {"items": [_told(row) for row in rows]}


def _told(row: CustodyItem) -> dict[str, Any]:
    known = {"id": row.id, "bag": row.bag, "thing": row.thing}
    return {**known, "since": clock.as_text(row.since), "is_kept": row.state == HELD}
