"""A record's body as it stands, for a page that knows nothing of its kind: pairs of name and text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def facts_in(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Each member by its name in words: "Told at". What is inside another stands by itself: "Parent: told at"."""
    return list(_facts(body, ""))


def _facts(body: dict[str, Any], inside: str) -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        words = name.replace("_", " ")
        called = f"{inside}: {words}" if inside else words.capitalize()
        if isinstance(value, dict) and value and not inside:
            yield from _facts(value, called)
        else:
            yield called, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
