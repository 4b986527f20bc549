"""What a group of a trip's pupils may be called. Pure.

A phone shows a group's name while it is locked, so that no pupil is named by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

MOST_GROUPS = 20
LONGEST_NAME = 30
EVERYBODY = "everyone"
NO_NAME = "Choose a group, or type a new one such as Coach 1"


def tidy(name: str) -> str:
    """A name as it is kept: one line, without spaces around or twice."""
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())


def problem_with(name: str, known: Collection[str], pupils: Iterable[tuple[str, str]]) -> str | None:
    """Why a name cannot be used, in words; `known` are the trip's groups, `pupils` (first, last) names on it."""
    if not name:
        return NO_NAME
    if len(name) > LONGEST_NAME:
        return f"Use at most {LONGEST_NAME} characters"
    if name.casefold() == EVERYBODY:
        return "Everyone is always there. Choose another name"
    if name not in known and len(known) >= MOST_GROUPS:
        return f"A trip has at most {MOST_GROUPS} groups"
    words = _words(name)
    named = next((part for pupil in pupils for part in pupil if _words(part) & words), None)
    return f"A locked phone shows a group’s name, and {named} is a pupil’s name. Choose another" if named else None


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return set(re.findall(r"[^\W\d_]+", letters))
