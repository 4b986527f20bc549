"""The closings of the office by when they came: a review of the policy asks which serious incidents ended since."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the index."""
    db.execute_sql(
        "CREATE INDEX chronology_item_closed ON chronology_item (school_id, received_at) "
        "WHERE kind = 'incident.closed' AND is_of_office"
    )
