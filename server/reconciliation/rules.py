"""Who may know of a held item. What could not be read at all concerns whoever checks; the rest its readers. Pure."""

from __future__ import annotations

from typing import Any

from server.accounts.rules import Role
from server.incidents.rules import may_read, may_see

CHECKERS = frozenset({Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.NETWORK_MANAGER})
# The chair's alone among what is held: what is of a headteacher's own phone.
OPENS_HELD = CHECKERS | {Role.CHAIR}
# Stands for a category nobody knows: read as strictly as a concern about staff.
UNKNOWN = "unknown"


def category_of(kind: str | None, body: dict[str, Any]) -> str | None:
    """The category by which a record is shown or not: its own where it is an incident's, otherwise `unknown`."""
    category = body.get("category")
    if kind != "incident.reported" or not (category is None or isinstance(category, str)):
        return UNKNOWN
    return category


def may_see_held(
    record: tuple[str | None, dict[str, Any]] | None, roles: frozenset[str], *, is_of_head: bool = False
) -> bool:
    """Whether somebody may see that it is held; `record` is (kind, body), or None where nothing could be read.

    What is `is_of_head`, a headteacher's own phone, is the chair's and no headteacher's.
    """
    if is_of_head:
        return Role.CHAIR in roles and Role.HEADTEACHER not in roles
    is_checker = bool(CHECKERS & roles)
    return is_checker and (record is None or may_see(category_of(*record), roles, leads_the_trip=False))


def may_read_held(
    record: tuple[str | None, dict[str, Any]], roles: frozenset[str], *, is_of_head: bool = False
) -> bool:
    """Whether somebody may read what is in it."""
    if is_of_head:
        return may_see_held(record, roles, is_of_head=True)
    return may_read(category_of(*record), roles, leads_the_trip=False)
