"""The offline key: its private half stands on paper and nowhere else, its public half beside the school's keys."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from pyrage.x25519 import Identity, Recipient

from server import config
from server.backups import paper_rules
from server.backups.age_rules import identity_text

FILE = "backup_public_key.json"
_TRIED = b"Only the paper opens this."


class NoKey(Exception):
    """No key was made yet."""


@dataclass(frozen=True)
class PublicHalf:
    """What backups are encrypted to: an age recipient, `age1…`."""

    kid: str
    recipient: str
    made_at: str

    def as_recipient(self) -> Recipient:
        """As age takes it."""
        return Recipient.from_str(self.recipient)


@dataclass(frozen=True)
class OfflineKey:
    """The private half, while somebody has typed it in."""

    kid: str
    identity: Identity

    def recipient(self) -> str:
        """Its public half."""
        return str(self.identity.to_public())


def public_half(folder: Path) -> PublicHalf:
    """The key that backups are encrypted to from now on. Raises NoKey."""
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoKey from error
    return PublicHalf(told["kid"], told["recipient"], told["made_at"])


def make(now: str) -> tuple[OfflineKey, list[str], PublicHalf]:
    """Make a key: (it, groups for the paper, its public half). It is tried from its paper form, and kept nowhere."""
    secret = secrets.token_bytes(paper_rules.KEY_BYTES)
    made, groups = _of(secret), paper_rules.groups_of(secret)
    told = PublicHalf(made.kid, made.recipient(), now)
    again = from_paper(" ".join(groups))
    if pyrage.decrypt(pyrage.encrypt(_TRIED, [told.as_recipient()]), [again.identity]) != _TRIED:
        raise RuntimeError("The key does not open what was encrypted to it.")
    return made, groups, told


def put_in_force(folder: Path, half: PublicHalf) -> None:
    """Encrypt backups to this key from now on. Its paper has to be out by then: nothing else opens them."""
    config.replace(folder / FILE, json.dumps(half.__dict__, indent=1))


def from_paper(typed: str) -> OfflineKey:
    """The key that somebody typed from the paper. Raises paper_rules.Misread."""
    return _of(paper_rules.key_of(typed))


def _of(secret: bytes) -> OfflineKey:
    identity = Identity.from_str(identity_text(secret))
    return OfflineKey(hashlib.sha256(str(identity.to_public()).encode()).hexdigest()[:16], identity)
