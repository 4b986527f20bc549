"""Everybody whose name the school knows: pupils, staff, helpers, and whom to ring for the pupils of a trip."""

from __future__ import annotations

from server.foundation.rows import select
from server.reconciliation.known_name_rules import PUPIL, Known, of_whole_name

PARENT, STAFF, HELPER = "Parent or carer", "Staff", "Helper"
_NAMES = f"""
SELECT '{PUPIL}', first_name, last_name, ?2 = '' OR id IN (SELECT pupil_id FROM trip_pupil WHERE trip_id = ?2)
  FROM pupil WHERE school_id = ?1
UNION ALL SELECT '{STAFF}', NULL, name, ?2 = '' OR id IN (SELECT staff_id FROM trip_staff WHERE trip_id = ?2)
  FROM staff WHERE school_id = ?1
UNION ALL SELECT '{HELPER}', NULL, name, trip_id = ?2 FROM trip_joiner WHERE school_id = ?1 AND staff_id IS NULL
UNION ALL SELECT DISTINCT '{PARENT}', NULL, name, 1 FROM pupil_contact
  WHERE pupil_id IN (SELECT pupil_id FROM trip_pupil WHERE trip_id = ?2) AND school_id = ?1
"""


def names_known(school: str, trip: str | None) -> list[Known]:
    """Everybody, with whether they went on this trip. Of no trip (None) anybody may have been there."""
    return [
        Known(kind, first, last, bool(is_on_trip))
        if first is not None
        else of_whole_name(kind, last, is_on_trip=bool(is_on_trip))
        for kind, first, last, is_on_trip in select(_NAMES, school, trip or "")
    ]
