"""What is new to somebody on the day's board: what arrived since the visit before this one."""

from __future__ import annotations

from datetime import timedelta

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.rows import select
from server.reconciliation.board_rules import Look, looked
from server.reconciliation.boards import instant
from server.reconciliation.look_models import BoardLook

# An open page asks every few seconds; that somebody still looks is noted so often, or when there is something new.
NOTED_AGAIN = timedelta(minutes=2)
# The plus keeps the database from sorting a whole school by another index: the last arrival is found from behind.
_LOOKS = """
SELECT (SELECT n FROM envelope WHERE +school_id = ? ORDER BY n DESC LIMIT 1), seen_n, seen_at, latest_n, looked_at
FROM (SELECT 1) LEFT JOIN board_look ON staff_id = ?
"""


def look_of(person: Person) -> Look:
    """Note that somebody looks now, and return what counts as new to them."""
    ((latest, seen_n, seen_at, latest_n, looked_at),) = select(_LOOKS, person.school, person.id)
    seen, at = instant(seen_at), instant(looked_at)
    before = Look(seen_n, seen, latest_n, at) if seen and at else None
    after = looked(before, latest or 0, clock.now())
    if before is None or after.latest_n != before.latest_n or after.looked_at - before.looked_at >= NOTED_AGAIN:
        with db.atomic():
            BoardLook.replace(staff=person.id, school=person.school, **after.__dict__).execute()
    return after
