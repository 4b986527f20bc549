"""Passwords found right are remembered for a test run: people of the demo school sign in a thousand times with the same
one, and checking it is slow on purpose. A wrong one is checked each time. New ones are
kept at the least cost there is; tests/unit/test_new_passwords.py holds what it is at a school. Imported for its effect.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from argon2 import PasswordHasher

from server.accounts import passwords

_verify = PasswordHasher.verify


@cache
def _is_right(kept: str, password: str) -> bool:
    """What is raised of a wrong one is not remembered."""
    return _verify(PasswordHasher(), kept, password)


def _verify_once(_hasher: PasswordHasher, hash: Any, password: Any) -> bool:
    """The setting is in the hash, so any hasher checks alike."""
    return _is_right(hash, password)


PasswordHasher.verify = _verify_once  # type: ignore[assignment]
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords.NOBODYS_HASH = passwords.HASHER.hash("nobody")
