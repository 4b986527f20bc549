"""Opening what was stored: unlock, read, check, hand on, or hold with a reason. Can be run again at any time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from pydantic import ValidationError

from server.foundation import clock, registry
from server.foundation.crypto import LARGEST_BLOB_BYTES, LARGEST_RECORD_BYTES, CannotOpen, KeyRing, digest, unframe
from server.foundation.database import BUSY, InstantField, apart, db
from server.foundation.rows import Rows, select
from server.intake.authorship import signer_of
from server.intake.blobs import blob_file
from server.intake.models import Record
from server.intake.plaintext import Plaintext, read
from server.intake.rules import CHAIR_ONLY, TYPES, Unreadable, parse_json

_WAITING = """
SELECT n, envelope.school_id, phone, type, id, digest, kid, flags, received_at, sealed
FROM opening
JOIN envelope ON envelope.n = opening.envelope_id
LEFT JOIN envelope_bytes ON envelope_bytes.envelope_id = envelope.n
WHERE opening.state = 'waiting' AND opening.envelope_id > ? ORDER BY opening.envelope_id LIMIT ?
"""
_ONE = """
SELECT n, envelope.school_id, phone, type, id, digest, kid, flags, received_at, sealed
FROM envelope
LEFT JOIN envelope_bytes ON envelope_bytes.envelope_id = envelope.n
WHERE n = ?
"""
_BEFORE = """
SELECT opening.state, opening.reason, record.envelope_id IS NOT NULL
FROM opening LEFT JOIN record ON record.envelope_id = opening.envelope_id
WHERE opening.envelope_id = ?
"""
_SET_STATE = "UPDATE opening SET state = ?, reason = ?, opened_at = ? WHERE envelope_id = ?"
_records = Rows(Record)
_instant = InstantField()
# With these reasons a record is handed on all the same.
HANDED_ON = (None, "trip.unknown")


@dataclass(frozen=True)
class Label:
    """What opening needs of a stored envelope."""

    n: int
    school: str
    phone: str
    type: str
    id: str
    digest: str
    kid: str
    flags: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True)
class Before:
    """What came of opening it the last time, when it is opened once more."""

    state: str
    reason: str | None
    is_kept: bool

    @property
    def is_handed_on(self) -> bool:
        """Whether every slice that listens has heard of it."""
        return self.is_kept and self.state in ("opened", "held") and self.reason in HANDED_ON


@dataclass(frozen=True)
class Unlocked:
    """What came of unlocking: the plaintext with who signed it, or why there is none. A blob has what it is told by.

    What `is_for_chair` has nothing: either it was not unlocked, or what it says was let go of.
    """

    label: Label
    plaintext: Plaintext | None = None
    reason: str | None = None
    signed_by: str | None = None
    blob: registry.OpenedBlob | None = None
    is_for_chair: bool = False


def waiting(at_most: int, *, after: int) -> list[tuple[Label, bytes | None]]:
    """The oldest envelopes after that number that wait, each with its sealed bytes (a blob's are in its file)."""
    return [(_label(columns), sealed) for *columns, sealed in select(_WAITING, after, at_most)]


def stored(n: int) -> tuple[Label, bytes | None]:
    """One that arrived, waiting or not, with its sealed bytes as above."""
    ((*columns, sealed),) = select(_ONE, n)
    return _label(columns), sealed


def _label(columns: list[Any]) -> Label:
    *texts, flags, received_at = columns
    every = (*texts, tuple(flags.split()), datetime.fromtimestamp(received_at / 1000, UTC))
    return Label(*every)


def unlock(label: Label, sealed: bytes | None) -> Unlocked:
    """Unlock and read one, outside any transaction: this is what takes long."""
    if CHAIR_ONLY in label.flags:
        return Unlocked(label, is_for_chair=True)
    try:
        content = _content(label, sealed)
        if label.type == "blob":
            return Unlocked(label, blob=_blob(label, content))
        plaintext, signed_by = read_plaintext(content, label.phone)
        if registry.current().is_for_the_chair(plaintext.kind or "", plaintext.body):
            return Unlocked(label, is_for_chair=True)
        return Unlocked(label, plaintext, signed_by=signed_by)
    except CannotOpen as error:
        return Unlocked(label, reason=error.reason)
    except Unreadable as error:
        return Unlocked(label, reason=str(error))


def take_in(unlocked: Unlocked) -> None:
    """Keep what was unlocked and hand it on, inside the caller's transaction.

    Whatever can be read is handed on, also when a person must check it: held is a flag, not a stop. What is for the
    chair alone is not opened; the chair is told that it came.
    """
    label, here = unlocked.label, registry.current()
    # What was unfinished need not say yet whom it is about.
    if unlocked.is_for_chair or (label.type == "draft" and here.is_chairs_report(label.school, label.id)):
        _tell_the_chair(label)
        return
    before = _before(unlocked.label.n)
    reason = unlocked.reason or _taken_in(unlocked, before)
    if unlocked.blob:
        registry.current().publish_blob(unlocked.blob)
    set_state(unlocked.label.n, "held" if reason else "opened", reason)
    # Tried again and held for the same reason, it is no news.
    if reason not in HANDED_ON and (before.state, before.reason) != ("held", reason):
        _say_it_is_held(unlocked, str(reason))


def _say_it_is_held(unlocked: Unlocked, reason: str) -> None:
    """Tell whoever listens. What goes wrong there keeps no item from being held, nor those behind it."""
    label, plaintext = unlocked.label, unlocked.plaintext
    record = _fact(label, plaintext, (reason, unlocked.signed_by)) if plaintext else None
    try:
        with apart():
            registry.current().publish_held(
                registry.HeldItem(label.n, label.school, label.phone, label.type, reason, record)
            )
    except BUSY:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the item is kept and shown
        current_app.logger.error("nobody was told of held envelope %s: %s", label.n, type(error).__name__)


def _tell_the_chair(label: Label) -> None:
    if label.type != "blob":
        registry.current().publish_for_the_chair(label.school, label.n, label.id)
    set_state(label.n, "chair", None)


def set_state(n: int, state: str, reason: str | None) -> None:
    """Note what came of opening an envelope; held for a person to check with a code of REASONS."""
    db.execute_sql(_SET_STATE, (state, reason, _instant.db_value(clock.now()), n))


def _before(n: int) -> Before:
    ((state, reason, is_kept),) = select(_BEFORE, n)
    return Before(state, reason, bool(is_kept))


def _taken_in(unlocked: Unlocked, before: Before) -> str | None:
    """Return why a person must look at it, or None."""
    label, plaintext = unlocked.label, unlocked.plaintext
    if plaintext is None:
        return _standing_reason(label)
    if not before.is_kept:
        _keep(label, plaintext, unlocked.signed_by)
    reason = _standing_reason(label) or _reason(label, plaintext)
    if reason in HANDED_ON and label.type in ("record", "draft"):
        fact = _fact(label, plaintext, (reason, unlocked.signed_by))
        if not before.is_handed_on:
            registry.current().publish(fact)
        elif before.reason != reason:
            registry.current().place(fact)
    return reason


def _content(label: Label, sealed: bytes | None) -> bytes:
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    if sealed is None:
        sealed = blob_file(label.digest).read_bytes()
    cap = LARGEST_BLOB_BYTES if label.type == "blob" else LARGEST_RECORD_BYTES
    return unframe(ring.open(label.kid, (label.type, label.id), sealed), cap)


def _blob(label: Label, content: bytes) -> registry.OpenedBlob:
    return registry.OpenedBlob(
        n=label.n,
        school=label.school,
        id=label.id,
        phone=label.phone,
        sha256=digest(content),
        size=len(content),
        received_at=label.received_at,
    )


def blob_content(n: int) -> bytes:
    """What is in a file that came, opened anew from its sealed bytes. Raises CannotOpen, OSError."""
    return _content(*stored(n))


def _standing_reason(label: Label) -> str | None:
    """What the label alone says must be checked."""
    if label.type not in TYPES:
        return "type.unknown"
    return next((flag for flag in ("versions.two", "header.odd") if flag in label.flags), None)


def _reason(label: Label, plaintext: Plaintext) -> str | None:
    kinds = registry.current().kinds
    if plaintext.is_odd:
        return "plaintext.odd"
    if plaintext.id != label.id:
        return "id.differs"
    kind, version = plaintext.kind or "", plaintext.version or 0
    if (kind, version) not in kinds:
        return "version.unknown" if any(known == kind for known, _ in kinds) else "kind.unknown"
    try:
        # Half an emoji, which a browser's text field can produce, is no reason to hold a report.
        body = json.dumps(plaintext.body, ensure_ascii=False).encode("utf-8", "replace")
        kinds[kind, version].model_validate_json(body, strict=True)
    except ValidationError:
        return "body.invalid"
    if plaintext.trip is not None and not registry.current().is_trip_of(label.school, plaintext.trip):
        return "trip.unknown"
    return None


def read_plaintext(content: bytes, phone: str) -> tuple[Plaintext, str | None]:
    """What was sealed on that phone, and who signed it there. Raises Unreadable."""
    plaintext = read(parse_json(content))
    return plaintext, signer_of(content, phone, plaintext.actor)


def _keep(label: Label, plaintext: Plaintext, signed_by: str | None) -> None:
    """Keep what was read. JSON is ASCII-escaped, so that no text, however broken, fails to be stored."""
    row = {
        "envelope": label.n,
        "school": label.school,
        "id": label.id,
        "kind": _storable(plaintext.kind),
        "version": plaintext.version,
        "trip": _storable(plaintext.trip),
        "body": json.dumps(plaintext.body),
        "actor": json.dumps(plaintext.actor),
        "photos": json.dumps(plaintext.photos),
        "clock": json.dumps(plaintext.clock),
        "app": _storable(plaintext.app),
        "recorded_at": plaintext.recorded_at(),
        "signed_by": signed_by,
    }
    _records.insert([row])


def _storable(text: str | None) -> str | None:
    return text if text is None else text.encode("utf-8", "replace").decode("utf-8")[:200]


def _fact(
    label: Label, plaintext: Plaintext, reason_and_signer: tuple[str | None, str | None]
) -> registry.OpenedRecord:
    reason, signed_by = reason_and_signer
    return registry.OpenedRecord(
        n=label.n,
        school=label.school,
        id=label.id,
        kind=plaintext.kind or "",
        version=plaintext.version or 0,
        trip=None if reason == "trip.unknown" else plaintext.trip,
        body=plaintext.body,
        actor=plaintext.actor,
        phone=label.phone,
        recorded_at=plaintext.recorded_at(),
        received_at=label.received_at,
        held=reason,
        signed_by=signed_by,
        is_unfinished=label.type == "draft",
        photos=tuple(plaintext.photos),
    )
