"""Taking a backup: copied, encrypted and written aside, read back to its last byte, and only then called one."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from pyrage.x25519 import Identity, Recipient

from server import __version__
from server.accounts.models import School
from server.backups import contents, offline_keys
from server.backups.container import NotABackup, decrypting, encrypting
from server.backups.contents import About, Copy, Header, Packing
from server.backups.models import BackupMade
from server.backups.reading import read_through
from server.foundation import audit, clock
from server.foundation.database import connected, db
from server.intake.blobs import sync_folder

BEGINS, ENDS, PART = "lanyard-", ".tar.age", ".part"
MADE = "backup.made"


class IsRunning(Exception):
    """Another backup is being made."""


@dataclass(frozen=True)
class Taken:
    """A verified backup."""

    file: Path
    size_bytes: int
    sha256: str
    about: About


def take(folder: Path, actor: str) -> Taken:
    """Take a backup into a folder, and note it.

    Raises NoKey, IsRunning, NotABackup where it does not read back, and what disk and database raise. Then nothing of
    it is left, and those that were made before are as they were.
    """
    key = offline_keys.public_half(Path(current_app.config["KEY_DIR"]))
    database = Path(current_app.config["DATABASE"])
    with _alone(database.with_name("backup.lock")), _work(database.with_name(".backup-work")) as work:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.glob(f".{BEGINS}*{PART}"):
            left.unlink()
        taken = _written(folder, work, key)
        try:
            with connected():
                _note(taken, key.kid, actor)
        except Exception:
            # It would stay beside those that count, and one more with each try.
            taken.file.unlink(missing_ok=True)
            raise
    return taken


def _written(folder: Path, work: Path, key: offline_keys.PublicHalf) -> Taken:
    now = clock.now()
    final = folder / f"{BEGINS}{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}-{key.kid}{ENDS}"
    part = folder / f".{final.name}{PART}"
    # Opens it for as long as it takes to read it back, and is forgotten.
    one_time = Identity.generate()
    copy = contents.copy_database(Path(current_app.config["DATABASE"]), work / contents.DATABASE)
    header = Header(clock.as_text(now), __version__, copy.schema)
    try:
        written = _write(part, [key.as_recipient(), one_time.to_public()], header, copy)
        size, sha256 = _read_back(part, one_time, written)
        part.replace(final)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return Taken(final, size, sha256, written)


def _write(part: Path, recipients: list[Recipient], header: Header, copy: Copy) -> About:
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with encrypting(out, recipients) as plain:
            about = _pack(plain, header, copy)
        out.flush()
        os.fsync(out.fileno())
    return about


def _pack(out: BinaryIO, header: Header, copy: Copy) -> About:
    here = current_app.config
    with (
        copy.file.with_name(contents.MANIFEST).open("w+b") as manifest,
        tarfile.open(fileobj=out, mode="w|") as tar,
    ):
        packing = Packing(tar, manifest)
        packing.begins(header)
        packing.puts_file(contents.DATABASE, copy.file)
        packing.puts_keys(Path(here["KEY_DIR"]), Path(here["CHAIR_KEY_DIR"]))
        packing.puts_blobs(copy, Path(here["BLOB_DIR"]))
        about = packing.about(copy)
        packing.ends(about)
    return about


def _read_back(part: Path, one_time: Identity, written: About) -> tuple[int, str]:
    """Open the file anew, from the disk and not from memory, and read it through: (its size, its SHA-256)."""
    with part.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        watched = _Watched(file)
        with decrypting(watched, one_time) as plain:  # type: ignore[arg-type]
            if read_through(plain) != written:
                raise NotABackup
        return watched.size, watched.hash.hexdigest()


class _Watched:
    """A file that counts and hashes what is read of it, from its beginning to its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.hash, self.size = file, hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        part = self._file.read(size)
        self.hash.update(part)
        self.size += len(part)
        return part


def _note(taken: Taken, kid: str, actor: str) -> None:
    """Only now do arrivals count as backed up."""
    about, name = taken.about, taken.file.name
    row = {"epoch": about.epoch, "made_at": clock.now(), "backed_up_n": about.backed_up_n, "name": name, "kid": kid}
    with db.atomic():
        more = {
            "size_bytes": taken.size_bytes,
            "sha256": taken.sha256,
            "is_elsewhere": _is_elsewhere(taken.file.parent),
        }
        BackupMade.create(**row, **more)
        for school in School.select(School.id):
            audit.write(school.id, actor, MADE, name, backed_up_n=about.backed_up_n, missing=about.missing)


def _is_elsewhere(folder: Path) -> bool:
    configured: Path | None = current_app.config["BACKUP_DIR"]
    return configured is None or configured.resolve() != folder.resolve()


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    with open(file, "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IsRunning from error
        yield


@contextmanager
def _work(folder: Path) -> Iterator[Path]:
    """Room for the copy on the database's own disk; what a killed backup left there goes first."""
    try:
        yield contents.emptied(folder)
    finally:
        contents.emptied(folder).rmdir()
