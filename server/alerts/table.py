"""The table of who is told, as this school has it: everybody in it, and adding to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.accounts.queries import staff_names
from server.alerts import recipients
from server.alerts.alert_words import role_name
from server.alerts.routing_rules import FIXED, TABLE
from server.alerts.row_words import ROW_NAMES
from server.alerts.settings import ADDED, MOST_ADDED
from server.foundation.database import db
from server.foundation.problems import Problem
from server.policy import changing, versions


@dataclass(frozen=True)
class Row:
    """One row: what it is about, who is always told, whom the school added (number, name), who of those holds nobody.

    `may_add` is false of what is the chair's alone.
    """

    name: str
    always: list[str]
    added: list[tuple[int, str]]
    empty: list[str]
    may_add: bool


def of_school(school: str) -> list[Row]:
    """Every row of the table."""
    added: dict[str, list[tuple[int, str]]] = {}
    listed = versions.value(school, ADDED)
    people = staff_names(school, [one["staff"] for one in listed])
    for one in listed:
        name = role_name(one["role"]) if one["role"] else people.get(one["staff"], "somebody no longer listed")
        added.setdefault(one["row"], []).append((one["number"], name))
    held = recipients.Roll(school)
    return [
        Row(
            name=name,
            always=[role_name(role) for role in TABLE[row]],
            added=added.get(row, []),
            empty=[role_name(role) for role in TABLE[row] if role != "trip_leader" and not held.in_use(role)],
            may_add=row not in FIXED,
        )
        for row, name in ROW_NAMES.items()
    ]


def add(school: str, row: str, who: tuple[str | None, str | None], by: str) -> bool:
    """Wish that a (role, staff), one of them, is added to a row. False where it is there, or waits for that already."""
    role, staff = who
    with db.atomic():
        listed = versions.value(school, ADDED)
        if row not in TABLE or row in FIXED or len(listed) >= MOST_ADDED:
            raise Problem("request.refused")
        if any((one["row"], one["role"], one["staff"]) == (row, role, staff) for one in listed):
            return False
        # Above every number that ever stood on a page, so that an old page takes nobody else off.
        number = 1 + max((one["number"] for one in [*listed, *_wished(school)]), default=0)
        wanted = [*listed, {"number": number, "row": row, "role": role, "staff": staff}]
        changing.choose(school, {ADDED.code: wanted}, by)
        return True


def take_off(school: str, number: int, by: str) -> None:
    """Wish that one is taken off whom the school itself added. Raises Problem request.not_found."""
    with db.atomic():
        listed = versions.value(school, ADDED)
        left = [one for one in listed if one["number"] != number]
        if len(left) == len(listed):
            raise Problem("request.not_found")
        changing.choose(school, {ADDED.code: left}, by)


def _wished(school: str) -> list[dict[str, Any]]:
    return [entry for one in versions.waiting(school, [ADDED.code]) for entry in one.said[ADDED.code].value]
