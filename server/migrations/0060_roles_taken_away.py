"""A role that waits to be taken away, beside those that wait to be given."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column: what waited so far waits to be given."""
    db.execute_sql("ALTER TABLE role_wish ADD COLUMN takes_away INTEGER NOT NULL DEFAULT 0")
