"""The second copy: everything committed is appended to a segment file elsewhere, synced, read back and re-hashed.

Only what has come through that is settled, and only what is settled may leave a phone.
"""

from __future__ import annotations

import os
import struct
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import current_app, json

from server.foundation import clock, crypto
from server.foundation.crypto import digest
from server.foundation.database import InstantField, db, new_id
from server.foundation.rows import Ready, select
from server.intake import taking_back
from server.intake.blobs import blob_file, sync_folder
from server.intake.lives import epoch
from server.intake.models import SecondCopy

AT_A_TIME = 500
AT_A_TIME_BYTES = 4 * 1024 * 1024
# What a header tells, by its own names.
_TOLD = ("n", "school", "phone", "chain", "id", "seq", "trip", "kid", "type", "digest", "flags", "received_at")
# Who wrote it in the office, which stands nowhere in the record: the school saw who was signed in.
_BY = "filed_by"
_UNCOPIED = """
SELECT e.n, e.school_id, phone, chain, id, seq, trip, kid, type, digest, flags, received_at, own.staff,
    EXISTS (SELECT 1 FROM tombstone WHERE tombstone.n = e.n)
FROM envelope AS e LEFT JOIN authorship AS own ON own.n = e.n AND own.record = e.id AND e.phone = ''
WHERE e.n > ? ORDER BY e.n LIMIT ?
"""
_mark_of = Ready(lambda life: SecondCopy.select().where(SecondCopy.epoch == life))
_instant = InstantField()


class CopyFailed(RuntimeError):
    """What was read back is not what was written."""


def settled_n() -> int:
    """The highest arrival number that, with all before it, has a second copy."""
    row = _mark_of.first(epoch())
    return row.settled_n if row else 0


def copy_new(turn: AbstractContextManager[Any]) -> int:
    """Copy what has none yet, some at a time. Returns how many; raises OSError or CopyFailed, and settles nothing then.

    `turn` is entered to write to the database.
    """
    here = epoch()
    mark = _mark_of.first(here) or _begun(here, turn)
    last, frames = _frames_after(mark.settled_n)
    if last == mark.settled_n:
        return 0
    segment, length = mark.segment, mark.length_bytes
    if frames:
        file = _segment(mark)
        segment, length = file.name, _append(file, b"".join(frames))
    with turn, db.atomic():
        SecondCopy.replace(epoch=here, settled_n=last, segment=segment, length_bytes=length).execute()
    return last - mark.settled_n


def _frames_after(settled: int) -> tuple[int, list[bytes]]:
    """The next envelopes, framed, until there is enough for one go; and the arrival number of the last.

    What was destroyed is passed over: there is nothing of it to copy.
    """
    frames: list[bytes] = []
    last, size = settled, 0
    for row in select(_UNCOPIED, settled, AT_A_TIME):
        *label, filed_by, is_destroyed = row
        told = dict(zip(_TOLD, label, strict=True)) | ({_BY: filed_by} if filed_by else {})
        last = told["n"]
        if is_destroyed:
            continue
        frames.append(_framed(told, _sealed_bytes(told)))
        size += len(frames[-1])
        if size >= AT_A_TIME_BYTES:
            break
    return last, frames


def _begun(life: str, turn: AbstractContextManager[Any]) -> SecondCopy:
    """The first step of a life: what only the copy holds comes back before anything settles."""
    taking_back.take_back(turn)
    with turn, db.atomic():
        return SecondCopy.create(epoch=life)


def _segment(mark: SecondCopy) -> Path:
    """The segment to append to: today's, as long as it is exactly as we left it; otherwise one nobody has written to.

    A tail cut short by a crash, or a file longer than a restored database remembers, is left as it is for ever.
    """
    folder = Path(current_app.config["COPY_DIR"])
    today = f"{clock.today():%Y%m%d}"
    last = folder / (mark.segment or "none")
    if last.name.startswith(today) and last.is_file() and last.stat().st_size == mark.length_bytes:
        return last
    return folder / f"{today}-{new_id()}.segment"


def _framed(told: dict[str, Any], sealed: bytes) -> bytes:
    """One envelope as the wire frames it: `u32 ‖ header JSON ‖ u32 ‖ sealed bytes`, the header with n and phone."""
    if digest(sealed) != told["digest"]:
        raise CopyFailed(f"Envelope {told['n']} no longer matches its digest.")
    received_at = _instant.python_value(told["received_at"])
    header = json.dumps({**told, "received_at": received_at and clock.as_text(received_at)}).encode()
    return struct.pack(">I", len(header)) + header + struct.pack(">I", len(sealed)) + sealed


def _sealed_bytes(told: dict[str, Any]) -> bytes:
    """An envelope's sealed bytes, from their table or, for a blob, their file."""
    if told["type"] == "blob":
        return blob_file(told["digest"]).read_bytes()
    [(sealed,)] = select("SELECT sealed FROM envelope_bytes WHERE envelope_id = ?", told["n"])
    return bytes(sealed)


def _append(file: Path, content: bytes) -> int:
    """Append, sync, read back what was appended. Returns the file's new length."""
    is_new = not file.exists()
    with open(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as segment:
        start = segment.seek(0, os.SEEK_END)
        segment.write(content)
        segment.flush()
        os.fsync(segment.fileno())
        segment.seek(start)
        if crypto.digest(segment.read()) != crypto.digest(content):
            raise CopyFailed(f"{file.name} does not read back as it was written.")
    if is_new:
        sync_folder(file.parent)
    return start + len(content)
