"""What waits for the network manager: that the last verified backup is too old, or that there was never one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

from flask import current_app, url_for

from server.accounts.rules import Role
from server.backups import offline_keys, queries
from server.backups.offline_keys import NoKey
from server.backups.rules import is_late
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import DueItem

_OUT = "A trip is out: one is due each hour."
_SEE_WHY = "To see why: flask --app server backup"


def _late(person: Person) -> list[DueItem]:
    if Role.NETWORK_MANAGER not in person.roles:
        return []
    now = queries.standing()
    if not is_late(now.last, clock.now(), is_out=now.is_out):
        return []
    address = url_for("backups.overview")
    if now.last is None:
        at = datetime.combine(clock.today(), time(), clock.SCHOOL_TIME)
        return [DueItem("No backup was ever made", next_step() or _SEE_WHY, address, at, urgency=0)]
    said = [_OUT] if now.is_out else []
    title = f"The last backup is of {clock.in_words(now.last)}"
    return [DueItem(title, " ".join([*said, next_step() or _SEE_WHY]), address, now.last, urgency=0)]


def next_step() -> str:
    """What is still to be done before backups are made by themselves; "" where nothing is."""
    try:
        offline_keys.public_half(Path(current_app.config["KEY_DIR"]))
    except NoKey:
        return "Make the key for backups, which goes on paper: flask --app server backup-key"
    if current_app.config["BACKUP_DIR"] is None:
        return "Say where backups go, best on another disk, and start the server again: export LANYARD_BACKUPS=FOLDER"
    if not current_app.config["BACKUP_DIR"].is_dir():
        return "The folder that LANYARD_BACKUPS names is not there. Make it, or connect its disk."
    return ""


SOURCES: tuple[Callable[[Person], None], ...] = ()
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_late,)
