"""What a held record holds, for the eye: codes by their names, times as the school reads them. Pure.

Anything may be in it, since it is held: what fits nothing stands as it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from server.foundation import clock
from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES
from server.reconciliation.rules import Contents

Facts = dict[str, str]
_NAMES: Mapping[str, Mapping[str, str]] = {"category": CATEGORY_NAMES, "severity": SEVERITY_NAMES}
_A_TIME = "_at"
_INSIDE = frozenset({"details", "parent"})
_PLAIN = {True: "Yes", False: "No", None: "Not given"}


def facts_of(contents: Contents | None) -> Facts:
    """Each member's name and its text, in the order in which it was written."""
    return {_named(name): _worded(name, value) for name, value in _body(contents).items()}


def beside(first: Contents | None, later: Contents | None) -> tuple[Facts, Facts]:
    """The same of two contents. Where both read alike and are not, each stands exactly as it came."""
    mine, theirs = facts_of(first), facts_of(later)
    for name in _body(first).keys() & _body(later).keys():
        word, exact = _named(name), [_exact(_body(one)[name]) for one in (first, later)]
        if mine[word] == theirs[word] and exact[0] != exact[1]:
            mine[word], theirs[word] = exact
    return mine, theirs


def _body(contents: Contents | None) -> dict[str, Any]:
    return dict(_members(contents.body)) if contents else {}


def _members(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each member; what a report's details say, or a follow-up of a parent, each by itself: "Parent: told at"."""
    for name, value in body.items():
        if name in _INSIDE and isinstance(value, dict):
            yield from ((f"{name}: {inner}", held) for inner, held in value.items())
        else:
            yield name, value


def _named(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _worded(name: str, value: Any) -> str:
    if value is None or isinstance(value, bool):
        return _PLAIN[value]
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if not isinstance(value, str):
        return _exact(value)
    if name.endswith(_A_TIME):
        return _time(value)
    return _NAMES.get(name, {}).get(value, value)


def _time(text: str) -> str:
    try:
        return clock.in_words(clock.from_text(text))
    except ValueError:
        return text


def _exact(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
