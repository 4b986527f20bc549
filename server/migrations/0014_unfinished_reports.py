"""Reports that came unfinished, as they stood."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Every report so far was finished."""
    db.execute_sql("ALTER TABLE incident ADD COLUMN is_unfinished INTEGER NOT NULL DEFAULT 0")
