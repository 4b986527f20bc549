"""The school's own times: when the next person is told, until when *today* is, the quiet hours."""

from __future__ import annotations

from datetime import time
from typing import Any

from server.alerts.escalation_rules import Times
from server.alerts.settings import FIRST_MINUTES, QUIET_FROM, QUIET_UNTIL, THEN_MINUTES, TODAY_BY
from server.policy import changing, versions

_CLOCK = "%H:%M"


def of_school(school: str) -> Times:
    """The school's times; the usual ones until it chooses."""
    policy = versions.of_school(school)
    clocks = (time.fromisoformat(policy.value(one)) for one in (TODAY_BY, QUIET_FROM, QUIET_UNTIL))
    return Times(policy.value(FIRST_MINUTES), policy.value(THEN_MINUTES), *clocks)


def choose(school: str, times: Times, by: str, *, seen: int) -> None:
    """Put other times in force, for what is told from now on.

    Raises OvertakenError where somebody changed one of them since the version that was `seen`.
    """
    chosen = {
        FIRST_MINUTES.code: times.first_minutes,
        THEN_MINUTES.code: times.then_minutes,
        TODAY_BY.code: f"{times.today_by:{_CLOCK}}",
        QUIET_FROM.code: f"{times.quiet_from:{_CLOCK}}",
        QUIET_UNTIL.code: f"{times.quiet_until:{_CLOCK}}",
    }
    changing.choose(school, chosen, by, seen=seen)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {alerts: {today_by}}: the hour by which somebody hears of what is for today (R61)."""
    return {"alerts": {"today_by": f"{of_school(school).today_by:{_CLOCK}}"}}
