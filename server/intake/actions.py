"""Writes of intake: storing what arrived, and keeping a phone's word on what exists. Run inside the writer's turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from server.foundation import audit, clock, registry
from server.foundation.access import CallingPhone
from server.foundation.crypto import KeyRing, digest
from server.foundation.registry import Label
from server.foundation.rows import Rows, marks_for, replacing, select
from server.intake import lives
from server.intake.models import Announcement, Chain, ChainWord, Envelope, EnvelopeBytes, Opening, PhoneContact
from server.intake.rules import CHAIR_ONLY, AnnouncedChain, Header, Item, Pending

Key = tuple[str, str, str]
_envelopes, _openings, _bytes = Rows(Envelope), Rows(Opening), Rows(EnvelopeBytes)
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


@dataclass
class Here:
    """What is already here of a batch: receipts by type, id and digest; ids by chain and number; phones by chain.

    `apart` are the chains that are kept for what is about the headteacher.
    """

    receipts: dict[Key, int]
    names: set[tuple[str, str]]
    numbers: dict[tuple[str, int], set[str]]
    owners: dict[str, str]
    apart: set[str]


@dataclass(frozen=True)
class Sender:
    """Who hands something in: a set-up phone, or a person signed in (then `phone` is empty and `by` who it is).

    `came_at` is when it first came; None is now. `is_for_chair`: known since then to be for the chair alone.
    """

    school: str
    phone: str
    is_revoked: bool = False
    came_at: datetime | None = None
    by: str = ""
    is_for_chair: bool = False

    @classmethod
    def of(cls, phone: CallingPhone) -> Sender:
        """The sender a phone's cookie stands for."""
        return cls(phone.school, phone.id, phone.is_revoked)


def store(sender: Sender, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Store items in one go and return their receipts, in order: {id, type, digest, n}, or {id, code} if damaged.

    The same type, id and digest get the first one's receipt again. Nothing is ever refused for what it says.
    """
    here = _here(sender.school, [item.header for item in items if item.header])
    _insert_new(sender, items, here)
    return [_receipt(item, here.receipts) for item in items]


def store_new(sender: Sender, items: Sequence[Item]) -> int:
    """Store those items that are not here yet. Returns how many."""
    return _insert_new(sender, items, _here(sender.school, [item.header for item in items if item.header]))


def _insert_new(sender: Sender, items: Sequence[Item], here: Here) -> int:
    news = _numbered(sender, items, here)
    if news:
        _insert(sender, news)
    return len(news)


def _here(school: str, headers: list[Header]) -> Here:
    ids, chains = [header.id for header in headers], list({header.chain for header in headers})
    numbers = [header.seq for header in headers]
    receipts: dict[Key, int] = {
        (kind, record_id, sealed_digest): n
        for kind, record_id, sealed_digest, n in select(
            f"SELECT type, id, digest, n FROM envelope WHERE school_id = ? AND id IN ({marks_for(ids)})", school, *ids
        )
    }
    here = Here(receipts, {key[:2] for key in receipts}, {}, {}, set())
    same_numbers = f"chain IN ({marks_for(chains)}) AND seq IN ({marks_for(numbers)}) AND school_id = ?"
    for chain, seq, record_id in select(
        f"SELECT chain, seq, id FROM envelope WHERE {same_numbers}", *chains, *numbers, school
    ):
        here.numbers.setdefault((chain, seq), set()).add(record_id)
    for chain, phone, is_apart in select(
        f"SELECT chain, phone, is_apart FROM chain WHERE chain IN ({marks_for(chains)})", *chains
    ):
        here.owners[chain] = phone
        if is_apart:
            here.apart.add(chain)
    return here


def _numbered(sender: Sender, items: Sequence[Item], here: Here) -> list[tuple[dict[str, Any], bytes]]:
    """Give each new item the next arrival number; adds it to `here`. Returns rows with their bytes."""
    [(last,)] = select("SELECT MAX(n) FROM envelope")
    n, came_at = last or 0, sender.came_at or clock.now()
    rows: list[tuple[dict[str, Any], bytes]] = []
    for item in items:
        header = item.header
        if header is None or not item.is_whole() or _key(header) in here.receipts:
            continue
        n += 1
        flags = _flags(sender, header, here)
        here.receipts[_key(header)] = n
        here.names.add((header.type, header.id))
        rows.append((_row(sender, header, (n, len(item.sealed)), flags) | {"received_at": came_at}, item.sealed))
    return rows


def _row(sender: Sender, header: Header, n_and_size: tuple[int, int], flags: list[str]) -> dict[str, Any]:
    return {
        "n": n_and_size[0],
        "school": sender.school,
        "phone": sender.phone,
        "type": header.type,
        "id": header.id,
        "digest": header.digest,
        "size": n_and_size[1],
        "chain": header.chain,
        "seq": header.seq,
        "trip": None if CHAIR_ONLY in flags else header.trip,
        "kid": header.kid,
        "flags": " ".join(flags),
    }


def _flags(sender: Sender, header: Header, here: Here) -> list[str]:
    """What to tell the office about an item beside its contents; none of it stops the item."""
    flags = [CHAIR_ONLY] if _is_for_chair(sender, header, here) else []
    if (header.type, header.id) in here.names:
        flags.append("versions.two")
    if header.is_odd:
        return [*flags, "header.odd"]
    if sender.is_revoked:
        flags.append("phone.revoked")
    ids = here.numbers.setdefault((header.chain, header.seq), set())
    if ids - {header.id}:
        flags.append("number.doubled")
    ids.add(header.id)
    # One begun on somebody's own phone goes on with it when the school sets it up.
    if here.owners.get(header.chain, "") not in ("", sender.phone):
        flags.append("chain.other_phone")
    return flags


def _is_for_chair(sender: Sender, header: Header, here: Here) -> bool:
    """Whether it is for the chair alone, as far as its label says."""
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    return sender.is_for_chair or header.chain in here.apart or ring.is_chairs(header.kid)


def _insert(sender: Sender, news: list[tuple[dict[str, Any], bytes]]) -> None:
    rows = [row for row, _ in news]
    _envelopes.insert(rows)
    _openings.insert({"envelope": row["n"], "school": sender.school} for row in rows)
    _bytes.insert(
        {"envelope": row["n"], "school": sender.school, "sealed": sealed}
        for row, sealed in news
        if row["type"] != "blob"
    )
    first, last = rows[0]["n"], rows[-1]["n"]
    digests = digest("".join(row["digest"] for row in rows).encode())
    actor = sender.phone or sender.by or "office"
    audit.write(sender.school, actor, "records.stored", f"{first}-{last}", count=len(rows), digests=digests)
    registry.current().publish_stored(sender.school, sender.phone, [_label_of(row) for row in rows if row["trip"]])


def _label_of(row: dict[str, Any]) -> Label:
    return Label(**{name: row[name] for name in ("trip", "type", "id", "digest", "chain", "seq")})


def _receipt(item: Item, known: dict[Key, int]) -> dict[str, Any]:
    header = item.header
    n = known.get(_key(header)) if header and item.is_whole() else None
    if header is None or n is None:
        return {"id": header.id if header else None, "code": "intake.damaged"}
    return {"id": header.id, "type": header.type, "digest": header.digest, "n": n}


def _key(header: Header) -> Key:
    return (header.type, header.id, header.digest)


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
