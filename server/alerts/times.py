"""The school's own times: when the next person is told, until when *today* is, the quiet hours."""

from __future__ import annotations

from datetime import time
from typing import Any

from server.alerts.escalation_rules import Times
from server.alerts.models import AlertRules
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.rows import Ready

_chosen = Ready(lambda school: AlertRules.select().where(AlertRules.school == school))
_CLOCK = "%H:%M"


def of_school(school: str) -> Times:
    """The school's times; the usual ones until it chooses."""
    row = _chosen.first(school)
    if row is None:
        return Times()
    clocks = (time.fromisoformat(text) for text in (row.today_by, row.quiet_from, row.quiet_until))
    return Times(row.first_minutes, row.then_minutes, *clocks)


def choose(school: str, times: Times, by: str) -> None:
    """Put other times in force, for what is told from now on."""
    chosen = {
        "first_minutes": times.first_minutes,
        "then_minutes": times.then_minutes,
        "today_by": f"{times.today_by:{_CLOCK}}",
        "quiet_from": f"{times.quiet_from:{_CLOCK}}",
        "quiet_until": f"{times.quiet_until:{_CLOCK}}",
    }
    with db.atomic():
        if of_school(school) == times:
            return
        AlertRules.replace(school=school, changed_at=clock.now(), **chosen).execute()
        audit.write(school, by, "school.alert_times_changed", school, **chosen)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {alerts: {today_by}}: the hour by which somebody hears of what is for today (R61)."""
    return {"alerts": {"today_by": f"{of_school(school).today_by:{_CLOCK}}"}}
