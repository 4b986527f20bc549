"""Whether the server's clock can be trusted with destroying something. Pure; it is handed what to hold it against.

A clock that runs ahead makes everything look old, and stamps all that happens with its own error. So it is believed
once it has stood for weeks: backups on many days up to now and before, and phones whose own clocks agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

# The last five weeks must have backups on so many days, and the two months before at least one.
WINDOW, BEFORE = timedelta(days=35), timedelta(days=100)
FEWEST_DAYS = 10
AGREES = timedelta(days=1)
# What is noted a moment later than now is no sign of anything.
BORNE = timedelta(hours=1)


def doubts(now: datetime, backups: Sequence[datetime], contacts: Sequence[tuple[datetime, int | None]]) -> list[str]:
    """In words, each reason not to believe the clock; none where it is believed.

    `backups` are when verified backups were made, `contacts` when each phone was last heard and how many seconds its
    clock was ahead of the server's.
    """
    found = []
    recent = {made.date() for made in backups if now - WINDOW <= made <= now}
    if len(recent) < FEWEST_DAYS:
        found.append(
            f"Backups were made on {len(recent)} of the last {WINDOW.days} days: {FEWEST_DAYS} are needed, so that a "
            "clock set wrong is noticed first."
        )
    if not any(now - BEFORE <= made < now - WINDOW for made in backups):
        found.append(f"No backup is from between {WINDOW.days} and {BEFORE.days} days ago.")
    if any(at > now + BORNE for at in (*backups, *(heard for heard, _ahead in contacts))):
        found.append("Something here is dated later than now.")
    ahead = [seconds for heard, seconds in contacts if seconds is not None and now - WINDOW <= heard <= now]
    others = [one for one in ahead if abs(one) > AGREES.total_seconds()]
    if others and 2 * len(others) >= len(ahead):
        found.append(f"{len(others)} of {len(ahead)} phones heard lately have another day on their clocks.")
    return found


def days_in_backups_left(backup_days_since: int) -> int:
    """How many more days with a backup until those that still hold it are gone; 0 once none does."""
    return max(0, WINDOW.days - backup_days_since)
