"""One-time codes that people read out and type: of which letters, how long, and how they are shown. Pure."""

from __future__ import annotations

from collections.abc import Callable

# No I, L, O, U, 0 or 1: nobody can mistake one for another on a printed card, and no code spells a word.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def new_code(choose: Callable[[str], str]) -> str:
    """Eight letters, each picked by `choose` (secrets.choice)."""
    return "".join(choose(LETTERS) for _ in range(CODE_LENGTH))


def typed_code(typed: str) -> str:
    """A code as somebody typed it, without the dash and in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def shown_code(code: str) -> str:
    """In two groups, as people read it out: ABCD-2345."""
    return f"{code[:4]}-{code[4:]}"
