"""Passwords as they are kept: argon2id over the same text, however the keyboard put it together."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from base64 import b64decode

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerificationError

# OWASP's smallest argon2id setting: 19 MiB, two passes. A few at a time, so that a crowd can't fill the memory.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = threading.BoundedSemaphore(4)
# Checked against when there is nothing to check, so that a wrong address takes as long as a wrong password.
NOBODYS_HASH = HASHER.hash(secrets.token_hex())


def normal(password: str) -> str:
    """The password in Unicode's composed form: é is one character, whether typed as one or as e and an accent."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """The hash to keep, with the salt and the setting it was made with."""
    with AT_ONCE:
        return HASHER.hash(normal(password))


def hashed_like(kept: str, password: str) -> str:
    """The hash with the salt and the setting of another one: the two are the same when the passwords are."""
    salt = kept.split("$")[4]
    hasher = PasswordHasher.from_parameters(extract_parameters(kept))
    with AT_ONCE:
        return hasher.hash(normal(password), salt=b64decode(salt + "=" * (-len(salt) % 4)))


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password is the one this hash was made of. Without a hash it is not, and takes as long to say so."""
    with AT_ONCE:
        try:
            HASHER.verify(kept or NOBODYS_HASH, normal(password))
        except VerificationError:
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with another setting than today's."""
    return HASHER.check_needs_rehash(kept)
