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
WRITTEN_BY = "Written by"


def facts_of(body: dict[str, Any], actor: dict[str, Any]) -> tuple[Said, ...]:
    """Every line of it, and under whose name it was written."""
    author = actor.get("typed_name")
    by = [(WRITTEN_BY, author)] if isinstance(author, str) and author.strip() else []
    names = registry.current().category_names
    lines = ((name, names.get(words, words) if name == "Category" else words) for name, words in _lines(body))
    return (*lines, *by)


def written_on(at: datetime) -> tuple[Said, ...]:
    """When it was written, as a line."""
    return (("Written", clock.in_words(at)),)


def text_of(body: Any) -> str:
    """All that somebody wrote in it, as one text to look for names in, however deep it lies."""
    parts = [part for _name, part in _leaves(body) if isinstance(part, str)]
    return "\n".join([*parts, *_names_in(body)])


def _lines(value: Any) -> Iterator[Said]:
    for name, part in _leaves(value):
        words = _in_words(part)
        if words and not _OPAQUE.fullmatch(words):
            yield _called(name), words


def _leaves(value: Any) -> Iterator[tuple[str, Any]]:
    """What lies at the ends, in order, each with the name of what it is in. No recursion: a held record may be deep."""
    waiting = [("", value)]
    while waiting:
        name, part = waiting.pop()
        if isinstance(part, dict):
            waiting += [(str(key), one) for key, one in reversed(part.items())]
        elif isinstance(part, list):
            waiting += [(name, one) for one in reversed(part)]
        else:
            yield name, part


def _names_in(value: Any) -> Iterator[str]:
    """The names of parts, which are the form's own but in what no form made."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield from part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


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
