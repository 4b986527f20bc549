"""What one child may be called, by the roll and by the names a request gives; whether some words name them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.reconciliation.known_name_rules import PUPIL, Known, aliases_of, folded, letters_of
from server.reconciliation.masking_rules import TITLES

# What may stand between two words of one name.
_LONGEST_BETWEEN = 3


@dataclass(frozen=True)
class Child(Known):
    """The child a request is about, by one of their names. Whoever else has that name is taken for them."""


def names_of(name: str, others: Iterable[str]) -> list[Child]:
    """Every name of a child: the one that they go by, and each former name and nickname, alone or in its place.

    A single word may stand for the first name or for the last: "Addy" of Adaeze Brown, or "Finch" that was hers.
    """
    own = _split(name)
    found = [own]
    for other in others:
        words = other.split()
        if len(words) == 1:
            found += [_child(words[0], own.last), _child(own.first, words[0])]
        elif words:
            found.append(_split(other))
    return list(dict.fromkeys(found))


def _split(name: str) -> Child:
    words = name.split()
    return _child(" ".join(words[:-1]) or name.strip(), words[-1] if len(words) > 1 else "")


def _child(first: str, last: str) -> Child:
    # As if on every trip: of two who share a first name, it is the child who is asked about.
    return Child(PUPIL, first, last, is_on_trip=True)


class NameLook:
    """Whether words name somebody who goes by any of these names. Where in doubt they do: a person decides.

    Every record of a school is asked: what holds none of the words that a name begins with is let go at once.
    """

    def __init__(self, names: Sequence[Known]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], bool]] = {}
        for alias in (alias for one in names for alias in aliases_of(one)):
            # An ordinary word ("May", "Will") is a name with a capital alone.
            here = self._by_first.setdefault(alias.words[0], {})
            here[alias.words] = alias.needs_capital and here.get(alias.words, True)
        self._begins = re.compile("|".join(map(re.escape, sorted(self._by_first))))

    def __call__(self, text: str) -> bool:
        """Whether it does."""
        if text.isascii() and not (self._by_first and self._begins.search(text.lower())):
            return False
        text = plain(text)
        places = list(letters_of(text))
        words = [folded(text[start:end]) for start, end in places]
        return any(self._is_named_at(at, text, places, words) for at in range(len(words)))

    def _is_named_at(self, at: int, text: str, places: Sequence[tuple[int, int]], words: Sequence[str]) -> bool:
        meant = self._by_first.get(words[at]) or self._by_first.get(words[at].removesuffix("s"))
        if not meant:
            return False
        has_capital = not text[places[at][0]].islower()
        is_adult = at > 0 and words[at - 1] in TITLES
        for alias, needs_capital in meant.items():
            said = tuple(words[at : at + len(alias)])
            if said != alias and (*said[:-1], said[-1].removesuffix("s")) != alias:
                continue
            is_meant = (has_capital or not needs_capital) and not (is_adult and len(alias) == 1)
            if is_meant and _is_one_name(text, places[at : at + len(alias)]):
                return True
        return False


def _is_one_name(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether no more stands between these words than may stand within a name."""
    return all(len(text[one[1] : other[0]].strip()) <= _LONGEST_BETWEEN for one, other in pairwise(places))


def plain(text: str) -> str:
    """A text in its simplest letters, and without what nobody sees, which could part a name in two."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in ("Cf", "Cs"))
