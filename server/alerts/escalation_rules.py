"""When the next person is told, and who that is, while nobody has taken an alert up. Pure.

It goes up until somebody is left to tell: a phone without a signal is no excuse. Defaults: *now* after 10 minutes the
deputy, after 10 more the headteacher; *today* by 17:00 at school. Quiet hours hold back what is for today alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from server.accounts.rules import Role
from server.alerts.routing_rules import HEADS_CONDUCT, LEFT_ANYWAY, NOBODY_HOLDS, OWN_PHONES, STAFF_CONDUCT

# What is for today is never passed on sooner than this after somebody was told.
SHORTEST_TODAY = timedelta(hours=1)
GOVERNORS = (Role.CHAIR, Role.VICE_CHAIR)
_USUAL = (Role.DEPUTY_DSL, Role.HEADTEACHER, *GOVERNORS)
_OF_CONDUCT = (Role.HEADTEACHER, *GOVERNORS)
_OF_THE_SCHOOL = (Role.HEADTEACHER, Role.SLT, *GOVERNORS)


@dataclass(frozen=True)
class Times:
    """After how many minutes the next person is told (first, and from then on), until when *today* is, quiet hours."""

    first_minutes: int = 10
    then_minutes: int = 10
    today_by: time = time(17)
    quiet_from: time = time(21)
    quiet_until: time = time(7)


@dataclass(frozen=True)
class Step:
    """Who is told next, as ids of staff, in which role, and how far up that is; nobody where none is left."""

    role: str
    people: tuple[str, ...]
    step: int


def ladder(rows: Sequence[str]) -> tuple[Role, ...]:
    """The roles told one after the other of what falls under these rows of the table."""
    if HEADS_CONDUCT in rows:
        return GOVERNORS
    if STAFF_CONDUCT in rows:
        return _OF_CONDUCT
    if set(rows) & {OWN_PHONES, LEFT_ANYWAY, NOBODY_HOLDS}:
        return _OF_THE_SCHOOL
    return _USUAL


def next_step(
    rows: Sequence[str], step: int, told: frozenset[str], holders: Mapping[str, Sequence[str]]
) -> Step | None:
    """The first rung above `step` that has somebody not yet told; None where there is none.

    `holders` are the staff in use by role, whoever is concerned left out.
    """
    roles = ladder(rows)
    for rung in range(step, len(roles)):
        people = tuple(one for one in holders.get(roles[rung], ()) if one not in told)
        if people:
            return Step(str(roles[rung]), people, rung + 1)
    return None


def due_at(urgency: str, told_at: datetime, step: int, times: Times, *, zone: tzinfo) -> datetime:
    """When the next person is told, if nobody has taken it up by then, of what was last told at `told_at`."""
    if urgency == "now":
        return told_at + timedelta(minutes=times.first_minutes if step == 0 else times.then_minutes)
    local = told_at.astimezone(zone)
    by = datetime.combine(local.date(), times.today_by, zone).astimezone(UTC)
    return after_quiet(max(by, told_at + SHORTEST_TODAY), times, zone)


def after_quiet(at: datetime, times: Times, zone: tzinfo) -> datetime:
    """The same instant, or the end of the quiet hours that it falls into."""
    local = at.astimezone(zone)
    starts, ends, here = times.quiet_from, times.quiet_until, time(local.hour, local.minute, local.second)
    runs_over = starts > ends
    if not (here >= starts or here < ends if runs_over else starts <= here < ends):
        return at
    day = local.date() + timedelta(days=1 if runs_over and here >= starts else 0)
    return datetime.combine(day, ends, zone).astimezone(UTC)
