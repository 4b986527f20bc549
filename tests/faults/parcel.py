"""What one phone sends in one go, three reports and a photo, and what the school must hold of it and never claim."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from server.foundation import crypto
from tests.cast import CLIENT, Phone, grazed_knee, receipts

_LABEL = ("n", "type", "id", "digest")
_SEALED = (
    "SELECT sealed FROM envelope LEFT JOIN envelope_bytes ON envelope_id = n"
    " WHERE n = ? AND type = ? AND id = ? AND digest = ?"
)
PHOTO = b"\xff\xd8 not a real picture"


@dataclass
class Parcel:
    """Three reports and a photo, sealed and numbered, for the school whose files are in `folder`.

    `promised` is every receipt given, by id; `settled_n` how far the school last said that it holds all twice.
    """

    phone: Phone
    trip: str
    folder: Path
    frames: list[bytes] = field(default_factory=list)
    photo: bytes = b""
    told: list[dict[str, Any]] = field(default_factory=list)
    promised: dict[str, dict[str, Any]] = field(default_factory=dict)
    settled_n: int = 0

    def __post_init__(self) -> None:
        self.phone.pending = self.told
        self.frames = [self.phone.files(grazed_knee(self.trip)) for _ in range(3)]
        photo_id = str(uuid.uuid4())
        self.photo = self._needs_a_folder_of_its_own(photo_id)
        self.phone.labels(self.photo, id=photo_id, type="blob")

    def _needs_a_folder_of_its_own(self, photo_id: str) -> bytes:
        """A sealed photo whose digest leads to no folder yet, so that every parcel costs the disk the same calls."""
        while True:
            sealed = self.phone.seals("blob", photo_id, PHOTO)
            if not _blob_file(self.folder, crypto.digest(sealed)).parent.exists():
                return sealed

    def announced(self) -> TestResponse:
        """Tell the school what exists."""
        answer = self.phone.reports()
        self.settled_n = answer.json["settled_n"] if answer.status_code == 200 else self.settled_n
        return answer

    def records_sent(self) -> TestResponse:
        """Send the three reports."""
        return self._noted(self.phone.sends(*self.frames))

    def photo_sent(self) -> TestResponse:
        """Send the photo."""
        named = {"Lanyard-Chain": self.phone.chain, "Lanyard-Kid": self.phone.key["kid"]}
        label = {f"Lanyard-{name.title()}": str(self.photo_label[name]) for name in ("seq", "digest")}
        address = f"/api/outbox/blobs/{self.photo_label['id']}"
        return self._noted(self.phone.client.put(address, data=self.photo, headers={**CLIENT, **named, **label}))

    def _noted(self, answer: TestResponse) -> TestResponse:
        for receipt in receipts(answer) if answer.status_code == 200 else ():
            assert self.promised.setdefault(receipt["id"], receipt) == receipt, "A receipt was changed."
        return answer

    def is_kept_as_promised(self) -> None:
        """Assert that everything with a receipt is in the school's files now, byte for byte, read past the server."""
        sealed = {hashlib.sha256(body).hexdigest(): body for body in [*self._bodies(), self.photo]}
        questions = [(_SEALED, *(receipt[name] for name in _LABEL)) for receipt in self.promised.values()]
        for receipt, rows in zip(self.promised.values(), answers(self.folder, *questions), strict=True):
            kept = [body or _blob_file(self.folder, receipt["digest"]).read_bytes() for (body,) in rows]
            assert kept == [sealed[receipt["digest"]]], f"No such bytes, or not once: {receipt}"

    def _bodies(self) -> list[bytes]:
        bodies = []
        for frame, told in zip(self.frames, self.told, strict=False):
            bodies.append(frame[-told["size"] :])
        return bodies

    def photo_file(self) -> Path:
        """Where the school keeps the photo."""
        return _blob_file(self.folder, self.photo_label["digest"])

    @property
    def photo_label(self) -> dict[str, Any]:
        """What the photo was announced as."""
        return self.told[-1]

    def ids(self) -> set[str]:
        """The ids of all four."""
        return {told["id"] for told in self.told}


def _blob_file(folder: Path, digest: str) -> Path:
    return folder / "blobs" / digest[:2] / f"{digest}.sealed"


def asked(folder: Path, query: str) -> list[Any]:
    """What the school's database answers to a question asked past the server."""
    return answers(folder, (query,))[0]


def answers(folder: Path, *questions: tuple[Any, ...]) -> list[list[Any]]:
    """The same for several, each a query and its values: a connection begins with reading the whole schema."""
    if not questions:
        return []
    with closing(sqlite3.connect(f"file:{folder / 'database' / 'lanyard.sqlite3'}?mode=ro", uri=True)) as database:
        return [database.execute(query, values).fetchall() for query, *values in questions]
