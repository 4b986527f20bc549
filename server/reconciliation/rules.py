"""Who may know of a held item. What could not be read at all concerns whoever checks; the rest its readers. Pure."""

from __future__ import annotations

from typing import Any

from server.incidents.rules import may_read, may_see

# Stands for a category nobody knows: read as strictly as a concern about staff.
UNKNOWN = "unknown"


def category_of(kind: str | None, body: dict[str, Any]) -> str | None:
    """The category by which a record is shown or not: its own where it is an incident's, otherwise `unknown`."""
    category = body.get("category")
    if kind != "incident.reported" or not (category is None or isinstance(category, str)):
        return UNKNOWN
    return category


def may_see_held(record: tuple[str | None, dict[str, Any]] | None, roles: frozenset[str]) -> bool:
    """Whether somebody may see that it is held; `record` is (kind, body), or None where nothing could be read."""
    return record is None or may_see(category_of(*record), roles, leads_the_trip=False)


def may_read_held(record: tuple[str | None, dict[str, Any]], roles: frozenset[str]) -> bool:
    """Whether somebody may read what is in it."""
    return may_read(category_of(*record), roles, leads_the_trip=False)
