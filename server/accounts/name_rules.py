"""Names as people type them: accents, capitals and apostrophes aside; and which pupils a line of names means. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# Letters that are no plain letter with a mark, and are typed as one all the same.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_WORD = re.compile(r"[^\W_]+")
_REMEMBERED = 20_000
# What stands between names: the word for it, and the mark of a name that is taken out.
_BETWEEN = {"and", "|"}


@dataclass(frozen=True)
class Known:
    """A pupil as the roll has them."""

    id: str
    first_name: str
    last_name: str


@dataclass(frozen=True)
class Named:
    """A pupil whom some words name; not `is_sure` where they may mean another of the same name."""

    pupil: str
    is_sure: bool


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """The words of a text, letters and digits alone: "Zoë O’Brien-Łuk" is "zoe obrien luk"."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold()).translate(_PLAIN)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(letters))


def named_in(text: Any, going: Sequence[Known], roll: Callable[[], Iterable[Known]]) -> list[Named]:
    """The pupils whom a line of names means: those on the trip, and for what is left of it those of the school.

    On the trip a first name is enough; of two who share it, neither is sure. `roll` gives everybody at the school, and
    is asked only where the line says more than the names of those on the trip: there it takes the whole name.
    """
    words = f" {folded(text)} " if isinstance(text, str) else ""
    if not words.strip():
        return []
    whole, rest = _by_whole_name(words, going)
    found = {**_by_first_name(rest, going, {one.pupil for one in whole}), **{one.pupil: one for one in whole}}
    if found and not says_more(text, [one for one in going if one.id in found]):
        return list(found.values())
    return list({**{one.pupil: one for one in _by_whole_name(rest, list(roll()))[0]}, **found}.values())


def says_more(text: Any, named: Sequence[Known]) -> bool:
    """Whether a line of names says more than the names of these: it may mean somebody whom no list has."""
    if not isinstance(text, str):
        return text is not None
    whole, rest = _by_whole_name(f" {folded(text)} ", named)
    known = {one.pupil for one in whole}
    for name in sorted({folded(one.first_name) for one in named if one.id not in known}, key=len, reverse=True):
        rest = rest.replace(f" {name} ", " | ")
    return bool(set(rest.split()) - _BETWEEN)


def _by_whole_name(words: str, pupils: Sequence[Known]) -> tuple[list[Named], str]:
    """Whom a whole name means, either name first; and the words without those names."""
    rest, found = words, []
    names = {one.id: (folded(f"{one.first_name} {one.last_name}"), one) for one in pupils}
    often = Counter(name for name, _one in names.values())
    for pupil, (name, one) in names.items():
        said = next((way for way in (name, folded(f"{one.last_name} {one.first_name}")) if f" {way} " in words), None)
        if said:
            rest = rest.replace(f" {said} ", " | ")
            found.append(Named(pupil, is_sure=often[name] == 1))
    return found, rest


def _by_first_name(words: str, pupils: Sequence[Known], known: set[str]) -> dict[str, Named]:
    named = {one.id: folded(one.first_name) for one in pupils if one.id not in known}
    said = {pupil: name for pupil, name in named.items() if name and f" {name} " in words}
    often = Counter(said.values())
    return {pupil: Named(pupil, is_sure=often[name] == 1) for pupil, name in said.items()}
