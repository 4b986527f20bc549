"""How far arrivals are safe in a verified backup, and when the last was made."""

from __future__ import annotations

from peewee import fn

from server.backups.models import BackupMade
from server.intake import lives


def backed_up_n() -> int:
    """The highest arrival number that, with all before it, is in a verified backup of this life."""
    rows = BackupMade.select(fn.COALESCE(fn.MAX(BackupMade.backed_up_n), 0)).where(BackupMade.epoch == lives.epoch())
    found: int = rows.scalar()
    return found


def last_made() -> BackupMade | None:
    """The newest verified backup that this database knows of; one that was put back knows of none since."""
    found: BackupMade | None = BackupMade.select().order_by(BackupMade.id.desc()).first()
    return found
