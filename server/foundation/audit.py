"""The audit log: who read or did what and when, in a chain of hashes that shows any later change.

A row is written in the same transaction as the act it tells of: what cannot be logged does not happen. No row
holds content. Phones carry the chain's head away with every manifest answer and bring it back, so that cutting
the newest rows off shows too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from flask import current_app
from peewee import AutoField, CompositeKey, IntegerField, TextField

from server.foundation import clock, crypto
from server.foundation.database import InstantField, Table, db
from server.foundation.rows import Rows, select

GENESIS = "0" * 64
# What an entry's hash is over, in this order; `at` in milliseconds.
_HASHED = ("n", "school", "at", "actor", "action", "subject", "details", "previous_hash")
_instant = InstantField()


class AuditEntry(Table):
    """One act. `actor` is a staff id, a phone id or a name such as `command line`; `subject` the thing acted on."""

    school = TextField()
    n = IntegerField()
    at = InstantField()
    actor = TextField()
    action = TextField()
    subject = TextField()
    details = TextField()
    previous_hash = TextField()
    hash = TextField()

    class Meta:
        primary_key = CompositeKey("school", "n")


class AuditHead(Table):
    """The newest entry of a school's chain, kept by a trigger. Its one row is the lock under which the chain grows."""

    school = TextField(primary_key=True)
    n = IntegerField()
    hash = TextField()


class AuditWitness(Table):
    """A head that a phone carried away and showed again."""

    id = AutoField()
    school = TextField()
    phone = TextField()
    n = IntegerField()
    hash = TextField()
    witnessed_at = InstantField()

    class Meta:
        indexes = ((("school", "n", "hash"), True),)


_entries = Rows(AuditEntry)
_witnesses = Rows(AuditWitness, when_there="ON CONFLICT DO NOTHING")


@dataclass(frozen=True)
class Verification:
    """What `verify` found: how many entries, and in words what is wrong, if anything."""

    entries: int
    fault: str | None = None


def write(school: str, actor: str, action: str, subject: str, **details: Any) -> None:
    """Append one entry, inside the caller's transaction. `details` are ids, counts and codes, never content."""
    newest, newest_hash = _newest(school)
    entry: dict[str, Any] = {
        "school": school,
        "n": newest + 1,
        "at": _instant.db_value(clock.now().replace(microsecond=0)),
        "actor": actor,
        "action": action,
        "subject": subject,
        "details": json.dumps(details, sort_keys=True),
        "previous_hash": newest_hash,
    }
    entry["hash"] = _hash_of(entry)
    _entries.insert([entry])


def hash_of(entry: AuditEntry) -> str:
    """Hex SHA-256 over the entry's fields and the hash before it, as one JSON list."""
    return _hash_of({**entry.__data__, "at": _instant.db_value(entry.at)})


def _hash_of(entry: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([entry[name] for name in _HASHED]).encode()).hexdigest()


def head_of(school: str) -> str:
    """The chain's newest entry for a manifest answer: `<n>:<hash>:<proof>`; the proof shows that we said so."""
    n, digest = _newest(school)
    return f"{n}:{digest}:{_proof(school, n, digest)}"


def witness(school: str, phone: str, head: str) -> None:
    """Keep a head that a phone brought back. One this server never gave is let go: a phone may lie."""
    n, digest, proof = [*head.split(":"), "", ""][:3]
    if not (n.isascii() and n.isdigit() and len(n) < 16) or proof != _proof(school, int(n), digest):
        return
    _witnesses.insert([{"school": school, "phone": phone, "n": int(n), "hash": digest, "witnessed_at": clock.now()}])


def _newest(school: str) -> tuple[int, str]:
    heads: list[Any] = select("SELECT n, hash FROM audit_head WHERE school = ?", school)
    return heads[0] if heads else (0, GENESIS)


def _proof(school: str, n: int, digest: str) -> str:
    return crypto.token(current_app.config["SECRET_KEY"], "audit head", school, str(n), digest)


def verify(school: str) -> Verification:
    """Walk the whole chain and hold it against its head and every witnessed head."""
    hashes = {0: GENESIS}
    with db.atomic():
        for entry in AuditEntry.select().where(AuditEntry.school == school).order_by(AuditEntry.n).iterator():
            fault = _fault_of(entry, hashes)
            if fault:
                return Verification(len(hashes) - 1, fault)
            hashes[entry.n] = entry.hash
        return Verification(len(hashes) - 1, _fault_of_ends(school, hashes))


def _fault_of(entry: AuditEntry, hashes: dict[int, str]) -> str | None:
    if entry.n != len(hashes):
        return f"Entry {len(hashes)} is missing."
    if entry.previous_hash != hashes[entry.n - 1]:
        return f"Entry {entry.n} does not follow the one before it."
    if entry.hash != hash_of(entry):
        return f"Entry {entry.n} was changed after it was written."
    return None


def _fault_of_ends(school: str, hashes: dict[int, str]) -> str | None:
    if _newest(school) != (len(hashes) - 1, hashes[len(hashes) - 1]):
        return "The newest entries are missing."
    for seen in AuditWitness.select().where(AuditWitness.school == school):
        if hashes.get(seen.n) != seen.hash:
            return f"A phone carried away entry {seen.n}, which is no longer there as it was."
    return None
