"""Reads the second copy by itself: which arrival numbers lie whole in its segments."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path


def copied(folder: Path) -> dict[int, list[tuple[Path, int]]]:
    """The segments in which each arrival number is whole, and up to where, its bytes matching its digest.

    Where a frame is cut short, or matches no more, its segment was given up at that point: the rest is passed over.
    """
    found: dict[int, list[tuple[Path, int]]] = {}
    for segment in folder.iterdir():
        content, at = segment.read_bytes(), 0
        while frame := _frame(content, at):
            header, sealed, at = frame
            if hashlib.sha256(sealed).hexdigest() != header["digest"]:
                break
            found.setdefault(int(header["n"]), []).append((segment, at))
    return found


def _frame(content: bytes, at: int) -> tuple[dict[str, int | str], bytes, int] | None:
    header = _part(content, at)
    sealed = _part(content, at + 4 + len(header)) if header is not None else None
    if header is None or sealed is None:
        return None
    return json.loads(header), sealed, at + 8 + len(header) + len(sealed)


def _part(content: bytes, at: int) -> bytes | None:
    if at + 4 > len(content):
        return None
    end = at + 4 + struct.unpack_from(">I", content, at)[0]
    return content[at + 4 : end] if end <= len(content) else None
