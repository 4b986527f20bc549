"""What a phone may hand in when somebody chooses a PIN on it, and how many wrong PINs are too many. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

MOST_WRONG_TRIES = 5
# PBKDF2 with SHA-256. Fewer would be guessed too fast; more would only be a slip, and block a phone for minutes.
FEWEST_ROUNDS, MOST_ROUNDS = 600_000, 20_000_000
_COORDINATE = re.compile(r"[A-Za-z0-9_-]{43}")
_BYTES_32 = _COORDINATE
_SALT = re.compile(r"[A-Za-z0-9_-]{22,86}")
_RESCUE_CODE = re.compile(r"[0-9]{16}")


class Unreadable(ValueError):
    """What the phone handed in cannot be a PIN's proof and keys."""


@dataclass(frozen=True)
class Lock:
    """A PIN as the school may know it: what it is stretched with, and its proof. `rescue_code` is 16 digits."""

    salt: str
    rounds: int
    proof: str
    rescue_code: str


def read_lock(given: dict[str, Any]) -> Lock:
    """{salt, rounds, proof, rescue_code}. Raises Unreadable."""
    rounds = given.get("rounds")
    if not isinstance(rounds, int) or isinstance(rounds, bool) or not FEWEST_ROUNDS <= rounds <= MOST_ROUNDS:
        raise Unreadable(f"rounds is a number from {FEWEST_ROUNDS} to {MOST_ROUNDS}.")
    return Lock(
        salt=_text(given, "salt", _SALT),
        rounds=rounds,
        proof=_text(given, "proof", _BYTES_32),
        rescue_code=_text(given, "rescue_code", _RESCUE_CODE),
    )


def read_key(given: Any) -> dict[str, str]:
    """A public P-256 key (RFC 7517) without anything else in it. Raises Unreadable."""
    if not isinstance(given, dict) or (given.get("kty"), given.get("crv")) != ("EC", "P-256"):
        raise Unreadable("A key is a JSON Web Key on P-256.")
    return {"kty": "EC", "crv": "P-256", "x": _text(given, "x", _COORDINATE), "y": _text(given, "y", _COORDINATE)}


def read_proof(given: Any) -> str:
    """A PIN's proof: 32 bytes as base64url. Raises Unreadable."""
    return _text({"proof": given}, "proof", _BYTES_32)


def tries_left(wrong_tries: int) -> int:
    """How many tries are left before the school stops answering for this PIN."""
    return max(0, MOST_WRONG_TRIES - wrong_tries)


def in_fours(code: str) -> str:
    """A rescue code as it is read out: "1234 5678 9012 3456"."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _text(given: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Unreadable(f"{name} is not what it should be.")
    return value
