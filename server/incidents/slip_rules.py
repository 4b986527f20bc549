"""A bumped-head slip names one child: other pupils' names are found in what was typed. Pure.

Names are found whole, in any capitals and accents. One that is an English word as well ("Will", "Grace", "Green") is
taken for a name where it has a capital.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Advice to families, in our own words after the NHS's page on head injury and concussion (nhs.uk/conditions/
# head-injury-and-concussion), as an NHS surgery showed it on 27 November 2026. docs/bumped-heads.md says more.
RING_999 = (
    "is knocked out and does not wake, or is hard to keep awake",
    "has a fit",
    "cannot see, speak, understand, walk or balance as usual",
    "is weak or numb anywhere",
    "has clear fluid from the nose or an ear, blood from an ear, or a bruise behind one",
)
GO_TO_A_AND_E = (
    "was knocked out, even for a moment, and is awake again",
    "is sick after the bump",
    "has a headache that painkillers do not take away",
    "behaves differently, or is more irritable than usual",
    "cannot remember things",
    "has a bleeding disorder, takes blood thinners, or has had brain surgery",
)
AT_HOME = (
    "Rest, and something cold wrapped in a cloth on the bump for a short while.",
    "They may sleep as usual. Look in on them, and have an adult near for the first day.",
    "A slight headache, or feeling a little sick or dazed, can last up to two weeks. Signs can begin late.",
    "No rough play or contact sport until they are quite well. Ask a doctor, or ring 111, if unsure.",
)
# As one text to split: a list of them would be longer than the rest of this file.
_WORDS_TOO = frozenset(
    re.findall(
        r"\w+",
        """
        amber april art august autumn bay bell bird black bond bright brook brown bush chance christian
        church dale dawn day dean drew eve faith field fisher flint ford forest fox gale gene grace grant
        gray green grey guy hall happy hardy harmony head heather hill holly home hope hunter iris ivy jade
        jay jean joy june king knight lake lane lily little lock london long love major mark marsh mason may
        mercy mike miles mill mills moon moss olive page park parks parsons patience penny pike pond pool
        poppy price rain ray red reed rich river rivers rob robin rock rose rowan ruby rush sage sand sandy
        sky smart star stone storm summer sunny sue temple violet ward water waters way west white will wise
        wood woods young
        """,
    )
)


def names_in(text: str, pupils: Iterable[tuple[str, str]], child: str = "") -> list[str]:
    """Which of these pupils (first, last name) the text names, besides the child; each as "first last".

    What is of the child's own name names nobody else: of two of one first name, the other is known by the last.
    """
    others = [(first, last) for first, last in pupils if _folded(child) != _folded(f"{first} {last}")]
    whole = [one for one in others if _is_whole(text, *one)]
    rest, own = _without(text, whole), set(_folded(child).split())
    return [f"{first} {last}" for first, last in others if (first, last) in whole or _is_part(rest, (first, last), own)]


def children_named(child: str, pupils: Iterable[tuple[str, str]]) -> list[str]:
    """Which of these pupils a child's name, as it was typed, names by the whole name."""
    folded = f" {_folded(child)} "
    return [f"{first} {last}" for first, last in pupils if f" {_folded(f'{first} {last}')} " in folded]


def _is_whole(text: str, first: str, last: str) -> bool:
    return f" {_folded(f'{first} {last}')} " in f" {_folded(text)} "


def _without(text: str, names: Iterable[tuple[str, str]]) -> str:
    """The text without these whole names, so that a surname in one is nobody else of that name."""
    for first, last in names:
        text = re.sub(rf"{re.escape(first)}\s+{re.escape(last)}", " ", text, flags=re.IGNORECASE)
    return text


def _is_part(text: str, names: tuple[str, str], own: set[str]) -> bool:
    folded = f" {_folded(text)} "
    return any(_is_in(folded, text, name) for name in names if not set(_folded(name).split()) <= own)


def _is_in(folded: str, text: str, name: str) -> bool:
    if _folded(name) in _WORDS_TOO:
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
    return f" {_folded(name)} " in folded


def _folded(text: str) -> str:
    # "Rosa's" names Rosa.
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s\b", "", text)).casefold()
    return " ".join(re.findall(r"\w+", "".join(one for one in plain if not unicodedata.combining(one))))
