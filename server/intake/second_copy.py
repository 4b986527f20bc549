"""The second copy: everything committed is appended to a segment file elsewhere, synced, read back and re-hashed.

Only what has come through that is settled, and only what is settled may leave a phone.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from flask import current_app, json

from server.foundation import clock, crypto
from server.foundation.crypto import digest
from server.foundation.database import db, new_id
from server.intake import taking_back
from server.intake.actions import blob_file, sync_folder
from server.intake.lives import epoch
from server.intake.models import Envelope, EnvelopeBytes, SecondCopy

AT_A_TIME = 500


class CopyFailed(RuntimeError):
    """What was read back is not what was written."""


def settled_n() -> int:
    """The highest arrival number that, with all before it, has a second copy."""
    row = SecondCopy.get_or_none(SecondCopy.epoch == epoch())
    return row.settled_n if row else 0


def copy_new() -> int:
    """Copy whatever has none yet. Returns how many; raises OSError or CopyFailed, and then nothing is settled."""
    life = epoch()
    mark = SecondCopy.get_or_none(SecondCopy.epoch == life) or _begun(life)
    rows = list(Envelope.select().where(Envelope.n > mark.settled_n).order_by(Envelope.n).limit(AT_A_TIME))
    if not rows:
        return 0
    segment = _segment(mark)
    length = _append(segment, b"".join(map(_framed, rows)))
    with db.atomic():
        SecondCopy.replace(epoch=mark.epoch, settled_n=rows[-1].n, segment=segment.name, length_bytes=length).execute()
    return len(rows)


def _begun(life: str) -> SecondCopy:
    """The first step of a life: what only the copy holds comes back before anything settles."""
    taking_back.take_back()
    with db.atomic():
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


def _framed(row: Envelope) -> bytes:
    """One envelope as the wire frames it: `u32 ‖ header JSON ‖ u32 ‖ sealed bytes`, the header with n and phone."""
    sealed = sealed_bytes(row)
    if digest(sealed) != row.digest:
        raise CopyFailed(f"Envelope {row.n} no longer matches its digest.")
    header = json.dumps(
        {
            "n": row.n,
            "school": row.school_id,
            "phone": row.phone,
            "chain": row.chain,
            "id": row.id,
            "seq": row.seq,
            "trip": row.trip,
            "kid": row.kid,
            "type": row.type,
            "digest": row.digest,
            "flags": row.flags,
            "received_at": clock.as_text(row.received_at),
        }
    ).encode()
    return struct.pack(">I", len(header)) + header + struct.pack(">I", len(sealed)) + sealed


def sealed_bytes(row: Envelope) -> bytes:
    """An envelope's sealed bytes, from their table or, for a blob, their file."""
    if row.type == "blob":
        return blob_file(row.digest).read_bytes()
    return bytes(EnvelopeBytes.get_by_id(row.n).sealed)


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
