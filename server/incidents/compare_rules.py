"""Two texts side by side, member by member and word by word: what differs, for the eye and to be read aloud. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond this many words, telling them apart takes longer than anybody waits.
MOST_WORDS = 600
_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Part:
    """A run of words; `is_changed` where the other text has others in its place."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """One member of both: its name, and either text in parts; nothing where that one lacks it."""

    name: str
    first: tuple[Part, ...]
    second: tuple[Part, ...]
    differs: bool


def side_by_side(first: Mapping[str, str], second: Mapping[str, str], *, by_words: bool = True) -> list[Row]:
    """Every member of either, in the first one's order and then the second's."""
    names = dict.fromkeys([*first, *second])
    return [_row(name, first.get(name, ""), second.get(name, ""), by_words=by_words) for name in names]


def _row(name: str, first: str, second: str, *, by_words: bool) -> Row:
    differs = first.strip() != second.strip()
    if differs and by_words and first.strip() and second.strip():
        mine, theirs = _told_apart(_WORDS.findall(first), _WORDS.findall(second))
        return Row(name, mine, theirs, differs)
    return Row(name, _whole(first), _whole(second), differs)


def _whole(text: str) -> tuple[Part, ...]:
    return (Part(text, is_changed=False),) if text.strip() else ()


def _told_apart(first: Sequence[str], second: Sequence[str]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    if max(len(first), len(second)) > MOST_WORDS:
        return ((Part("".join(first), is_changed=True),), (Part("".join(second), is_changed=True),))
    mine: list[Part] = []
    theirs: list[Part] = []
    for act, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        for parts, words in ((mine, first[a:b]), (theirs, second[c:d])):
            if words:
                parts.append(Part("".join(words), is_changed=act != "equal"))
    return tuple(mine), tuple(theirs)
