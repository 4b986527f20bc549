"""What waits for the network manager: that the last verified backup is too old, or that there was never one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from flask import url_for

from server.accounts.rules import Role
from server.backups.queries import STANDING, standing_values
from server.backups.rules import late_before
from server.backups.setting_up import next_step
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import InstantField
from server.foundation.registry import DueItem
from server.reconciliation.due_sources import Row, Written

_LATE = f"""
SELECT NULL AS id, NULL AS phone, NULL AS trip, is_out AS a, made_at IS NULL AS b, NULL AS c, NULL AS d,
    COALESCE(made_at, ?) AS at, 0 AS urgency
FROM ({STANDING}) WHERE made_at IS NULL OR made_at > ? OR made_at < CASE WHEN is_out THEN ? ELSE ? END
"""
_OUT = "A trip is out: one is due each hour."
_SEE_WHY = "To see why: flask --app server backup"
_millis = InstantField().db_value


def _late(person: Person) -> Written | None:
    if Role.NETWORK_MANAGER not in person.roles:
        return None
    now = clock.now()
    morning = datetime.combine(clock.today(), time(), clock.SCHOOL_TIME)
    borne = (late_before(now, is_out=is_out) for is_out in (True, False))
    return Written(_LATE, (_millis(morning), *standing_values(), *map(_millis, (now, *borne))), _late_item)


def _late_item(row: Row) -> DueItem:
    title = "No backup was ever made" if row.b else f"The last backup is of {clock.in_words(row.at)}"
    detail = " ".join([*([_OUT] if row.a else []), next_step() or _SEE_WHY])
    return DueItem(title, detail, url_for("backups.overview"), row.at, row.urgency)


SOURCES: tuple[Callable[[Person], Written | None], ...] = (_late,)
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = ()
