"""When a backup is due, when it is late, and which of the older ones go. Pure; it is handed the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from server.accounts.rules import Role

SEES_BACKUPS = (Role.NETWORK_MANAGER, Role.OFFICE, Role.HEADTEACHER)
NIGHTLY_AT = time(2)
HOURLY = timedelta(hours=1)
# Before anybody is told: a night's backup of many photos takes its time, and so may its second try.
LATE = timedelta(hours=26)
LATE_WHILE_OUT = timedelta(hours=1, minutes=30)
# Older ones go (reference: 35 days): counted in days that have one, so that a clock set wrong removes none of them.
DAYS_KEPT = 35
ALL_KEPT = timedelta(days=2)


def is_due(last: datetime | None, now: datetime, zone: tzinfo, *, is_out: bool) -> bool:
    """Whether a backup is to be made: each night, and each hour while a trip is out.

    One made later than now says that the clock went back, and nothing of how old it is.
    """
    if last is None or last > now:
        return True
    return last < _last_night(now, zone) or (is_out and now - last >= HOURLY)


def _last_night(now: datetime, zone: tzinfo) -> datetime:
    local = now.astimezone(zone)
    tonight = datetime.combine(local.date(), NIGHTLY_AT, zone)
    return tonight if tonight <= local else datetime.combine(local.date() - timedelta(days=1), NIGHTLY_AT, zone)


def is_late(last: datetime | None, now: datetime, *, is_out: bool) -> bool:
    """Whether somebody has to hear that there is no new one."""
    return last is None or not late_before(now, is_out=is_out) <= last <= now


def late_before(now: datetime, *, is_out: bool) -> datetime:
    """The last one must not be older than this."""
    return now - (LATE_WHILE_OUT if is_out else LATE)


def to_remove(made: Sequence[datetime], zone: tzinfo) -> list[datetime]:
    """Which of these may go: what is older than two days goes but for each day's last, and of days the newest stay."""
    newest = max(made, default=None)
    if newest is None:
        return []
    last_of_day = {one.astimezone(zone).date(): one for one in sorted(made)}
    days = sorted(last_of_day)[-DAYS_KEPT:]
    kept = {last_of_day[day] for day in days} | {one for one in made if newest - one < ALL_KEPT}
    return [one for one in made if one not in kept]
