"""What is for the chair of governors alone: in no list, count or export, and read on their pages alone (ADR 0039).

It is known by its label (the chair's key, the chain apart) or, where an app did neither, by what it says once opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from peewee import fn

from server.foundation.crypto import CannotOpen, KeyRing, unframe
from server.foundation.rows import select
from server.intake.models import Announcement, Chain, Envelope, Opening
from server.intake.opening import read_plaintext
from server.intake.plaintext import Plaintext
from server.intake.rules import CHAIR_ONLY, Unreadable

_FLAGGED = Envelope.flags.contains(CHAIR_ONLY)


@dataclass(frozen=True)
class ForChair:
    """One thing that came for the chair: its label, and its contents where they can be read, or a code why not."""

    n: int
    type: str
    phone: str
    received_at: datetime
    plaintext: Plaintext | None
    signed_by: str | None
    reason: str | None


def _told() -> Any:
    return Opening.select(Opening.envelope).where(Opening.state == "chair")


def ordinary() -> Any:
    """The condition on envelopes that are for everybody whom their contents concern."""
    return ~_FLAGGED & Envelope.n.not_in(_told())


def arrived_for_chair(school: str, record: str) -> list[Envelope]:
    """What came of one report for the chair, the first first."""
    mine = (Envelope.school == school, Envelope.id == record, Envelope.type != "blob")
    return list(Envelope.select().where(*mine, _FLAGGED | Envelope.n.in_(_told())).order_by(Envelope.n))


def still_to_come(school: str) -> list[Announcement]:
    """What phones told of on the chain apart and has not come."""
    here = Envelope.select(Envelope.n).where(
        Envelope.school == school, Envelope.id == Announcement.record_id, Envelope.digest == Announcement.digest
    )
    apart = Chain.select(Chain.chain).where(Chain.school == school, Chain.is_apart)
    told = Announcement.select().where(Announcement.chain.in_(apart))
    return list(told.where(~fn.EXISTS(here)).order_by(Announcement.announced_at))


def opened_for_chair(envelope: Envelope) -> ForChair:
    """Open one, for the chair who looks at it now. Nothing of it is kept. Raises KeyIsAway."""
    plaintext = signed_by = reason = None
    [(sealed,)] = select("SELECT sealed FROM envelope_bytes WHERE envelope_id = ?", envelope.n)
    try:
        content = unframe(_unsealed(envelope, sealed))
        plaintext, signed_by = read_plaintext(content, envelope.phone)
    except CannotOpen as error:
        reason = error.reason
    except Unreadable as error:
        reason = str(error)
    label = (envelope.n, envelope.type, envelope.phone, envelope.received_at)
    return ForChair(*label, plaintext, signed_by, reason)


def _unsealed(envelope: Envelope, sealed: bytes) -> bytes:
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    bound = (envelope.type, envelope.id)
    if ring.chair is not None and ring.is_chairs(envelope.kid):
        return ring.chair.open(envelope.kid, bound, sealed)
    return ring.open(envelope.kid, bound, sealed)
