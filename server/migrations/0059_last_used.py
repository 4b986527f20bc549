"""When somebody last used their account, found without reading what else they did."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the index."""
    db.execute_sql(
        "CREATE INDEX audit_entry_last_used ON audit_entry (school, actor, n) "
        "WHERE action IN ('staff.signed_in', 'unlock.opened')"
    )
