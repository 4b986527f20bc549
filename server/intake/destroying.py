"""Destroying what arrived: its words and sealed bytes go, its envelope stays, and a tombstone says so (ADR 0066).

Phones hear as before that the school has it, and nothing is missing. What is in files follows: the blob's own, and the
second copy, from which a restored database would take it back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from server.foundation import clock
from server.foundation.database import db, empty_log
from server.foundation.rows import Rows, marks_for, select
from server.intake import segments
from server.intake.blobs import blob_file, sync_folder
from server.intake.lives import epoch
from server.intake.models import SecondCopy, Tombstone, TombstoneSwept

WHY = "destroyed"
_tombstones = Rows(Tombstone)
_swept = Rows(TombstoneSwept)
_UNSWEPT = """
SELECT n, school_id, type, id, sha256 FROM tombstone
WHERE NOT EXISTS (SELECT 1 FROM tombstone_swept WHERE tombstone_swept.n = tombstone.n)
ORDER BY n
"""
# Another arrival of the same file that nobody destroyed.
_LIVES = """
SELECT 1 FROM envelope WHERE digest = ? AND type = 'blob'
  AND NOT EXISTS (SELECT 1 FROM tombstone WHERE tombstone.n = envelope.n)
"""


@dataclass(frozen=True)
class Gone:
    """Something that came, as its tombstone tells of it."""

    n: int
    type: str
    id: str
    kind: str | None
    trip: str | None
    sha256: str


def bury(school: str, gone: Iterable[Gone], confirmation: str, by: str) -> None:
    """Set a tombstone for each; only then may its rows go. Inside the transaction that destroys them.

    The database refuses it unless somebody other than `by` confirmed it.
    """
    who = {"school": school, "confirmation_id": confirmation, "destroyed_at": clock.now(), "destroyed_by": by}
    _tombstones.insert([{**vars(one), **who} for one in gone])


def remove_bytes(numbers: Sequence[int]) -> None:
    """Remove words and sealed bytes of arrivals for which tombstones stand, inside the same transaction.

    Whoever asks has asked `held_for_police` before.
    """
    marks = marks_for(numbers)
    for table in ("record", "envelope_bytes"):
        db.execute_sql(f"DELETE FROM {table} WHERE envelope_id IN ({marks})", tuple(numbers))
    # Whatever was held of it is to be decided by nobody any more.
    db.execute_sql(f"UPDATE opening SET state = 'opened', reason = ? WHERE envelope_id IN ({marks})", (WHY, *numbers))


def destroyed_among(numbers: Iterable[int]) -> frozenset[int]:
    """Which of these arrivals were destroyed."""
    rows = select("SELECT n FROM tombstone WHERE n IN (SELECT value FROM json_each(?))", json.dumps(list(numbers)))
    return frozenset(n for (n,) in rows)


def sweep(turn: AbstractContextManager[Any]) -> int:
    """Remove what is still in files of what was destroyed. Returns of how many. By the thread that copies, alone.

    `turn` is entered to write to the database. What fails is tried again, and so is the database's own log as long as
    somebody reads it: nothing counts as gone before.
    """
    waiting = select(_UNSWEPT)
    if not waiting or not _is_out_of_log(turn):
        return 0
    for _n, _school, kind, _id, sha256 in waiting:
        if kind == "blob" and not select(_LIVES, sha256):
            _unlink(blob_file(sha256))
    names = {(school, kind, id_, sha256) for _n, school, kind, id_, sha256 in waiting}
    for segment in sorted(Path(current_app.config["COPY_DIR"]).glob("*.segment")):
        _sweep_segment(segment, names, turn)
    with turn, db.atomic():
        _swept.insert([{"n": row[0], "school": row[1], "at": clock.now()} for row in waiting])
    return len(waiting)


def _is_out_of_log(turn: AbstractContextManager[Any]) -> bool:
    with turn:
        return empty_log()


def _unlink(file: Path) -> None:
    if file.exists():
        file.unlink()
        sync_folder(file.parent)


def _sweep_segment(segment: Path, names: Collection[tuple[Any, ...]], turn: AbstractContextManager[Any]) -> None:
    """Write a segment anew without those items, where it holds any; in its place only once it is whole."""
    with segment.open("rb") as content:
        if not any(segments.name_of(told) in names for told, _frame in segments.frames(content)):
            return
    was, part = segment.stat().st_size, segment.with_suffix(".part")
    with segment.open("rb") as content, open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        for told, frame in segments.frames(content):
            if segments.name_of(told) not in names:
                out.write(frame)
        out.flush()
        os.fsync(out.fileno())
        size = out.tell()
    part.replace(segment)
    sync_folder(segment.parent)
    # Ours to go on with; otherwise another is begun.
    mine = (SecondCopy.epoch == epoch(), SecondCopy.segment == segment.name, SecondCopy.length_bytes == was)
    with turn, db.atomic():
        SecondCopy.update(length_bytes=size).where(*mine).execute()
