"""What is true on the server at the end of a world, read past the app's own answers where that is possible."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from flask import Flask

from server.accounts.queries import any_school
from server.foundation import audit
from server.foundation.audit import AuditEntry
from server.foundation.database import connected
from server.incidents import doubles
from server.intake import lives, second_copy
from server.intake.blobs import blob_file
from server.intake.models import Announcement, Envelope, EnvelopeBytes, Opening, Record
from server.reconciliation import boards
from server.reconciliation.board_numbers import doubles_seen, numbers_of
from server.reconciliation.board_sight import seen_by_all
from server.trips.models import Trip

# The numbers of a board that are held against the truth, and by phone what each told of.
COUNTED = (
    *("announced", "arrived", "missing", "held", "incidents", "photos_taken", "photos_at_school", "photos_off_phone"),
    *("uses", "agreements", "uses_without_agreement", "alerts_open", "incidents_open", "consent_exceptions", "doubles"),
)


def facts(app: Flask, about: dict[str, Any], log: list[str]) -> dict[str, Any]:
    """Every row with the digest of its stored bytes, the second copy, the audit log, the office's gaps and the log."""
    with app.app_context(), connected():
        school = any_school()
        assert school is not None
        rows = list(Envelope.select().order_by(Envelope.n))
        return {
            "rows": _rows(rows),
            "copied": sorted({(item["type"], item["id"], item["digest"]) for item in _copied(app)}),
            "epoch": lives.epoch(),
            "settled_n": second_copy.settled_n(),
            "audit": audit.verify(school.id).fault,
            "uncovered": _uncovered(rows),
            "announced": _announced(),
            **_shown(school.id, about["trip"]),
            "log": log,
        }


def untrue_receipts(database: Path, answer: bytes) -> list[str]:
    """Receipts in an answer for what is not committed, as another connection sees it at this moment."""
    receipts = json.loads(answer).get("receipts", [])
    given = [one for one in receipts if "digest" in one]
    if not given:
        return []
    with closing(sqlite3.connect(database)) as other:
        found = "SELECT 1 FROM envelope WHERE n = :n AND type = :type AND id = :id AND digest = :digest"
        return [one["id"] for one in given if other.execute(found, one).fetchone() is None]


def _rows(rows: list[Envelope]) -> list[dict[str, Any]]:
    openings = {row.envelope_id: row for row in Opening.select()}
    records = {row.envelope_id: row for row in Record.select()}
    return [
        {
            "n": row.n,
            "type": row.type,
            "id": row.id,
            "digest": row.digest,
            "stored": hashlib.sha256(_sealed_bytes(row)).hexdigest(),
            "chain": row.chain,
            "seq": row.seq,
            "kid": row.kid,
            "trip": row.trip,
            "phone": row.phone,
            "flags": row.flags,
            "state": openings[row.n].state,
            "reason": openings[row.n].reason,
            **_read(records.get(row.n)),
        }
        for row in rows
    ]


def _read(record: Record | None) -> dict[str, Any]:
    """What a record says, as far as the account asks for it; nothing of what could not be read."""
    if record is None:
        return {"text": None, "kind": None, "signed_by": None}
    body = json.loads(record.body)
    return {
        "text": body.get("what_happened") or body.get("what_was_said"),
        "kind": record.kind,
        "signed_by": record.signed_by,
        "staff": json.loads(record.actor).get("staff"),
        "photos": [photo["id"] for photo in json.loads(record.photos)],
        "erased": body.get("photo"),
        **{name: body.get(name) for name in ("category", "severity", "happened_at", "incident")},
    }


def _sealed_bytes(row: Envelope) -> bytes:
    return blob_file(row.digest).read_bytes() if row.type == "blob" else bytes(EnvelopeBytes.get_by_id(row.n).sealed)


def _copied(app: Flask) -> Iterator[dict[str, Any]]:
    """Everything whole in the second copy. A torn tail or middle ends its file: nothing behind it was settled there."""
    for segment in sorted(Path(app.config["COPY_DIR"]).glob("*.segment")):
        yield from _frames(segment.read_bytes())


def _frames(content: bytes) -> Iterator[dict[str, Any]]:
    at = 0
    while at + 4 <= len(content):
        header, at = _part(content, at)
        sealed, at = _part(content, at)
        if header is None or sealed is None:
            return
        label: dict[str, Any] = json.loads(header)
        if hashlib.sha256(sealed).hexdigest() == label["digest"]:
            yield label


def _part(content: bytes, at: int) -> tuple[bytes | None, int]:
    if at + 4 > len(content):
        return None, len(content)
    (length,) = struct.unpack_from(">I", content, at)
    end = at + 4 + length
    return (content[at + 4 : end], end) if end <= len(content) else (None, len(content))


def _uncovered(rows: list[Envelope]) -> list[str]:
    """Arrivals that not exactly one `records.stored` entry of the audit log names, with their digests."""
    digests = {row.n: row.digest for row in rows}
    times: dict[int, int] = dict.fromkeys(digests, 0)
    faults = []
    for entry in AuditEntry.select().where(AuditEntry.action == "records.stored"):
        first, last = map(int, entry.subject.split("-"))
        told = hashlib.sha256("".join(digests.get(n, "") for n in range(first, last + 1)).encode()).hexdigest()
        if json.loads(entry.details)["digests"] != told:
            faults.append(f"entry {entry.n} names other bytes for {entry.subject}")
        for n in range(first, last + 1):
            times[n] = times.get(n, 0) + 1
    return faults + [f"arrival {n} is in {count} entries" for n, count in times.items() if count != 1]


def _announced() -> list[list[Any]]:
    return [[row.type, row.record_id, row.digest, row.chain, row.seq] for row in Announcement.select()]


def _shown(school: str, trip: str) -> dict[str, Any]:
    """What the office is shown on the boards of the trip and of none: their numbers, and what has not arrived."""
    shown = {"trip": boards.board_of(school, trip), "none": boards.board_of(school, None)}
    return {
        "boards": {place: _numbers(board, Trip.get_by_id(trip)) for place, board in shown.items()},
        "all_phones": _phones(shown["trip"], Trip.get_by_id(trip)),
        "waiting": {phone.phone: phone.waiting for phone in shown["trip"].phones if phone.is_schools},
        "missing": [
            {"phone": phone.phone, "seq": gap.seq, "type": gap.type, "size": gap.size}
            for board in shown.values()
            for phone in board.phones
            for gap in phone.missing
        ],
    }


def _numbers(board: boards.TripBoard, trip: Trip) -> dict[str, Any]:
    seen = seen_by_all(board)
    counted = numbers_of(seen, trip, doubles_seen(seen, doubles.proposed(trip.school_id, trip.id)))
    by_phone = {one.phone: [one.announced, one.arrived, len(one.missing)] for one in board.phones if one.announced}
    return {**{name: counted[name] for name in COUNTED}, "by_phone": by_phone}


def _phones(board: boards.TripBoard, trip: Trip) -> dict[str, int]:
    counted = numbers_of(board, trip, ())
    return {name: counted[name] for name in ("phones", "phones_back", "waiting")}
