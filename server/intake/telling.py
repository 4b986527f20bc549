"""Taking in what a phone tells of: what exists on it, and how it is. Runs inside the writer's turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.foundation import audit, clock, registry
from server.foundation.registry import Label
from server.foundation.rows import Rows, replacing
from server.intake import lives
from server.intake.actions import Sender
from server.intake.models import Announcement, Chain, ChainWord, PhoneContact
from server.intake.rules import AnnouncedChain, Pending

_chains = Rows(
    Chain,
    when_there="ON CONFLICT (chain) DO UPDATE SET seen_at = excluded.seen_at,"
    " next_seq = MAX(chain.next_seq, excluded.next_seq),"
    " phone = CASE chain.phone WHEN '' THEN excluded.phone ELSE chain.phone END",
)
_contacts = Rows(PhoneContact, when_there=replacing(PhoneContact, "phone", "TRUE"))
_words = Rows(
    ChainWord,
    when_there="ON CONFLICT (chain) DO UPDATE SET phone = excluded.phone, told_at = excluded.told_at,"
    " next_seq = excluded.next_seq, pending = excluded.pending, shrank_at ="
    " CASE WHEN excluded.next_seq < chain_word.next_seq THEN excluded.told_at ELSE chain_word.shrank_at END",
)
_announcements = Rows(Announcement, when_there="ON CONFLICT DO NOTHING")


@dataclass(frozen=True)
class Report:
    """What a phone says of itself in a manifest, beside what it holds. Times in UTC, sizes in bytes."""

    app: str
    is_persisted: bool | None
    usage_bytes: int | None
    clock_ahead_seconds: int | None
    seen_epoch: str | None
    seen_n: int | None
    audit_head: str | None


def hear(sender: Sender, chains: Sequence[AnnouncedChain], report: Report) -> None:
    """Take in a manifest: what the phone has seen of this server first, since that may begin another life of it."""
    lives.heed(sender.school, report.seen_epoch, None if sender.is_revoked else report.seen_n, report.audit_head)
    announce(sender, chains, report)


def announce(sender: Sender, chains: Sequence[AnnouncedChain], report: Report) -> None:
    """Keep a phone's word on what exists, and that it was heard. Nothing already announced is ever taken back."""
    told = [
        (chain, position > 0 if chain.is_apart is None else chain.is_apart) for position, chain in enumerate(chains)
    ]
    for chain, is_apart in told:
        _keep_chain(sender, chain, is_apart=is_apart)
        _keep_pending(sender, chain)
    if sender.phone:
        _keep_contact(sender, report, chains, [chain for chain, is_apart in told if is_apart])
    # What was seen in an earlier life is no witness of this one: a restored log lacks it, and says why.
    if report.audit_head and report.seen_epoch in (None, lives.epoch()):
        audit.witness(sender.school, sender.phone, report.audit_head)


def _keep_contact(
    sender: Sender, report: Report, chains: Sequence[AnnouncedChain], apart: Sequence[AnnouncedChain]
) -> None:
    contact = {
        "phone": sender.phone,
        "school": sender.school,
        "heard_at": clock.now(),
        "waiting": _waiting_on(chains),
        "waiting_apart": _waiting_on(apart),
        "odd_items": sum(chain.odd_items for chain in chains),
        "is_persisted": report.is_persisted,
        "usage_bytes": report.usage_bytes,
        "app": report.app,
        "clock_ahead_seconds": report.clock_ahead_seconds,
        "seen_epoch": report.seen_epoch,
        "seen_n": report.seen_n,
    }
    _contacts.insert([contact])


def _waiting_on(chains: Sequence[AnnouncedChain]) -> int:
    return sum(len(chain.pending) + chain.odd_items for chain in chains)


def _keep_chain(sender: Sender, chain: AnnouncedChain, *, is_apart: bool) -> None:
    now = clock.now()
    row = {
        "chain": chain.chain,
        "school": sender.school,
        "phone": sender.phone,
        "is_apart": is_apart,
        "next_seq": chain.next_seq,
        "first_seen_at": now,
        "seen_at": now,
    }
    _chains.insert([row])
    _words.insert([{**row, "told_at": now, "pending": len(chain.pending) + chain.odd_items}])


def _label(one: Pending, chain: str) -> Label:
    return Label(one.trip, one.type, one.id, one.digest, chain, one.seq)


def _keep_pending(sender: Sender, chain: AnnouncedChain) -> None:
    named = [_label(one, chain.chain) for one in chain.pending if one.trip]
    if named:
        registry.current().publish_told(sender.school, sender.phone, named)
    rows = [
        {
            "school": sender.school,
            "phone": sender.phone,
            "chain": chain.chain,
            "seq": pending.seq,
            "type": pending.type,
            "record_id": pending.id,
            "trip": pending.trip,
            "digest": pending.digest,
            "size": pending.size,
            "announced_at": clock.now(),
        }
        for pending in chain.pending
    ]
    _announcements.insert(rows)
