"""Reads from intake: a manifest's answer, and what was announced and what came, for the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from peewee import JOIN

from server.foundation import audit, clock, registry
from server.foundation.crypto import KeyRing
from server.foundation.problems import Problem
from server.intake import lives, second_copy
from server.intake.actions import Sender
from server.intake.models import Announcement, Chain, Envelope, Opening, Record
from server.intake.rules import REMARKS, AnnouncedChain

MOST_LOST = 200


def manifest_answer(sender: Sender, chains: Sequence[AnnouncedChain]) -> dict[str, Any]:
    """The answer to a manifest: {server_time, epoch, settled_n, have, keys, audit_head, card, notices}."""
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    here = registry.current()
    return {
        "server_time": clock.as_text(clock.now()),
        "epoch": lives.epoch(),
        "settled_n": second_copy.settled_n(),
        "have": _have(sender.school, [pending.id for chain in chains for pending in chain.pending]),
        "keys": ring.offered(),
        "audit_head": lives.head_for(sender.school),
        "card": {**here.card(sender.school, sender.phone or None), "as_at": clock.as_text(clock.now())},
        "notices": _notices(sender, [chain.chain for chain in chains]),
    }


def _have(school: str, ids: list[str]) -> dict[str, str]:
    """The first stored digest of each id that is here."""
    rows = Envelope.select(Envelope.id, Envelope.digest).where(Envelope.school == school, Envelope.id.in_(ids))
    have: dict[str, str] = {}
    for row in rows.order_by(Envelope.n):
        have.setdefault(row.id, row.digest)
    return have


def _notices(sender: Sender, chains: list[str]) -> list[str]:
    # Only of the chain that new numbers are taken from: an old one that still drains was given up already.
    same_numbers = (Envelope.chain.in_(chains[:1]), Envelope.flags.contains("number.doubled"))
    doubled = Envelope.select().where(*same_numbers).exists()
    told = [notice for part in registry.current().notices for notice in part(sender.phone)]
    return [*(["renumber"] if doubled else []), *told]


def put_back_at(school: str, since: datetime) -> datetime | None:
    """When this database last began another life, if that was since then."""
    begun = (audit.AuditEntry.action == lives.BEGUN, audit.AuditEntry.school == school, audit.AuditEntry.at >= since)
    at: datetime | None = (
        audit.AuditEntry.select(audit.AuditEntry.at).where(*begun).order_by(audit.AuditEntry.n.desc()).scalar()
    )
    return at


def one_copy_since(school: str) -> datetime | None:
    """When the oldest arrival came that has no second copy."""
    behind = (Envelope.school == school, Envelope.n > second_copy.settled_n())
    at: datetime | None = Envelope.select(Envelope.received_at).where(*behind).order_by(Envelope.n).scalar()
    return at


def held(school: str) -> list[Envelope]:
    """Everything a person must check, newest first, each with its Opening and, where it was read, its Record."""
    return list(
        Envelope.select(Envelope, Opening, Record)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Envelope.school == school, Opening.state == "held")
        .order_by(Envelope.n.desc())
    )


def remarks_on(n: int) -> list[str]:
    """What the office is told beside an envelope, in words."""
    return [REMARKS[flag] for flag in Envelope.get_by_id(n).flags.split() if flag in REMARKS]


def find_envelope(school: str, n: int) -> Envelope:
    """One envelope with its Opening and Record. Raises Problem request.not_found, also for another school's."""
    row: Envelope | None = (
        Envelope.select(Envelope, Opening, Record)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Envelope.school == school, Envelope.n == n)
        .first()
    )
    if row is None:
        raise Problem("request.not_found")
    return row


@dataclass(frozen=True)
class LeftBehind:
    """A numbering its phone no longer tells of, since it began another: it has lost what it kept.

    `heard_at` is when it was last told of, `noticed_at` when the next one first was.
    """

    phone: str
    chain: str
    heard_at: datetime
    noticed_at: datetime


def left_behind(school: str) -> list[LeftBehind]:
    """Every numbering that a school's phones left behind. One that its phone tells of again is none."""
    return _left_behind(list(Chain.select().where(Chain.school == school, Chain.phone != "", ~Chain.is_apart)))


def left_behind_by(phone: str) -> list[LeftBehind]:
    """The same of one phone."""
    return _left_behind(list(Chain.select().where(Chain.phone == phone, ~Chain.is_apart)))


def _left_behind(chains: list[Chain]) -> list[LeftBehind]:
    found = []
    for old in chains:
        later = [new.first_seen_at for new in chains if new.phone == old.phone and new.first_seen_at > old.seen_at]
        if later and not _was_renumbered(old.chain):
            found.append(LeftBehind(old.phone, old.chain, old.seen_at, min(later)))
    return found


def _was_renumbered(chain: str) -> bool:
    """Whether its phone was asked to begin another, with all it has: one number was used twice."""
    return bool(Envelope.select().where(Envelope.chain == chain, Envelope.flags.contains("number.doubled")).exists())


def never_told(chain: Chain) -> list[int]:
    """The numbers below a chain's next one that were neither announced nor sent: lost on the phone."""
    known = _numbers(Announcement, chain.chain) | _numbers(Envelope, chain.chain)
    # A phone that lies about its next number must not keep the office waiting.
    return [seq for seq in range(1, min(chain.next_seq, len(known) + MOST_LOST + 1)) if seq not in known]


def missing_of(chain: str) -> list[int]:
    """Every number of a chain that is known of and has not come."""
    not_sent = _numbers(Announcement, chain) - _numbers(Envelope, chain)
    return sorted([*not_sent, *never_told(Chain.get_by_id(chain))])


def _numbers(table: type[Announcement] | type[Envelope], chain: str) -> set[int]:
    return {row.seq for row in table.select(table.seq).where(table.chain == chain)}
