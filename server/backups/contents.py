"""What a backup holds: a copy of the database, every file that it names, the school's keys, and a manifest of them all.

    header, lanyard.sqlite3, keys/<file>, blobs/<digest>, manifest

The header says what made it (`Header`). The manifest comes last, a line of JSON for each file ({name, size, sha256}),
then what the backup is of (`About`). The chair's private key is in none of them: see ADR 0056.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any, BinaryIO

from server.intake import lives

FORMAT = 1
HEADER, DATABASE, KEYS, BLOBS, MANIFEST = "header", "lanyard.sqlite3", "keys/", "blobs/", "manifest"
CHAIR_KEYS = "chair-keys/"
# The chair's public half alone: a phone seals to it before anybody brings the private one.
CHAIRS_PUBLIC, CHAIRS_PRIVATE = "chair_public_keys.json", "chair_keys.json"
# The private one is no part of any, wherever it lies.
NAME = re.compile(
    r"lanyard\.sqlite3|blobs/[0-9a-f]{64}|(?:keys|chair-keys)/(?!chair_keys\.json)[a-z_]+(?:\.json|\.pem)?"
)
_BLOBS = """
SELECT digest, MIN(n) FROM envelope WHERE type = 'blob' AND n NOT IN (SELECT n FROM tombstone)
GROUP BY digest ORDER BY digest
"""
_NEWEST = "SELECT COALESCE(MAX(n), 0), COUNT(*) FROM envelope"


@dataclass(frozen=True)
class Header:
    """What made a backup, and when. `schema` is the newest change of the database that it has."""

    made_at: str
    version: str
    schema: str
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        """As it stands in the file."""
        return json.dumps(asdict(self), sort_keys=True).encode()


@dataclass(frozen=True)
class About:
    """What a backup is of: which life, how many arrivals, up to which number all is in it, each audit log's head.

    `missing` counts files that the database names and that were not there, or not whole.
    """

    epoch: str
    newest_n: int
    arrivals: int
    backed_up_n: int
    missing: int
    audit: dict[str, tuple[int, str]] = field(default_factory=dict)

    def as_line(self) -> bytes:
        """As it stands at the manifest's end."""
        return json.dumps({"about": asdict(self)}, sort_keys=True).encode() + b"\n"


def line_of(name: str, size: int, sha256: str) -> bytes:
    """A file's line in the manifest."""
    return json.dumps({"name": name, "size": size, "sha256": sha256}, sort_keys=True).encode() + b"\n"


@dataclass(frozen=True)
class Copy:
    """The database at one instant: the file, the life it was of, and the newest change of its tables."""

    file: Path
    epoch: str
    schema: str


def copy_database(database: Path, copy: Path) -> Copy:
    """Copy the database as it is at one instant, and have SQLite look the copy over.

    In one step: while others write, every step after the first would begin again. Its life is asked for before: what is
    copied may be of a later one, and then counts for neither.
    """
    epoch = lives.epoch()
    with closing(sqlite3.connect(database, timeout=10)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    with closing(asked(copy)) as whole:
        [(verdict,), *_] = whole.execute("PRAGMA integrity_check").fetchall()
        if verdict != "ok":
            raise sqlite3.DatabaseError("database disk image is malformed")
        [(newest,)] = whole.execute("SELECT MAX(name) FROM schema_migration").fetchall()
    return Copy(copy, epoch, str(newest))


def asked(copy: Path) -> sqlite3.Connection:
    """A connection that only reads a copy which nobody writes to."""
    return sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


@dataclass
class Packing:
    """Writes the files into a tar, each with its line for the manifest. Holds no list of them: there may be many."""

    tar: tarfile.TarFile
    manifest: IO[bytes]
    missing: int = 0
    first_missing_n: int | None = None

    def begins(self, header: Header) -> None:
        """Put the header, which nothing may come before."""
        told = header.as_bytes()
        self._puts(HEADER, BytesIO(told), len(told))

    def puts(self, name: str, content: BinaryIO, size: int) -> None:
        """Put a file of a known size."""
        watched = _Hashed(content)
        self._puts(name, watched, size)
        self.manifest.write(line_of(name, size, watched.sha256()))

    def _puts(self, name: str, content: Any, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, content)
        # It would remember every one of them.
        self.tar.members = []  # type: ignore[attr-defined]

    def puts_file(self, name: str, file: Path) -> None:
        """Put a file from the disk."""
        with file.open("rb") as content:
            self.puts(name, content, file.stat().st_size)

    def puts_blobs(self, copy: Copy, folder: Path) -> None:
        """Put each file that the copy of the database names. One that is not whole is counted, and left out."""
        for digest, n in _named_by(copy.file):
            content = _whole(folder / digest[:2] / f"{digest}.sealed", digest)
            if content is None:
                self.missing += 1
                self.first_missing_n = min(n, self.first_missing_n or n)
            else:
                self.puts(f"{BLOBS}{digest}", BytesIO(content), len(content))

    def puts_keys(self, keys: Path, chairs: Path) -> None:
        """Put the school's keys, and of the chair's what phones are offered."""
        for file in sorted(keys.iterdir()):
            if file.is_file() and NAME.fullmatch(f"{KEYS}{file.name}"):
                self.puts_file(f"{KEYS}{file.name}", file)
        if (chairs / CHAIRS_PUBLIC).exists():
            self.puts_file(f"{CHAIR_KEYS}{CHAIRS_PUBLIC}", chairs / CHAIRS_PUBLIC)

    def ends(self, about: About) -> None:
        """Put the manifest."""
        self.manifest.write(about.as_line())
        size = self.manifest.tell()
        self.manifest.seek(0)
        self._puts(MANIFEST, self.manifest, size)

    def about(self, copy: Copy) -> About:
        """What was put, once all is."""
        with closing(asked(copy.file)) as rows:
            [(newest, arrivals)] = rows.execute(_NEWEST).fetchall()
            heads = {
                school: (n, digest) for school, n, digest in rows.execute("SELECT school, n, hash FROM audit_head")
            }
        safe = newest if self.first_missing_n is None else self.first_missing_n - 1
        return About(copy.epoch, newest, arrivals, safe, self.missing, heads)


def _named_by(copy: Path) -> Iterator[tuple[str, int]]:
    with closing(asked(copy)) as rows:
        yield from rows.execute(_BLOBS)


def _whole(file: Path, digest: str) -> bytes | None:
    """A file's bytes; None where they are not those of its digest. Each is small: intake has a cap."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


class _Hashed:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, content: BinaryIO) -> None:
        self._content, self._hash = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._content.read(size)
        self._hash.update(part)
        return part

    def sha256(self) -> str:
        return self._hash.hexdigest()


def emptied(folder: Path) -> Path:
    """A folder of ours with nothing in it, for its owner alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder
