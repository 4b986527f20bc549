"""Whether something that came is still what it was: its bytes hashed again, and read again from them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import current_app

from server.foundation.crypto import CannotOpen, KeyRing, digest, unframe
from server.foundation.database import InstantField
from server.foundation.rows import select
from server.intake.blobs import blob_file
from server.intake.models import Record
from server.intake.opening import read_plaintext
from server.intake.plaintext import Plaintext
from server.intake.rules import Unreadable

_SEALED = """
SELECT type, id, kid, phone, CAST(sealed AS BLOB) FROM envelope LEFT JOIN envelope_bytes ON envelope_id = n WHERE n = ?
"""
_DESTROYED = "SELECT sha256 FROM tombstone WHERE n = ?"
_instant = InstantField()
GONE = "its bytes are no longer there"
CHANGED = "its bytes are not those that came"
READ_OTHERWISE = "what the office reads of it is not what came"


def fault_of(n: int, expected: str) -> str:
    """What is wrong with the arrival of this number, whose digest is `expected`; "" where nothing is.

    What the office reads is held against the sealed bytes, as long as the school has the key. Of what two people
    destroyed, its tombstone says what it was.
    """
    if destroyed := select(_DESTROYED, n):
        return "" if destroyed == [(expected,)] else CHANGED
    rows = select(_SEALED, n)
    if not rows:
        return GONE
    kind, record_id, kid, phone, sealed = rows[0]
    if kind == "blob":
        return _fault_of_file(expected)
    if sealed is None:
        return GONE
    if digest(bytes(sealed)) != expected:
        return CHANGED
    return _fault_of_reading(n, (kind, record_id, kid, phone), bytes(sealed))


def _fault_of_file(expected: str) -> str:
    try:
        with blob_file(expected).open("rb") as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == expected else CHANGED
    except OSError:
        return GONE


def _fault_of_reading(n: int, label: tuple[str, str, str, str], sealed: bytes) -> str:
    record: Record | None = Record.get_or_none(Record.envelope == n)
    if record is None:
        return ""
    kind, record_id, kid, phone = label
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    try:
        plaintext, _ = read_plaintext(unframe(ring.open(kid, (kind, record_id), sealed)), phone)
    except CannotOpen as error:
        return "" if error.reason == "key.unknown" else READ_OTHERWISE
    except Unreadable:
        return READ_OTHERWISE
    return "" if _as_kept(plaintext, record_id) == _as_is(record) else READ_OTHERWISE


def _as_kept(plaintext: Plaintext, record_id: str) -> tuple[Any, ...]:
    """The columns that opening makes of it, but for who signed."""
    parts = (plaintext.body, plaintext.actor, plaintext.photos, plaintext.clock)
    texts = (_storable(text) for text in (plaintext.kind, plaintext.trip, plaintext.app))
    at = _instant.db_value(plaintext.recorded_at())
    return (record_id, plaintext.version, at, *texts, *(json.dumps(part) for part in parts))


def _as_is(record: Record) -> tuple[Any, ...]:
    at = _instant.db_value(record.recorded_at)
    texts = (record.kind, record.trip, record.app)
    return (record.id, record.version, at, *texts, record.body, record.actor, record.photos, record.clock)


def _storable(text: str | None) -> str | None:
    return text if text is None else text.encode("utf-8", "replace").decode("utf-8")[:200]
