"""What the server's clock is held against, and which backups still hold what was destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.backups.models import BackupMade
from server.foundation import clock
from server.foundation.database import InstantField
from server.foundation.rows import select
from server.retention.trust_rules import BEFORE, days_in_backups_left, doubts

_STAMPS = """
SELECT 1, made_at, NULL FROM backup_made WHERE made_at >= ?
UNION ALL SELECT 0, heard_at, clock_ahead_seconds FROM phone_contact WHERE school_id = ?
"""


def doubts_now(school: str) -> list[str]:
    """In words, each reason not to believe the clock just now."""
    now = clock.now()
    rows = select(_STAMPS, InstantField().db_value(now - BEFORE), school)
    stamped = [(bool(is_backup), clock.from_millis(at), ahead) for is_backup, at, ahead in rows]
    backups = [at for is_backup, at, _ahead in stamped if is_backup]
    return doubts(now, backups, [(at, ahead) for is_backup, at, ahead in stamped if not is_backup])


def days_left_in_backups(destroyed: Sequence[datetime]) -> list[int]:
    """For each time at which something was destroyed, how many days with a backup until none holds it any more."""
    if not destroyed:
        return []
    made: Any = BackupMade.select(BackupMade.made_at).where(BackupMade.made_at > min(destroyed))
    times = [row.made_at for row in made]
    return [days_in_backups_left(len({clock.day_of(made) for made in times if made > at})) for at in destroyed]
