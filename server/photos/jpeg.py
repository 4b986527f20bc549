"""A picture without anything but the picture: a JPEG's notes (where, when, with what) are left out, byte by byte.

Phones leave them out already; this holds for any client. Nothing is decoded, so no damaged file can do harm here.
"""

from __future__ import annotations

from collections.abc import Iterator

_SCAN, _END, _COMMENT, _OWN, _ADOBE = 0xDA, 0xD9, 0xFE, 0xE0, 0xEE
_RESTARTS = range(0xD0, 0xD8)


class NotAJpeg(Exception):
    """These bytes are no whole JPEG."""


def bare(content: bytes) -> bytes:
    """The JPEG with its own first part and all that draws it, up to its end. Raises NotAJpeg."""
    if not content.startswith(b"\xff\xd8"):
        raise NotAJpeg
    kept = [content[start:end] for marker, start, end in segments(content) if not _is_note(marker)]
    return b"\xff\xd8" + b"".join(kept) + b"\xff\xd9"


def _is_note(marker: int) -> bool:
    return marker == _COMMENT or (_OWN < marker <= 0xEF and marker != _ADOBE)


def segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each part as (marker, start, end), a scan with its packed picture. Raises NotAJpeg where one is cut off."""
    at = 2
    while content[at : at + 2] != bytes((0xFF, _END)):
        if at + 4 > len(content) or content[at] != 0xFF or content[at + 1] < 0xC0:
            raise NotAJpeg
        marker, end = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xFF:
            at += 1
            continue
        end = _after_scan(content, end) if marker == _SCAN else end
        yield marker, at, end
        at = end


def _after_scan(content: bytes, start: int) -> int:
    """Where the packed picture ends: at the next marker that is no stuffed zero and no restart."""
    at = content.find(b"\xff", start)
    while at != -1 and at + 1 < len(content):
        following = content[at + 1]
        if following not in (0x00, 0xFF) and following not in _RESTARTS:
            return at
        at = content.find(b"\xff", at + 1)
    raise NotAJpeg
