"""What one child may be called, by the roll and by the names a request gives; whether some words name them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
    """Whether words name somebody who goes by any of these names. Where in doubt they do: a person decides."""

    def __init__(self, names: Sequence[Known]) -> None:
        self._aliases: dict[tuple[str, ...], bool] = {}
        for alias in (alias for one in names for alias in aliases_of(one)):
            # An ordinary word ("May", "Will") is a name with a capital alone.
            self._aliases[alias.words] = alias.needs_capital and self._aliases.get(alias.words, True)
        self._longest = max(map(len, self._aliases), default=0)
        self._begins = tuple({words[0] for words in self._aliases})

    def __call__(self, text: str) -> bool:
        """Whether it does."""
        if text.isascii() and not any(word in text.lower() for word in self._begins):
            return False
        return any(True for _ in self._found(plain(text)))

    def _found(self, text: str) -> Iterator[tuple[str, ...]]:
        places = list(letters_of(text))
        words = [folded(text[start:end]) for start, end in places]
        for at in range(len(words)):
            for length in range(1, min(self._longest, len(words) - at) + 1):
                said = tuple(words[at : at + length])
                near = all(
                    len(text[before[1] : after[0]].strip()) <= _LONGEST_BETWEEN
                    for before, after in pairwise(places[at : at + length])
                )
                is_adult = length == 1 and at > 0 and words[at - 1] in TITLES
                if near and not is_adult and self._means(said, has_capital=not text[places[at][0]].islower()):
                    yield said

    def _means(self, said: tuple[str, ...], *, has_capital: bool) -> bool:
        for words in (said, (*said[:-1], said[-1].removesuffix("s"))):
            if words in self._aliases and (has_capital or not self._aliases[words]):
                return True
        return False


def plain(text: str) -> str:
    """A text in its simplest letters, and without what nobody sees, which could part a name in two."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in ("Cf", "Cs"))
