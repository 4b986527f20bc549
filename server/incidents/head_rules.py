"""Who opens a concern about the headteacher, and when the vice-chair does in the chair's place (R63). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from server.accounts.rules import Role

GOVERNORS = (Role.CHAIR, Role.VICE_CHAIR)
# What is told of whom; who was told and what was done name the chair in most reports, and mean nothing by it.
TELLS_OF = ("what_happened", "pupils", "place", "words")


def is_for_the_chair(kind: str, body: dict[str, Any]) -> bool:
    """Whether a record is about the headteacher by its own word, whatever key it was sealed to."""
    return kind == "incident.reported" and body.get("about") == "headteacher"


def stands_as(roles: frozenset[str]) -> Role | None:
    """As which of the governors somebody comes here; as none where they are a headteacher as well."""
    if Role.HEADTEACHER in roles:
        return None
    return next((role for role in GOVERNORS if role in roles), None)


def may_open(role: Role | None, *, is_stood_in: bool, names_chair: bool) -> bool:
    """Whether whoever comes in this role may open a concern: the chair, or else the vice-chair, and never both."""
    is_vice_chairs = is_stood_in or names_chair
    return role == (Role.VICE_CHAIR if is_vice_chairs else Role.CHAIR)


def told_of_opening(by: Role, *, names_chair: bool) -> Role | None:
    """Who is told that it was opened: the other of the two, but never the chair of what names the chair."""
    if by == Role.CHAIR:
        return Role.VICE_CHAIR
    return None if names_chair else Role.CHAIR


def is_named(name: str, body: dict[str, Any]) -> bool:
    """Whether what is told names somebody, by their whole name; capitals and accents do not matter."""
    words, parent = _folded(name), body.get("parent")
    told = [body.get(part) for part in TELLS_OF]
    told += [body.get("details"), parent.get("words") if isinstance(parent, dict) else None]
    return bool(words) and any(f" {words} " in f" {_folded(text)} " for text in _texts(told))


def _texts(value: Any) -> Iterator[str]:
    """Every text in what was sent, however deep it stands."""
    if isinstance(value, str):
        yield value
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters))
