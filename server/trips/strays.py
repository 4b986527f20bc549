"""The trips that something names and the school does not have: deleted, of another school, or never set up here."""

from __future__ import annotations

from server.foundation.rows import select

# Part of another question as well: twice the school's id, in place of each question mark. The database itself notes
# every trip that an envelope or an announcement names (migration 0045).
STRAYS = "SELECT trip FROM trip_named WHERE school_id = ? AND trip NOT IN (SELECT id FROM trip WHERE school_id = ?)"


def strays_of(school: str) -> list[str]:
    """Their ids, as phones name them."""
    return [trip for (trip,) in select(STRAYS, school, school)]
