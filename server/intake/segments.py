"""A segment of the second copy, read as it was written: each item with what its header tells, then its very bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from server.intake.rules import LONGEST_HEADER_BYTES, Unreadable, parse_json

# Above the largest blob, sealed: a length beyond that is the torn end of a segment, not an item.
LONGEST_BODY_BYTES = 16 * 1024 * 1024
# The header of an item, by second_copy's names.
Told = dict[str, Any]


def items(content: BinaryIO) -> Iterator[tuple[Told, bytes]]:
    """Each whole item's header and sealed bytes. One cut short by a crash is the last: nothing is appended after it."""
    for told, frame in frames(content):
        if told:
            (length,) = struct.unpack(">I", frame[:4])
            yield told, frame[8 + length :]


def frames(content: BinaryIO) -> Iterator[tuple[Told, bytes]]:
    """The same with each item's bytes as they stand in the file; at last, with no header, whatever is no item."""
    while True:
        start = content.tell()
        head = _part(content, LONGEST_HEADER_BYTES)
        sealed = _part(content, LONGEST_BODY_BYTES) if head is not None else None
        told = _told(head) if sealed is not None else None
        if head is None or sealed is None or told is None:
            content.seek(start)
            torn = content.read()
            if torn:
                yield {}, torn
            return
        yield told, struct.pack(">I", len(head)) + head + struct.pack(">I", len(sealed)) + sealed


def name_of(told: Told) -> tuple[Any, ...]:
    """What an item is known by: (school, type, id, digest)."""
    return tuple(told.get(part) for part in ("school", "type", "id", "digest"))


def _told(head: bytes | None) -> Told | None:
    try:
        told = parse_json(head or b"")
    except Unreadable:
        return None
    return told if isinstance(told, dict) else None


def _part(content: BinaryIO, cap_bytes: int) -> bytes | None:
    length_bytes = content.read(4)
    if len(length_bytes) < 4:
        return None
    (length,) = struct.unpack(">I", length_bytes)
    part = content.read(length) if length <= cap_bytes else b""
    return part if len(part) == length else None
