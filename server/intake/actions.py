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
from server.foundation.rows import Rows, marks_for, select
from server.intake.models import Envelope, EnvelopeBytes, Opening
from server.intake.rules import CHAIR_ONLY, Header, Item

Key = tuple[str, str, str]
_envelopes, _openings, _bytes = Rows(Envelope), Rows(Opening), Rows(EnvelopeBytes)


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
