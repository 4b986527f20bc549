"""A phone that photographs: a JPEG made by hand, its record, and what became of it."""

from __future__ import annotations

import struct
import uuid
from typing import Any

from werkzeug.test import TestResponse

from server.foundation import crypto
from tests.cast import CLIENT, Phone, grazed_knee

NOTES = b"Exif\0\0 51.5 N 0.1 W, Ada's phone"


def segment(marker: int, body: bytes) -> bytes:
    """One part of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, notes: bytes = b"", seed: int = 1) -> bytes:
    """A JPEG as far as its parts go; `notes` are where another camera would write what it knows."""
    size = struct.pack(">BHHB", 8, 1536, 2048, 1)
    marks = segment(0xE1, notes) + segment(0xFE, notes) if notes else b""
    scan = segment(0xDA, b"\x01\x01\0") + bytes((seed, 2, 0xFF, 0, 3, 0xFF, 0xD1, 4)) * 50
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + marks + segment(0xC0, size) + scan + b"\xff\xd9"


class Photographer:
    """Takes photos with one phone on one trip."""

    def __init__(self, phone: Phone, trip: str | None) -> None:
        self.phone, self.trip = phone, trip

    def writes(self, content: bytes, **body: Any) -> tuple[str, str]:
        """Send the record of a photo alone. Returns the photo's id and the record's."""
        photo = str(uuid.uuid4())
        named = {"id": photo, "sha256": crypto.digest(content), "size": len(content)}
        record = {
            **grazed_knee(self.trip),
            "kind": "photo.taken",
            "body": {
                "check": None,
                "purpose": "display",
                "place": "Gatehouse",
                "justification": "The drawbridge",
                "activity": None,
                "destination": "school_site",
                "pupils": [],
                "nobody": True,
                "list_as_at": None,
                "taken_at": "2026-11-26T10:00:00.000Z",
                "width": 2048,
                "height": 1536,
                **body,
            },
            "photos": [named],
        }
        assert self.phone.sends(self.phone.files(record)).status_code == 200
        return photo, str(record["id"])

    def sends(self, photo: str, content: bytes) -> TestResponse:
        """Send a photo's bytes, as the blob of this id."""
        phone = self.phone
        sealed = phone.seals("blob", photo, content)
        label = {
            **CLIENT,
            "Lanyard-Chain": phone.chain,
            "Lanyard-Seq": str(phone.next_seq),
            "Lanyard-Kid": phone.key["kid"],
            "Lanyard-Digest": crypto.digest(sealed),
            **({"Lanyard-Trip": self.trip} if self.trip else {}),
        }
        phone.next_seq += 1
        path = f"/api/outbox/blobs/{photo}"
        answer = phone.client.put(path, data=sealed, headers=label, content_type="application/octet-stream")
        assert answer.status_code == 200, answer.text
        return answer

    def takes(self, content: bytes | None = None, **body: Any) -> str:
        """A photo with its record, both sent. Returns its id."""
        content = content or jpeg()
        photo, _record = self.writes(content, **body)
        self.sends(photo, content)
        return photo

    def erases(self, photo: str) -> None:
        """Tell that a photo is gone from the phone."""
        body = {"photo": photo, "digest": "0" * 64, "received_at": None, "erased_at": "2026-11-26T10:20:00.000Z"}
        record = {**grazed_knee(self.trip), "kind": "photo.erased", "body": body}
        assert self.phone.sends(self.phone.files(record)).status_code == 200
