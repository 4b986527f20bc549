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
from server.intake import lives, second_copy
from server.intake.blobs import blob_file
from server.intake.models import Announcement, Envelope, EnvelopeBytes, Opening, Record
from server.reconciliation import boards


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
    bodies = {n: json.loads(row.body) for n, row in records.items()}
    texts = {n: body.get("what_happened") or body.get("what_was_said") for n, body in bodies.items()}
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
            "flags": row.flags,
            "state": openings[row.n].state,
            "reason": openings[row.n].reason,
            "text": texts.get(row.n),
            "kind": records[row.n].kind if row.n in records else None,
            "signed_by": records[row.n].signed_by if row.n in records else None,
        }
        for row in rows
    ]


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
        "boards": {place: _numbers(board) for place, board in shown.items()},
        "waiting": {phone.phone: phone.waiting for phone in shown["trip"].phones if phone.is_schools},
        "missing": [
            {"phone": phone.phone, "seq": gap.seq, "type": gap.type, "size": gap.size}
            for board in shown.values()
            for phone in board.phones
            for gap in phone.missing
        ],
    }


def _numbers(board: boards.TripBoard) -> dict[str, Any]:
    return {
        "announced": board.announced,
        "arrived": board.arrived,
        "missing": board.missing,
        "held": board.held,
        "incidents": len(board.of("incident")),
        "calls": len(board.of("use")),
        "calls_not_agreed": sum(bool(call.facts["lacks_agreement"]) for call in board.of("use")),
        "phones": {
            phone.phone: [phone.announced, phone.arrived, len(phone.missing)]
            for phone in board.phones
            if phone.announced
        },
    }
