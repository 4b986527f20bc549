"""Where the school's files lie, whether that lasts, who else can read them, and how much room is left."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server.config import in_one_sentence
from server.doctor import rules
from server.foundation.findings import Finding, look, ok, wrong

MOUNTS = Path("/proc/self/mountinfo")
FOLDERS = {"DATABASE": "the database", "BLOB_DIR": "photos", "COPY_DIR": "the second copy", "BACKUP_DIR": "backups"}
KEYS = ("KEY_DIR", "CHAIR_KEY_DIR")
SECRET = ("*.json", "secret_key")
_MAKE_ROOM = "Make room on that disk, or put the folder on a larger one. Never delete files in Lanyard’s folders."


def keys_closed(config: Any) -> Iterator[Finding]:
    """Whether nobody else on this computer can read a key."""
    open_ones = [file for name in KEYS for file in _secret_files(Path(config[name])) if _is_open(file)]
    for file in open_ones:
        yield wrong(
            f"{file.name} can be read by other users of this computer.", f'chmod go= "{file}"', stops_start=True
        )
    if not open_ones:
        yield ok("No key can be read by others.")


def keys_apart(config: Any) -> Iterator[Finding]:
    """Whether the chair's keys have a folder of their own: whoever may look after the school's is not to have them."""
    keys, chairs = (Path(config[name]) for name in KEYS)
    if keys.resolve() == chairs.resolve():
        yield wrong(
            f"The chair’s keys lie in one folder with the school’s: {chairs}.",
            "Move chair_keys.json and chair_public_keys.json into another, and set LANYARD_CHAIR_KEYS to it.",
            stops_start=True,
        )


def _secret_files(folder: Path) -> list[Path]:
    with in_one_sentence(folder):
        return sorted(file for names in SECRET for file in folder.glob(names))


def folders_closed(config: Any) -> Iterator[Finding]:
    """Whether nobody else on this computer can look into a folder with records in it."""
    for name in ("DATABASE", "BLOB_DIR", "COPY_DIR"):
        folder = _folder(config, name)
        if folder is not None and folder.is_dir() and _is_open(folder):
            yield wrong(f"Other users of this computer can look into {FOLDERS[name]}.", f'chmod go= "{folder}"')


def _is_open(file: Path) -> bool:
    return bool(stat.S_IMODE(file.stat().st_mode) & rules.FROM_OTHERS)


def lasting(config: Any) -> Iterator[Finding]:
    """Whether what is kept is on a disk that keeps it. In development a passing one does."""
    mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""
    passing: dict[str, list[str]] = {}
    for name in ("DATABASE", "KEY_DIR", "CHAIR_KEY_DIR", "BLOB_DIR", "COPY_DIR"):
        folder = os.path.realpath(str(_folder(config, name)))
        passing.setdefault(rules.would_go(rules.kind_of_disk(folder, mounts)), []).append(folder)
    for why, folders in passing.items():
        if why:
            may_go = config["DATA_MAY_GO"] or not config["PRODUCTION"]
            yield _passing(f"This {why}: {', '.join(folders)}.", may_go=may_go)
    if set(passing) == {""}:
        yield ok("Everything is on a disk that keeps it.")


def _passing(says: str, *, may_go: bool) -> Finding:
    if may_go:
        return look(says, "Good for trying out. For real use, set LANYARD_DATA to a folder on a disk of this computer.")
    return wrong(says, "Set LANYARD_DATA to a folder on a disk of this computer.", stops_start=True)


def room(config: Any) -> Iterator[Finding]:
    """How much is left on each disk."""
    seen: dict[int, str] = {}
    for name, says in FOLDERS.items():
        folder = _folder(config, name)
        if folder is not None and folder.is_dir() and (disk := folder.stat().st_dev) not in seen:
            seen[disk] = says
            yield _room(says, shutil.disk_usage(folder).free)


def _room(what: str, free: int) -> Finding:
    says = f"{rules.in_gigabytes(free)} free on the disk of {what}"
    if free < rules.ALMOST_NONE_FREE:
        return wrong(f"Only {says}.", _MAKE_ROOM)
    if free < rules.LITTLE_FREE:
        return look(f"Only {says}.", _MAKE_ROOM)
    return ok(f"{says}.")


def _folder(config: Any, name: str) -> Path | None:
    place = config[name]
    return Path(place).parent if name == "DATABASE" else place and Path(place)
