"""The table of who is told, as this school has it: everybody in it, and adding to it."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.models import Staff
from server.alerts import recipients
from server.alerts.alert_words import ROW_NAMES, role_name
from server.alerts.models import AlertAdded
from server.alerts.routing_rules import FIXED, TABLE
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem


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
    held = recipients.in_use_by_role(school)
    added: dict[str, list[tuple[int, str]]] = {}
    for one in AlertAdded.select(AlertAdded, Staff).left_outer_join(Staff).where(AlertAdded.school == school):
        name = role_name(one.role) if one.role else str(one.staff and one.staff.name)
        added.setdefault(one.row, []).append((one.id, name))
    return [
        Row(
            name=name,
            always=[role_name(role) for role in TABLE[row]],
            added=added.get(row, []),
            empty=[role_name(role) for role in TABLE[row] if role != "trip_leader" and role not in held],
            may_add=row not in FIXED,
        )
        for row, name in ROW_NAMES.items()
    ]


def add(school: str, row: str, who: tuple[str | None, str | None], by: str) -> bool:
    """Add a (role, staff), one of them, to a row. False where it is there already."""
    role, staff = who
    if row not in TABLE or row in FIXED:
        raise Problem("request.refused")
    with db.atomic():
        same = (AlertAdded.school == school, AlertAdded.row == row)
        if any((one.role, one.staff_id) == who for one in AlertAdded.select().where(*same)):
            return False
        kept = AlertAdded.create(school=school, row=row, role=role, staff=staff, added_at=clock.now(), added_by=by)
        audit.write(school, by, "school.alert_table_added", str(kept.id), row=row, role=role, staff=staff)
        return True


def take_off(school: str, number: int, by: str) -> None:
    """Take off what the school itself added. Raises Problem request.not_found, also for another school's."""
    with db.atomic():
        found = AlertAdded.get_or_none(AlertAdded.id == number, AlertAdded.school == school)
        if found is None:
            raise Problem("request.not_found")
        found.delete_instance()
        more = {"row": found.row, "role": found.role, "staff": found.staff_id}
        audit.write(school, by, "school.alert_table_taken_off", str(number), **more)
