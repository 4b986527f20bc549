"""Set-up codes: their letters, how a typed one is read, and when one still holds. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

# No I, L, O, U, 0 or 1: nobody can mistake one for another on a printed card, and no code spells a word.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
CODE_LIFE = timedelta(hours=24)
# How long a phone whose answer was lost may ask again with the same code and nonce.
RETRY_LIFE = timedelta(hours=24)


def make_code(choose: Callable[[str], str]) -> str:
    """Eight letters, each picked by `choose` (secrets.choice)."""
    return "".join(choose(LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """What was typed, without case, spaces and dashes."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def shown_code(code: str) -> str:
    """In two groups, as people read it out: ABCD-2345."""
    return f"{code[:4]}-{code[4:]}"


def refusal(
    *, now: datetime, expires_at: datetime, bound_nonce: str | None, used_at: datetime | None, nonce: str
) -> str | None:
    """The problem code that stops this use of a set-up code, or None.

    The same code and nonce are answered again, because the first answer may have been lost.
    """
    if bound_nonce is None or used_at is None:
        return "enrolment.code_expired" if now > expires_at else None
    if bound_nonce != nonce:
        return "enrolment.code_used"
    return "enrolment.code_expired" if now > used_at + RETRY_LIFE else None
