"""What is still to be done before backups are made by themselves."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from server.backups import offline_keys
from server.backups.offline_keys import NoKey


def next_step() -> str:
    """The next thing to do, in words; "" where there is none."""
    try:
        offline_keys.public_half(Path(current_app.config["KEY_DIR"]))
    except NoKey:
        return "Make the key for backups, which goes on paper: flask --app server backup-key"
    if current_app.config["BACKUP_DIR"] is None:
        return "Say where backups go, best on another disk, and start the server again: export LANYARD_BACKUPS=FOLDER"
    if not current_app.config["BACKUP_DIR"].is_dir():
        return "The folder that LANYARD_BACKUPS names is not there. Make it, or connect its disk."
    return ""
