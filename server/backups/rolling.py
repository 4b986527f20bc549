"""Older backups go once there are newer ones that were read back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from server.backups.rules import to_remove
from server.foundation import clock

_NAMED = re.compile(r"lanyard-(\d{8}T\d{6})Z-[0-9a-f]{6}-([0-9a-f]{16})\.tar\.age")


def kid_of(name: str) -> str:
    """Which key's paper a file says in its name that it needs; "" where somebody named it otherwise."""
    found = _NAMED.fullmatch(name)
    return found.group(2) if found else ""


def roll_off(folder: Path) -> list[str]:
    """Remove what may go of a folder; anything else in it stays. Answers the names."""
    made = [(found.group(1), file) for file in folder.iterdir() if (found := _NAMED.fullmatch(file.name))]
    files = {datetime.strptime(at, "%Y%m%dT%H%M%S").replace(tzinfo=UTC): file for at, file in made}
    going = [files[at] for at in to_remove(list(files), clock.SCHOOL_TIME)]
    for file in going:
        file.unlink()
    return [file.name for file in going]
