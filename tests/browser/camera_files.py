"""A photo as another camera would make it: a true JPEG of the browser's own, with where and with what it was taken."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.api.photographer import segment
from tests.browser.phone_words import PhoneWords

MAKER, LATITUDE = b"Zeppelin Optics 7", b"N51.5007-W0.1246"
_LYING = """async ([width, height]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").fillRect(10, 10, 50, 50);
  const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg"));
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
# Turned a quarter to the right to be upright (EXIF 2.32, 4.6.5).
_TURNED = 6


def notes() -> bytes:
    """EXIF as a handset writes it: who made it, how it was held, and where."""
    maker, place = MAKER + b"\0", LATITUDE + b"\0"
    count = 3
    after = 8 + 2 + 12 * count + 4
    entries = struct.pack("<HHII", 0x010F, 2, len(maker), after)
    entries += struct.pack("<HHIHH", 0x0112, 3, 1, _TURNED, 0)
    entries += struct.pack("<HHII", 0x010E, 2, len(place), after + len(maker))
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, count) + entries + struct.pack("<I", 0) + maker + place


def photo_with_notes(phone: PhoneWords, folder: Path, width: int, height: int) -> Path:
    """A file of that size as it lies; upright it is as wide as it is high here."""
    plain = bytes(phone.asks(_LYING, [width, height]))
    file = folder / "IMG_2026.jpg"
    file.write_bytes(plain[:2] + segment(0xE1, notes()) + plain[2:])
    return file
