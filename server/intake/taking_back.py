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
from server.intake.rules import CHAIR_ONLY, LONGEST_HEADER_BYTES, Item, Unreadable, parse_json, read_header

AT_A_TIME = 50
# Above the largest blob, sealed: a length beyond that is the torn end of a segment, not an item.
LONGEST_BODY_BYTES = 16 * 1024 * 1024


def take_back(turn: AbstractContextManager[Any]) -> None:
    """Store whatever the segments hold and the database does not, as it came and with the time at which it came.

    `turn` is entered to write to the database.
    """
    schools = {row.id for row in School.select(School.id)}
    for segment in sorted(Path(current_app.config["COPY_DIR"]).glob("*.segment")):
        with segment.open("rb") as content:
            batch: list[tuple[actions.Sender, Item]] = []
            for told, item in _items(content):
                if told.get("school") in schools and item.is_whole():
                    batch.append((_sender(told), item))
                if len(batch) == AT_A_TIME:
                    _store(batch, turn)
                    batch = []
            _store(batch, turn)


def _store(batch: list[tuple[actions.Sender, Item]], turn: AbstractContextManager[Any]) -> None:
    for _, item in batch:
        if item.header and item.header.type == "blob":
            keep_blob(item.sealed)
    with turn, db.atomic():
        for sender, item in batch:
            if actions.store_new(sender, [item]):
                audit.write(sender.school, "server", "record.taken_back", item.header.id if item.header else "")


def _sender(told: dict[str, Any]) -> actions.Sender:
    flags = str(told.get("flags", "")).split()
    return actions.Sender(
        school=str(told["school"]),
        phone=str(told.get("phone", "")),
        is_revoked="phone.revoked" in flags,
        came_at=clock.from_text(str(told["received_at"])),
        is_for_chair=CHAIR_ONLY in flags,
    )


def _items(content: BinaryIO) -> Iterator[tuple[dict[str, Any], Item]]:
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
