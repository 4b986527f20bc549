"""Whether this computer's clock can be right, held against what was written here before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from server.doctor import rules
from server.foundation import clock
from server.foundation.findings import Finding, ok, wrong
from server.foundation.rows import select

_NEWEST = """
SELECT MAX(at) FROM (
    SELECT entry.at AS at FROM audit_head AS head
        JOIN audit_entry AS entry ON entry.school = head.school AND entry.n = head.n
    UNION ALL SELECT received_at FROM (SELECT received_at FROM envelope ORDER BY n DESC LIMIT 1)
)
"""


def right_time(config: Any) -> Iterator[Finding]:
    """Whether it is. Whoever says so by the setting LANYARD_TODAY, which holds for that day, is believed."""
    now = clock.now()
    newest = _newest()
    off = rules.clock_is_off(now, newest)
    if not off or config["TODAY"] == clock.today().isoformat():
        yield ok(f"The clock says {clock.in_words(now)}.")
        return
    against = f"; the newest entry here is of {clock.in_words(newest)}" if newest else ""
    yield wrong(
        f"The clock is far {off}, or was when something was written: it says {clock.in_words(now)}{against}.",
        "Set it: sudo timedatectl set-ntp true. If it is right now, say so by LANYARD_TODAY="
        f"{clock.today().isoformat()} in the settings, and start again.",
        stops_start=True,
    )


def _newest() -> datetime | None:
    [(newest,)] = select(_NEWEST)
    return None if newest is None else clock.from_millis(newest)
