"""What is counted over the days of a report, in the database itself: one question for incidents, one for all the rest.

Everything is counted by the day on which the school had it, so that a report of a term that is over never changes.
What is about the headteacher is in none of it: neither an alert apart nor a headteacher's own phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.foundation import clock
from server.foundation.database import InstantField
from server.foundation.rows import marks_for, select
from server.reconciliation.report_period_rules import Period, midnight

_instant = InstantField()
# Own phones of a headteacher, then or now: the chair's alone to see.
NOT_HEADS = """
NOT u.is_heads AND COALESCE(u.staff, '') NOT IN (SELECT staff_id FROM staff_role WHERE role = 'headteacher')
"""
# What is to be told of and was passed on, or had nobody to go to, was not taken up in time.
LATE = "EXISTS (SELECT 1 FROM alert_act WHERE alert_id = alert.id AND act IN ('escalated', 'nobody'))"
_ABOUT = "CASE WHEN about_role IS NULL THEN category ELSE 'allegation' END"
_INCIDENTS = """
WITH week (at, since, until) AS (VALUES {weeks})
SELECT week.at, category, severity, COUNT(*)
FROM week JOIN incident ON school_id = ? AND received_at >= since AND received_at < until
GROUP BY 1, 2, 3
"""
_OPEN = "SELECT id, category FROM incident WHERE school_id = ? AND received_at >= ? AND received_at < ?"
_USES = f"""
WITH term (at, since, until) AS (VALUES {{terms}})
SELECT term.at, ' ' || u.flags || ' ' LIKE '% no_agreement %',
  EXISTS (SELECT 1 FROM own_phone_take_up WHERE use_id = u.id), COUNT(*)
FROM term JOIN own_phone_use u ON u.school_id = ? AND u.received_at >= since AND u.received_at < until
WHERE {NOT_HEADS} GROUP BY 1, 2, 3
"""
_REST = f"""
SELECT 'agreed', '', '', COUNT(*), COUNT(revoked.agreement_id), 0 FROM own_phone_agreement a
  LEFT JOIN own_phone_agreement_revoked revoked ON revoked.agreement_id = a.id
  WHERE a.school_id = ?1 AND a.given_at >= ?2 AND a.given_at < ?3 AND a.kind = 'own_phone'
    AND a.staff_id NOT IN (SELECT staff_id FROM staff_role WHERE school_id = ?1 AND role = 'headteacher')
UNION ALL SELECT 'check', outcome, '', COUNT(*), COALESCE(SUM(flags <> '{{}}'), 0), 0 FROM consent_check
  WHERE school_id = ?1 AND told_at >= ?2 AND told_at < ?3 GROUP BY outcome
UNION ALL SELECT 'no', change, '', COUNT(*), 0, 0 FROM consent_change
  WHERE school_id = ?1 AND told_at >= ?2 AND told_at < ?3 GROUP BY change
UNION ALL SELECT 'allowed', '', '', COUNT(*), 0, 0 FROM image_authorisation
  WHERE school_id = ?1 AND given_at >= ?2 AND given_at < ?3
UNION ALL SELECT 'photo', '', '', COUNT(*), COUNT(held_reason), 0 FROM photo
  WHERE school_id = ?1 AND received_at >= ?2 AND received_at < ?3
UNION ALL SELECT 'lost', '', '', COUNT(*), COALESCE(SUM(decided_at IS NULL), 0), 0 FROM data_incident
  WHERE school_id = ?1 AND opened_at >= ?2 AND opened_at < ?3
UNION ALL SELECT 'overdue', '', '', COUNT(*), 0, 0 FROM phone_loan JOIN trip ON trip.id = phone_loan.trip
  WHERE phone_loan.school_id = ?1 AND back_at IS NULL AND trip.school_id = ?1 AND ends_on < ?4
UNION ALL SELECT 'trip', id, '', 1, 0, 0 FROM trip WHERE school_id = ?1 AND ends_on >= ?5 AND ends_on <= ?6
    AND ends_on < ?4
UNION ALL SELECT 'alert', kind, {_ABOUT}, COUNT(*), SUM({LATE}), SUM(closed_at IS NULL) FROM alert
  WHERE school_id = ?1 AND raised_at >= ?2 AND raised_at < ?3 AND NOT is_apart
    AND kind NOT IN ('chair.opened', 'vice_chair.opened') GROUP BY 2, 3
"""


@dataclass(frozen=True)
class Counted:
    """A line of what was counted: `what`, of which `kind` and `about`, how many, and what of those (`_REST`)."""

    what: str
    kind: str
    about: str | None
    number: int
    of_those: int
    open: int


def incidents_by_week(school: str, period: Period) -> list[tuple[int, str | None, str | None, int]]:
    """(the week's place, category, severity, how many)."""
    weeks = [
        (at, midnight(first, clock.SCHOOL_TIME), midnight(after, clock.SCHOOL_TIME))
        for at, (first, after) in enumerate(period.weeks())
    ]
    return _by_range(_INCIDENTS, "weeks", weeks, school)


def open_incidents(school: str, period: Period, closed: frozenset[str], is_seen: Callable[[str | None], bool]) -> int:
    """How many of those of some days nobody has closed, of the categories that somebody may see."""
    since, until = (_instant.db_value(at) for at in period.between(clock.SCHOOL_TIME))
    rows = select(_OPEN, school, since, until)
    return sum(id_ not in closed and is_seen(category) for id_, category in rows)


def own_phone_uses(school: str, periods: Sequence[Period]) -> list[tuple[int, bool, bool, int]]:
    """(the term's place, whether there was no agreement, whether somebody took the report up, how many)."""
    terms = [(at, *period.between(clock.SCHOOL_TIME)) for at, period in enumerate(periods)]
    return _by_range(_USES, "terms", terms, school)


def the_rest(school: str, period: Period) -> list[Counted]:
    """Everything else. A phone is overdue when the trip it is out for was over before today, whatever the period."""
    since, until = (_instant.db_value(at) for at in period.between(clock.SCHOOL_TIME))
    days = (clock.today().isoformat(), period.first.isoformat(), period.last.isoformat())
    return [Counted(*row) for row in select(_REST, school, since, until, *days)]


def _by_range(sql: str, name: str, ranges: Sequence[tuple[int, datetime, datetime]], school: str) -> list[Any]:
    rows = ", ".join(f"({marks_for(one)})" for one in ranges)
    values = [
        value for at, since, until in ranges for value in (at, _instant.db_value(since), _instant.db_value(until))
    ]
    return select(sql.format(**{name: rows}), *values, school)
