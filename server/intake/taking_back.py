"""Takes back from the second copy what a restored database lacks, so that what phones let go of is not lost with it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app

from server.accounts.models import School
from server.foundation import audit, clock
from server.foundation.database import db
from server.intake import actions
from server.intake.blobs import keep_blob
from server.intake.models import Authorship, Envelope
from server.intake.rules import CHAIR_ONLY, LONGEST_HEADER_BYTES, Header, Item, Unreadable, parse_json, read_header

AT_A_TIME = 50
# Above the largest blob, sealed: a length beyond that is the torn end of a segment, not an item.
LONGEST_BODY_BYTES = 16 * 1024 * 1024
# The header of an item in a segment, by second_copy's names.
Told = dict[str, Any]


def take_back(turn: AbstractContextManager[Any]) -> None:
    """Store whatever the segments hold and the database does not, as it came and with the time at which it came.

    `turn` is entered to write to the database.
    """
    schools = {row.id for row in School.select(School.id)}
    for segment in sorted(Path(current_app.config["COPY_DIR"]).glob("*.segment")):
        with segment.open("rb") as content:
            batch: list[tuple[Told, Item]] = []
            for told, item in _items(content):
                if told.get("school") in schools and item.is_whole():
                    batch.append((told, item))
                if len(batch) == AT_A_TIME:
                    _store(batch, turn)
                    batch = []
            _store(batch, turn)


def _store(batch: list[tuple[Told, Item]], turn: AbstractContextManager[Any]) -> None:
    for _, item in batch:
        if item.header and item.header.type == "blob":
            keep_blob(item.sealed)
    with turn, db.atomic():
        for told, item in batch:
            sender = _sender(told)
            if item.header and actions.store_new(sender, [item]):
                audit.write(sender.school, "server", "record.taken_back", item.header.id)
                _note_author(sender.school, told, item.header)


def _note_author(school: str, told: Told, header: Header) -> None:
    """What the office wrote is the office's still, by whoever was signed in: nothing in the record shows it."""
    by = told.get("filed_by")
    if not by:
        return
    mine = (Envelope.school == school, Envelope.type == header.type, Envelope.id == header.id)
    row = Envelope.get(*mine, Envelope.digest == header.digest)
    said = {"n": row.n, "school": school, "record": row.id, "staff": str(by), "said_at": row.received_at}
    Authorship.insert(**said, is_confirmed=True).execute()


def _sender(told: Told) -> actions.Sender:
    flags = str(told.get("flags", "")).split()
    return actions.Sender(
        school=str(told["school"]),
        phone=str(told.get("phone", "")),
        is_revoked="phone.revoked" in flags,
        came_at=clock.from_text(str(told["received_at"])),
        is_for_chair=CHAIR_ONLY in flags,
    )


def _items(content: BinaryIO) -> Iterator[tuple[Told, Item]]:
    """Each whole item of a segment. One cut short by a crash is the last: nothing is ever appended after it."""
    while (head := _part(content, LONGEST_HEADER_BYTES)) is not None:
        sealed = _part(content, LONGEST_BODY_BYTES)
        if sealed is None:
            return
        try:
            told = parse_json(head)
        except Unreadable:
            return
        if isinstance(told, dict):
            yield told, Item(read_header(told), sealed)


def _part(content: BinaryIO, cap_bytes: int) -> bytes | None:
    length_bytes = content.read(4)
    if len(length_bytes) < 4:
        return None
    (length,) = struct.unpack(">I", length_bytes)
    part = content.read(length) if length <= cap_bytes else b""
    return part if len(part) == length else None
