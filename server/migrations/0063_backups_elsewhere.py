"""Which backups were made for another place than the folder that is looked after."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column: those made so far are taken to lie in the folder."""
    db.execute_sql("ALTER TABLE backup_made ADD COLUMN is_elsewhere INTEGER NOT NULL DEFAULT 0")
