"""What the server's clock is held against, and which backups still hold what was destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.backups.models import BackupMade
from server.foundation import clock
from server.intake.models import PhoneContact
from server.retention.trust_rules import BEFORE, days_in_backups_left, doubts


def doubts_now(school: str) -> list[str]:
    """In words, each reason not to believe the clock just now."""
    now = clock.now()
    made: Any = BackupMade.select(BackupMade.made_at).where(BackupMade.made_at >= now - BEFORE)
    heard: Any = PhoneContact.select(PhoneContact.heard_at, PhoneContact.clock_ahead_seconds)
    contacts = heard.where(PhoneContact.school == school).tuples()
    return doubts(now, [row.made_at for row in made], list(contacts))


def days_left_in_backups(destroyed: Sequence[datetime]) -> list[int]:
    """For each time at which something was destroyed, how many days with a backup until none holds it any more."""
    if not destroyed:
        return []
    made: Any = BackupMade.select(BackupMade.made_at).where(BackupMade.made_at > min(destroyed))
    times = [row.made_at for row in made]
    return [days_in_backups_left(len({clock.day_of(made) for made in times if made > at})) for at in destroyed]
