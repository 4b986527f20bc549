"""What the doctor looks at of backups: that the last is new, is there, and is not on the disk that it stands in for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server.backups import queries
from server.backups.models import BackupMade
from server.backups.rules import is_late
from server.backups.setting_up import next_step
from server.config import on_one_disk
from server.foundation import clock
from server.foundation.findings import Finding, Look, look, ok, wrong

_SEE_WHY = "To see why: flask --app server backup"
# The next one is as large as the last, and a little more; while it is made it takes a copy of the database as well.
ROOM_FOR_THE_NEXT = 1.5


def backed_up(config: Any) -> Iterator[Finding]:
    """Whether there is one to go back to."""
    step = next_step()
    now = queries.standing()
    newest = queries.newest_in_folder()
    if step or is_late(now.last, clock.now(), is_out=now.is_out):
        said = f"The last backup is of {clock.in_words(now.last)}" if now.last else "No backup was ever made"
        yield wrong(f"{said}{', and none can be made' if step else ''}.", step or _SEE_WHY)
    if newest and not step:
        yield from _of_newest(newest, Path(config["BACKUP_DIR"]), Path(config["DATABASE"]).parent)


def _of_newest(newest: BackupMade, folder: Path, database: Path) -> Iterator[Finding]:
    file = folder / newest.name
    if not file.is_file() or file.stat().st_size != newest.size_bytes:
        yield wrong(
            f"The newest backup is not in {folder} as it was made: {newest.name}.",
            "Make another: flask --app server backup",
        )
    else:
        yield ok(f"The newest backup is of {clock.in_words(newest.made_at)}, and is there.")
    if shutil.disk_usage(folder).free < newest.size_bytes * ROOM_FOR_THE_NEXT:
        yield wrong("There is no room for the next backup.", "Move older ones to another disk, or take a larger one.")
    if on_one_disk(folder, database):
        yield look(
            "Backups are on the same disk as the database.", "Lost with it, they are of no use: set LANYARD_BACKUPS."
        )


LOOKS = (Look("backups", backed_up),)
