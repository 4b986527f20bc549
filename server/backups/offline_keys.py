"""The offline key: its private half stands on paper and nowhere else, its public half beside the school's keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server import config
from server.backups import paper_rules
from server.foundation import crypto

FILE = "backup_public_key.json"
_TRIED = b"Only the paper opens this."


class NoKey(Exception):
    """No key was made yet."""


@dataclass(frozen=True)
class PublicHalf:
    """What backups are encrypted to."""

    kid: str
    jwk: dict[str, str]
    made_at: str


def public_half(folder: Path) -> PublicHalf:
    """The key that backups are encrypted to from now on. Raises NoKey."""
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoKey from error
    return PublicHalf(told["kid"], told["jwk"], told["made_at"])


def make(folder: Path, now: str) -> tuple[str, list[str]]:
    """Make a key and keep its public half alone: (kid, the groups for the paper). Nothing else ever has the private.

    It is tried from its paper form before it counts.
    """
    made = crypto.read_key(crypto.new_key("backup"))
    groups = paper_rules.groups_of(crypto.scalar_of(made))
    again = from_paper(" ".join(groups))
    sealed = crypto.seal_to(made.public_jwk(), ("backup", made.kid), _TRIED)
    if crypto.unframe(again.open(("backup", made.kid), sealed)) != _TRIED or again.kid != made.kid:
        raise RuntimeError("The key does not open what was encrypted to it.")
    told = {"kid": made.kid, "jwk": made.public_jwk(), "made_at": now}
    config.replace(folder / FILE, json.dumps(told, indent=1))
    return made.kid, groups


def from_paper(typed: str) -> crypto.SchoolKey:
    """The key that somebody typed from the paper. Raises paper_rules.Misread."""
    return crypto.key_of_scalar(paper_rules.key_of(typed), "backup")
