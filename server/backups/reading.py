"""Reading a backup through, each file hashed and held against the manifest: to verify it, and to restore it."""

from __future__ import annotations

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any, BinaryIO

from server.backups import contents
from server.backups.container import AT_A_TIME_BYTES, LaterFormat, NotABackup
from server.backups.contents import About, Header

# Where the bytes of a file go, by its name; None lets them go.
Keep = Callable[[str], AbstractContextManager[BinaryIO | None]]
# Hears what made it before anything else is read, and raises where that is not to go on.
Heard = Callable[[Header], None]
LONGEST_HEADER_BYTES = 64 * 1024


def nowhere(_name: str) -> AbstractContextManager[None]:
    """Reads only."""
    return nullcontext()


def read_through(plain: BinaryIO, keep: Keep = nowhere, heard: Heard = lambda _header: None) -> About:
    """Read everything that a tar holds. Raises NotABackup unless each file is as the manifest says, and LaterFormat."""
    with tempfile.TemporaryFile() as seen:
        told, is_first = b"", True
        try:
            with tarfile.open(fileobj=plain, mode="r|", bufsize=AT_A_TIME_BYTES) as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is None or told or is_first != (member.name == contents.HEADER):
                        raise NotABackup
                    if is_first:
                        heard(_header(content))
                        is_first = False
                    elif member.name == contents.MANIFEST:
                        told = _held_against(seen, content)
                    else:
                        _read_one(member, content, keep, seen)
                    # It would remember every one of them.
                    tar.members = []  # type: ignore[attr-defined]
        except tarfile.TarError as error:
            raise NotABackup from error
    return _about(told)


def _read_one(member: tarfile.TarInfo, content: IO[bytes], keep: Keep, seen: IO[bytes]) -> None:
    if not contents.NAME.fullmatch(member.name):
        raise NotABackup
    hashed, size = hashlib.sha256(), 0
    with keep(member.name) as out:
        while part := content.read(AT_A_TIME_BYTES):
            hashed.update(part)
            size += len(part)
            if out is not None:
                out.write(part)
    seen.write(contents.line_of(member.name, size, hashed.hexdigest()))


def _header(content: IO[bytes]) -> Header:
    try:
        members: dict[str, Any] = json.loads(content.read(LONGEST_HEADER_BYTES))
        if members["format"] > contents.FORMAT:
            raise LaterFormat
        return Header(**members)
    except (ValueError, TypeError, KeyError) as error:
        raise NotABackup from error


def _held_against(seen: IO[bytes], manifest: IO[bytes]) -> bytes:
    """The manifest's last line, where all before it are what was seen."""
    seen.seek(0)
    for line in seen:
        if manifest.readline() != line:
            raise NotABackup
    return manifest.read()


def _about(told: bytes) -> About:
    try:
        members: dict[str, Any] = json.loads(told)["about"]
        heads = {school: (n, digest) for school, (n, digest) in members.pop("audit").items()}
        return About(**members, audit=heads)
    except (ValueError, TypeError, KeyError) as error:
        raise NotABackup from error
