"""A record's body as lines: what each part is called, and what was written. No id, key or fingerprint is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from server.accounts.about_child import Said
from server.foundation import clock, registry

# Ids, fingerprints and the keys of a list: they say nothing to anybody.
_OPAQUE = re.compile(r"[0-9a-fA-F]{8,}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_MOST_DEEP = 20
WRITTEN_BY = "Written by"


def facts_of(body: dict[str, Any], actor: dict[str, Any]) -> tuple[Said, ...]:
    """Every line of it, and under whose name it was written."""
    author = actor.get("typed_name")
    by = [(WRITTEN_BY, author)] if isinstance(author, str) and author.strip() else []
    names = registry.current().category_names
    lines = ((name, names.get(words, words) if name == "Category" else words) for name, words in _lines(body, ""))
    return (*lines, *by)


def written_on(at: datetime) -> tuple[Said, ...]:
    """When it was written, as a line."""
    return (("Written", clock.in_words(at)),)


def text_of(body: Any) -> str:
    """All that somebody wrote in it, as one text to look for names in."""
    return "\n".join(_texts(body, 0))


def _texts(value: Any, deep: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)) and deep < _MOST_DEEP:
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(key, str):
                yield key
            yield from _texts(part, deep + 1)


def _lines(value: Any, name: str, deep: int = 0) -> Iterator[Said]:
    if deep > _MOST_DEEP:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _lines(part, str(key), deep + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _lines(part, name, deep + 1)
    elif (words := _in_words(value)) and not _OPAQUE.fullmatch(words):
        yield _called(name), words


def _called(name: str) -> str:
    return (name[:1].upper() + name[1:]).replace("_", " ")


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if not isinstance(value, str):
        return "" if value is None else str(value)
    at = clock.instant_in(value) if _INSTANT.match(value) else None
    if at:
        return clock.in_words(at)
    return value.replace("_", " ") if _CODE.fullmatch(value) else value.strip()
