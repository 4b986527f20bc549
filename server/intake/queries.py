"""Reads from intake: a manifest's answer, and what was announced and what came, for the office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app
from peewee import JOIN, fn

from server.foundation import clock, registry
from server.foundation.crypto import KeyRing
from server.foundation.problems import Problem
from server.foundation.rows import Ready
from server.intake import lives, numbering, second_copy
from server.intake.actions import Sender
from server.intake.chair_only import ordinary
from server.intake.models import Announcement, Chain, Envelope, Opening, PhoneContact, Record, SecondCopy
from server.intake.rules import AnnouncedChain, remarks_of

_doubled = Ready(
    lambda chain: (
        Envelope.select(Envelope.n).where(Envelope.chain == chain, Envelope.flags.contains("number.doubled")).limit(1)
    )
)


def manifest_answer(sender: Sender, chains: Sequence[AnnouncedChain]) -> dict[str, Any]:
    """The answer to a manifest: {server_time, epoch, settled_n, have, keys, audit_head, card, notices}."""
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    here = registry.current()
    return {
        "server_time": clock.as_text(clock.now()),
        **lives.told(sender.school),
        "settled_n": second_copy.settled_n(),
        "have": _have(sender.school, {pending.id: pending.digest for chain in chains for pending in chain.pending}),
        "keys": ring.offered(),
        "card": {**here.card(sender.school, sender.phone or None), "as_at": clock.as_text(clock.now())},
        "notices": _notices(sender, [chain.chain for chain in chains]),
    }


def _have(school: str, told: dict[str, str]) -> dict[str, str]:
    """Of each id that is here, the digest that the phone told if that is among them, otherwise the first."""
    if not told:
        return {}
    rows = Envelope.select(Envelope.id, Envelope.digest).where(Envelope.school == school, Envelope.id.in_(list(told)))
    have: dict[str, str] = {}
    for row in rows.order_by(Envelope.n):
        if row.digest == told[row.id] or row.id not in have:
            have[row.id] = row.digest
    return have


def _notices(sender: Sender, chains: list[str]) -> list[str]:
    # Only of the chain that new numbers are taken from: an old one that still drains was given up already.
    doubled = any(_doubled(chain) for chain in chains[:1])
    told = [notice for part in registry.current().notices for notice in part(sender.phone)]
    return [*(["renumber"] if doubled else []), *told]


def oldest_with_one_copy(school: str) -> Any:
    """The arrival number of the oldest that has no second copy, as a subquery; null where all have one."""
    settled = SecondCopy.select(fn.COALESCE(fn.MAX(SecondCopy.settled_n), 0)).where(SecondCopy.epoch == lives.epoch())
    # By their numbers, of which few are left: an index of the school would be gone through from end to end.
    of_school = fn.COALESCE(Envelope.school, "") == school
    return Envelope.select(fn.MIN(Envelope.n)).where(of_school, Envelope.n > settled)


def remarks_on(n: int) -> list[str]:
    """What the office is told beside an envelope, in words."""
    return remarks_of(Envelope.get_by_id(n).flags)


def find_envelope(school: str, n: int) -> Envelope:
    """One envelope with its Opening and Record. Raises Problem request.not_found, also for another school's."""
    row: Envelope | None = (
        Envelope.select(Envelope, Opening, Record)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Envelope.school == school, Envelope.n == n, ordinary())
        .first()
    )
    if row is None:
        raise Problem("request.not_found")
    return row


def last_contact_of(phone: str) -> PhoneContact | None:
    """When a phone was last heard, and what it said of itself."""
    found: PhoneContact | None = PhoneContact.get_or_none(PhoneContact.phone == phone)
    return found


def phones_that_told_of(school: str, trip: str) -> list[str]:
    """The phones that told of anything on a trip, whether or not they were to go on it."""
    rows = Announcement.select(Announcement.phone).where(Announcement.school == school, Announcement.trip == trip)
    return [row.phone for row in rows.distinct()]


def is_owed_by(phone: str, *, is_of_all: bool = True) -> bool:
    """Whether a phone told of anything that has not come from any, on a numbering it still uses.

    Not `is_of_all`: what is for the chair alone is left out.
    """
    here = Envelope.select(Envelope.n).where(
        Envelope.school == Announcement.school,
        Envelope.type == Announcement.type,
        Envelope.id == Announcement.record_id,
        Envelope.digest == Announcement.digest,
    )
    left = [one.chain for one in numbering.left_behind_by(phone)]
    if not is_of_all:
        left += [one.chain for one in Chain.select(Chain.chain).where(Chain.phone == phone, Chain.is_apart)]
    told = (Announcement.phone == phone, Announcement.chain.not_in(left), ~fn.EXISTS(here))
    return bool(Announcement.select().where(*told).exists())
