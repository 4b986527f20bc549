"""A bumped-head slip names one child: other pupils' names are found in what was typed. Pure.

Names are found whole, in any capitals and accents. One that is an English word as well ("Will", "Grace", "Green") is
taken for a name where it has a capital. "Mrs Green" is no pupil.
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
        am amber an april art as at august autumn ball banks barn bath bay be beach bean bell best bird black
        blue bond bow bridge bright broad brook brown bull bush by castle chance chase christian church clay
        close coach cook court cross dale dawn day dean do down drew dry east english eve faith farm farmer
        field fields fish fisher flint flood flower flowers ford forest fox french gale gate gates gene go
        gold good grace grant grave gray green grey guy hall hand happy hard hardy harmony he head heath
        heather hi high hill holly home hood hope house hunter ice if in iris is it ivy jade jay jean joy june
        key king knight lake lamb lane large law leaf lily little lock london long love major mark marsh mason
        may me mercy mike miles mill mills mini moon moss my no north of oh ok olive on or page park parks
        parsons patience penny pepper pike pond pool poppy power price pride quick rain ray read red reed rich
        ring river rivers rob robin rock rocky rose rowan ruby rush rusty sage sand sands sandy savage sharp
        short silver skip sky small smart snow so south spring stain star steel still stone storm street
        strong sue summer sunny swan swift temple tiger to tower towers trip up us van violet wall walls ward
        water waters way we west white will wills winter wise wood woods work young
        """,
    )
)
# An adult. A name after that is somebody else's: "told Mrs Green Zoe fell".
_WITH_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\b\.?\s+(?![a-z])\w[\w'’-]*")


def names_in(text: str, pupils: Iterable[tuple[str, str]], child: str = "") -> list[str]:
    """Which of these pupils (first, last name) the text names, besides the child; each as "first last".

    What is of the child's own name names nobody else: of two of one first name, the other is known by the last.
    """
    own, folded = _folded(child), f" {_folded(text)} "
    others = [(first, last) for first, last in pupils if own != _folded(f"{first} {last}")]
    whole = [one for one in others if f" {_folded(' '.join(one))} " in folded]
    rest = _WITH_TITLE.sub(" ", _without(text, whole))
    words = f" {_folded(rest)} "
    return [" ".join(one) for one in others if one in whole or _is_part(words, rest, one, set(own.split()))]


def children_named(text: str, pupils: Iterable[tuple[str, str]], but_for: str = "") -> list[str]:
    """Which of these pupils a text names by the whole name, but for this child."""
    own, folded = _folded(but_for), f" {_folded(text)} "
    names = ((f"{first} {last}", _folded(f"{first} {last}")) for first, last in pupils)
    return [name for name, plain in names if f" {plain} " in folded and plain != own]


def is_of_several(child: str, pupils: Iterable[tuple[str, str]]) -> bool:
    """Whether a child's name, as it was typed, is more than one pupil's: "Mary Jane Hale" is one beside a Jane Hale."""
    found = {f" {_folded(one)} " for one in children_named(child, pupils)}
    return len([one for one in found if not any(one in other for other in found - {one})]) > 1


def _without(text: str, names: Iterable[tuple[str, str]]) -> str:
    """The text without these whole names, so that a surname in one is nobody else of that name."""
    for first, last in names:
        text = re.sub(rf"{re.escape(first)}\s+{re.escape(last)}", " ", text, flags=re.IGNORECASE)
    return text


def _is_part(words: str, text: str, names: tuple[str, str], own: set[str]) -> bool:
    return any(_is_in(words, text, name) for name in names if not set(_folded(name).split()) <= own)


def _is_in(words: str, text: str, name: str) -> bool:
    """Whether a name, which is no initial, is among the words of a text."""
    folded = _folded(name)
    if folded in _WORDS_TOO:
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
    return len(folded) > 1 and f" {folded} " in words


def _folded(text: str) -> str:
    # "Rosa's" names Rosa.
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s\b", "", text)).casefold()
    return " ".join(re.findall(r"\w+", "".join(one for one in plain if not unicodedata.combining(one))))
