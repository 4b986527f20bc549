"""Putting a backup back: everything is read and checked aside, then moved into place, the database last.

Until the database has its name nothing counts as restored, and the same can be asked again.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from server import config
from server.backups import contents, offline_keys
from server.backups.container import NotABackup, decrypting
from server.backups.contents import About, Header
from server.backups.offline_keys import OfflineKey
from server.backups.reading import read_through
from server.foundation.database import MIGRATIONS, bring_up_to_date, connected, db, new_id
from server.intake import lives
from server.intake.blobs import sync_folder

WHY = "restore"
ASIDE, REPLACED = ".restore", ".before-restore"
_FILLED = (
    "SELECT EXISTS (SELECT 1 FROM school) OR EXISTS (SELECT 1 FROM envelope) OR EXISTS (SELECT 1 FROM audit_entry)"
)


class LaterVersion(Exception):
    """A newer Lanyard made it: `version`."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


class NotEmpty(Exception):
    """There is a school here already."""


class IsServing(Exception):
    """A server runs on this database."""


def may_be_put_here() -> None:
    """Raises NotEmpty, IsServing: before anybody types a key."""
    _refuse_unless_empty(Path(current_app.config["DATABASE"]))


def restore(file: Path, key: OfflineKey) -> tuple[Header, About]:
    """Put a backup in the place of this server's empty database, in a new life: what made it, and what it is of.

    Raises NotEmpty, IsServing, NotABackup, LaterFormat, LaterVersion, OtherKey, and what disk and database raise. Then
    nothing was changed.
    """
    database = Path(current_app.config["DATABASE"])
    # A server that starts meanwhile waits for this lock, and then finds the school.
    with open(database.with_suffix(".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _refuse_unless_empty(database)
        with _aside() as folders:
            header, about = _read_aside(file, key, folders)
            _put_in_place(folders, database)
    with connected():
        # In words of its own in the audit log; the epoch's file alone would be a new life nobody told of.
        lives.begin(WHY, about.newest_n, about.epoch)
    return header, about


def _refuse_unless_empty(database: Path) -> None:
    db.close_idle()
    with closing(sqlite3.connect(database, timeout=0)) as here:
        if here.execute(_FILLED).fetchone()[0]:
            raise NotEmpty
        try:
            # It needs the database to itself: a server keeps connections open, also while nobody asks anything.
            here.execute("PRAGMA journal_mode = delete").fetchall()
        except sqlite3.OperationalError as error:
            raise IsServing from error


Folders = dict[str, Path]


@contextmanager
def _aside() -> Iterator[Folders]:
    """A folder of its own on the disk of each part, all gone at the end."""
    here = current_app.config
    places = {
        contents.DATABASE: Path(here["DATABASE"]).parent,
        contents.KEYS: Path(here["KEY_DIR"]),
        contents.CHAIR_KEYS: Path(here["CHAIR_KEY_DIR"]),
        contents.BLOBS: Path(here["BLOB_DIR"]),
    }
    with ExitStack() as made:
        folders = {part: place / ASIDE for part, place in places.items()}
        for folder in folders.values():
            made.callback(shutil.rmtree, folder, ignore_errors=True)
            contents.emptied(folder)
        yield folders


def _read_aside(file: Path, key: OfflineKey, folders: Folders) -> tuple[Header, About]:
    headers: list[Header] = []

    def heard(header: Header) -> None:
        _refuse_later(header)
        headers.append(header)

    with file.open("rb") as content, decrypting(content, key.identity) as plain:
        about = read_through(plain, lambda name: _kept(name, folders), heard)
    database = folders[contents.DATABASE] / contents.DATABASE
    if not database.exists():
        raise NotABackup
    bring_up_to_date(database)
    return headers[0], about


def _refuse_later(header: Header) -> None:
    if header.schema not in {migration.stem for migration in MIGRATIONS.glob("[0-9]*.py")}:
        raise LaterVersion(header.version)


@contextmanager
def _kept(name: str, folders: Folders) -> Iterator[BinaryIO]:
    part = next(part for part in folders if name.startswith(part))
    place = folders[part] / (name.removeprefix(part) or name)
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _put_in_place(folders: Folders, database: Path) -> None:
    for kept in folders[contents.KEYS].iterdir():
        _put_key(kept, folders[contents.KEYS].parent / kept.name)
    for kept in folders[contents.CHAIR_KEYS].iterdir():
        _put_chairs_key(kept, folders[contents.CHAIR_KEYS].parent / kept.name)
    for part in (contents.KEYS, contents.CHAIR_KEYS):
        sync_folder(folders[part].parent)
    _put_blobs(folders[contents.BLOBS])
    for old in database.parent.glob(f"{database.name}-*"):
        old.unlink()
    # Whatever stood here was of no school; phones know it as no life of theirs.
    config.replace(database.with_name("epoch"), new_id())
    (folders[contents.DATABASE] / contents.DATABASE).replace(database)
    sync_folder(database.parent)


def _put_blobs(aside: Path) -> None:
    for kept in aside.iterdir():
        place = aside.parent / kept.name[:2]
        place.mkdir(exist_ok=True)
        kept.replace(place / f"{kept.name}.sealed")
        sync_folder(place)
    sync_folder(aside.parent)


def _put_key(kept: Path, place: Path) -> None:
    """Put a file of keys in its place, unless all of it is there: keys may lie on a disk that was not lost.

    What a new server made for itself is kept beside: something may be locked with it.
    """
    if _is_there(kept, place):
        return
    _set_aside(place)
    kept.replace(place)


def _put_chairs_key(kept: Path, place: Path) -> None:
    """The chair's public halves. What a new server made for itself opens nothing that they lock, and goes first."""
    private = place.with_name(contents.CHAIRS_PRIVATE)
    public = _keys_in(place if _is_there(kept, place) else kept)
    if private.exists() and not _keys_in(private) & public:
        _set_aside(private)
    _put_key(kept, place)


def _is_there(kept: Path, place: Path) -> bool:
    if not place.exists():
        return False
    if kept.name == offline_keys.FILE:
        # Whoever made another had a reason: the paper before it was lost, or seen.
        return _made_at(kept) <= _made_at(place)
    return _keys_in(kept) <= _keys_in(place)


def _made_at(file: Path) -> str:
    """When a key for backups was made, all in one form; "" where the file does not say."""
    with suppress(ValueError, TypeError, KeyError):
        return str(json.loads(file.read_text(encoding="utf-8"))["made_at"])
    return ""


def _set_aside(place: Path) -> None:
    if place.exists():
        place.replace(place.with_name(f"{place.name}{REPLACED}"))


def _keys_in(file: Path) -> set[str]:
    """The ids of a file's keys; its whole text where it is no list of them."""
    text = file.read_text(encoding="utf-8")
    try:
        return {entry["kid"] for entry in json.loads(text)}
    except (ValueError, TypeError, KeyError):
        return {text}
