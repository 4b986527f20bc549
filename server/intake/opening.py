"""Opening what was stored: unlock, read, check, hand on, or hold with a reason. Can be run again at any time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from pydantic import ValidationError

from server.foundation import clock, registry
from server.foundation.crypto import LARGEST_BLOB_BYTES, LARGEST_RECORD_BYTES, CannotOpen, KeyRing, unframe
from server.intake.actions import blob_file
from server.intake.models import Envelope, EnvelopeBytes, Opening, Record
from server.intake.rules import TYPES, Unreadable, parse_json


@dataclass(frozen=True)
class Plaintext:
    """The members of an opened record that the server uses; whatever is missing or odd became null."""

    id: Any
    kind: str | None
    version: int | None
    trip: str | None
    body: dict[str, Any]
    actor: dict[str, Any]
    photos: list[Any]
    clock: dict[str, Any]
    app: str
    is_odd: bool

    def recorded_at(self) -> datetime | None:
        """When it was written, by the phone's clock."""
        try:
            return clock.from_text(self.clock["wall"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return None


def open_one(n: int) -> None:
    """Open the envelope with this arrival number, inside the caller's transaction.

    Whatever can be read is handed on, also when a person must check it: held is a flag, not a stop.
    """
    envelope = Envelope.get_by_id(n)
    try:
        reason = _open(envelope)
    except CannotOpen as error:
        reason = error.reason
    except Unreadable as error:
        reason = str(error)
    if reason:
        hold(n, reason)
    else:
        _set_state(n, "opened", None)


def hold(n: int, reason: str) -> None:
    """Hold an envelope for a person to check, with a code of REASONS."""
    _set_state(n, "held", reason)


def _set_state(n: int, state: str, reason: str | None) -> None:
    Opening.update(state=state, reason=reason, opened_at=clock.now()).where(Opening.envelope == n).execute()


def _open(envelope: Envelope) -> str | None:
    """Return why a person must look at it, or None. Raises CannotOpen or Unreadable."""
    content = _content(envelope)
    if envelope.type == "blob":
        return _standing_reason(envelope)
    plaintext = _read(parse_json(content))
    again = Record.get_or_none(Record.envelope == envelope.n) is not None
    if not again:
        _keep(envelope, plaintext)
    reason = _standing_reason(envelope) or _reason(envelope, plaintext)
    if reason in (None, "trip.unknown") and not again and envelope.type == "record":
        registry.current().publish(_fact(envelope, plaintext, reason))
    return reason


def _content(envelope: Envelope) -> bytes:
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    if envelope.type == "blob":
        sealed, cap = blob_file(envelope.digest).read_bytes(), LARGEST_BLOB_BYTES
    else:
        sealed, cap = bytes(EnvelopeBytes.get_by_id(envelope.n).sealed), LARGEST_RECORD_BYTES
    return unframe(ring.open(envelope.kid, (envelope.type, envelope.id), sealed), cap)


def _standing_reason(envelope: Envelope) -> str | None:
    """What the label alone says must be checked."""
    flags = envelope.flags.split()
    if envelope.type not in TYPES:
        return "type.unknown"
    return next((flag for flag in ("versions.two", "header.odd") if flag in flags), None)


def _reason(envelope: Envelope, plaintext: Plaintext) -> str | None:
    kinds = registry.current().kinds
    if plaintext.is_odd:
        return "plaintext.odd"
    if plaintext.id != envelope.id:
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
    if plaintext.trip is not None and not registry.current().is_trip_of(envelope.school_id, plaintext.trip):
        return "trip.unknown"
    return None


def _read(given: Any) -> Plaintext:
    if not isinstance(given, dict):
        raise Unreadable("plaintext.odd")
    kind, version, trip = given.get("kind"), given.get("v"), given.get("trip")
    body, actor, photos, wall = given.get("body"), given.get("actor"), given.get("photos"), given.get("clock")
    is_version = isinstance(version, int) and not isinstance(version, bool) and abs(version) < 2**31
    app = given.get("app")
    return Plaintext(
        id=given.get("id"),
        kind=kind if isinstance(kind, str) else None,
        version=version if is_version else None,
        trip=trip if isinstance(trip, str) else None,
        body=body if isinstance(body, dict) else {},
        actor=actor if isinstance(actor, dict) else {},
        photos=photos if isinstance(photos, list) else [],
        clock=wall if isinstance(wall, dict) else {},
        app=app if isinstance(app, str) else "",
        is_odd=not (isinstance(kind, str) and is_version and isinstance(body, dict))
        or not (trip is None or isinstance(trip, str)),
    )


def _keep(envelope: Envelope, plaintext: Plaintext) -> None:
    """Keep what was read. JSON is ASCII-escaped, so that no text, however broken, fails to be stored."""
    Record.create(
        envelope=envelope.n,
        school=envelope.school_id,
        id=envelope.id,
        kind=_storable(plaintext.kind),
        version=plaintext.version,
        trip=_storable(plaintext.trip),
        body=json.dumps(plaintext.body),
        actor=json.dumps(plaintext.actor),
        photos=json.dumps(plaintext.photos),
        clock=json.dumps(plaintext.clock),
        app=_storable(plaintext.app),
        recorded_at=plaintext.recorded_at(),
    )


def _storable(text: str | None) -> str | None:
    return text if text is None else text.encode("utf-8", "replace").decode("utf-8")[:200]


def _fact(envelope: Envelope, plaintext: Plaintext, reason: str | None) -> registry.OpenedRecord:
    return registry.OpenedRecord(
        n=envelope.n,
        school=envelope.school_id,
        id=envelope.id,
        kind=plaintext.kind or "",
        version=plaintext.version or 0,
        trip=None if reason == "trip.unknown" else plaintext.trip,
        body=plaintext.body,
        actor=plaintext.actor,
        phone=envelope.phone,
        recorded_at=plaintext.recorded_at(),
        received_at=envelope.received_at,
        held=reason,
    )
