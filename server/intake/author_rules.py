"""Whose a record is, in the office's words: the author is who wrote it, as far as it can be shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NOT_VERIFIED = "Author not verified."
# What a page calls the place of a record that came from no school phone.
OFFICE, OWN_PHONE = "the office", "an own phone"
HOW = {"session": "signed in", "pin": "unlocked with their PIN"}
# As how the author of what somebody else typed from paper is known.
PAPER = "paper"


@dataclass(frozen=True)
class Said:
    """What somebody said of a record afterwards, on their own unlock."""

    name: str
    is_confirmed: bool


@dataclass(frozen=True)
class Named:
    """Whom a record names. `name` is None for an id that is nobody's here; `unlocked_by` lent their unlock.

    Of paper, `typed_by` is who typed it in, and `written` when it was written, in words.
    """

    how: str
    is_named: bool
    name: str | None
    typed: str = ""
    unlocked_by: str | None = None
    typed_by: str | None = None
    written: str = ""


@dataclass(frozen=True)
class Author:
    """Who wrote it, in words, and whether a signature or a later word of their own shows it."""

    words: str
    is_verified: bool
    said: tuple[str, ...] = ()


def author_of(named: Named, on: str, *, is_signed: bool, said: Sequence[Said]) -> Author:
    """Word the author. `on` is the phone; `said` what people said afterwards, the latest last."""
    words, is_known = _on_paper(named) if named.how == PAPER else _words(named, on)
    is_verified = is_signed or any(one.is_confirmed for one in said)
    if is_known and not is_verified:
        words = f"{words.removesuffix('.')}. {NOT_VERIFIED}"
    # Whoever typed it is named already; that they did is what the school saw.
    since = [one for one in said if named.how != PAPER or one.name != named.typed_by]
    return Author(words, is_verified, tuple(_in_words(one) for one in since))


def _on_paper(named: Named) -> tuple[str, bool]:
    if named.is_named:
        who = named.name or "Somebody who is not on this school’s staff list"
    else:
        who = f"“{named.typed}”" if named.typed else "The paper does not say who"
    written = f", on paper, {named.written}" if named.written else ", on paper"
    return f"{who}{written}. Typed in by {named.typed_by or 'somebody'}.", True


def _words(named: Named, on: str) -> tuple[str, bool]:
    if named.typed and named.unlocked_by:
        return f"{named.typed}, on {named.unlocked_by}’s unlock of {on}", True
    if named.how == "none" or not named.is_named:
        typed = f" The name “{named.typed}” was typed." if named.typed else ""
        return f"Not signed in: author not known.{typed}", False
    if named.name is None:
        return "Somebody who is not on this school’s staff list", False
    return f"{named.name}, {HOW.get(named.how, HOW['session'])} {'in' if on == OFFICE else 'on'} {on}", True


def _in_words(said: Said) -> str:
    return f"Confirmed by {said.name}." if said.is_confirmed else f"{said.name} says that it is not theirs."
