"""How far arrivals are safe, in a second copy and in a verified backup, and when the last backup was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from peewee import Case, fn

from server.backups.models import BackupMade
from server.foundation import clock
from server.foundation.rows import select
from server.intake import lives, second_copy
from server.intake.chair_only import ordinary
from server.intake.models import Envelope

# When the last was made, null where none was, and whether a trip is out today. Its values: `standing_values`.
STANDING = """
SELECT (SELECT made_at FROM backup_made WHERE NOT is_elsewhere OR ? ORDER BY id DESC LIMIT 1) AS made_at, EXISTS (
    SELECT 1 FROM trip WHERE starts_on <= ? AND ends_on >= ? AND archived_at IS NULL
) AS is_out
"""


@dataclass(frozen=True)
class Standing:
    """When the last verified backup was made that this database knows of, and whether a trip is out."""

    last: datetime | None
    is_out: bool


@dataclass(frozen=True)
class HowSafe:
    """How far what came is safe: up to which number, and how many came after it. Nothing here counts the chair's."""

    came: int
    settled_n: int
    one_copy: int
    backed_up_n: int
    in_no_backup: int


def backed_up_n() -> int:
    """Up to which arrival number all is in the newest verified backup of this life.

    One before it may have held more, as when a photo was damaged since. It goes one day, and does not count.
    """
    of_this_life = BackupMade.select(BackupMade.backed_up_n).where(BackupMade.epoch == lives.epoch())
    newest = of_this_life.order_by(BackupMade.id.desc()).first()
    return newest.backed_up_n if newest else 0


def standing() -> Standing:
    """Of all schools here."""
    [(last, is_out)] = select(STANDING, *standing_values())
    return Standing(clock.from_millis(last) if last is not None else None, bool(is_out))


def standing_values() -> tuple[bool, str, str]:
    """What STANDING asks with. One on a stick stands in for none of the folder, where there is a folder."""
    today = clock.today().isoformat()
    return current_app.config["BACKUP_DIR"] is None, today, today


def newest_in_folder() -> BackupMade | None:
    """The newest verified backup that was made into the folder."""
    found: BackupMade | None = (
        BackupMade.select().where(~BackupMade.is_elsewhere).order_by(BackupMade.id.desc()).first()
    )
    return found


def latest(most: int) -> list[BackupMade]:
    """The newest verified backups."""
    return list(BackupMade.select().order_by(BackupMade.id.desc()).limit(most))


def how_safe(school: str) -> HowSafe:
    """How far one school's are."""
    settled, backed_up = second_copy.settled_n(), backed_up_n()
    n = Envelope.n
    # In one step through what came: whose each is, the database looks up for every one.
    asked = [fn.COUNT(n), *(part for up_to in (settled, backed_up) for part in (_newest(up_to), _after(up_to)))]
    rows: Any = Envelope.select(*asked).where(Envelope.school == school, ordinary()).tuples()
    return HowSafe(*rows.get())


def _newest(most: int) -> Any:
    """The highest number up to there."""
    return fn.COALESCE(fn.MAX(Case(None, [(Envelope.n <= most, Envelope.n)])), 0)


def _after(most: int) -> Any:
    """How many came after it."""
    return fn.COALESCE(fn.SUM(Case(None, [(Envelope.n > most, 1)], 0)), 0)
