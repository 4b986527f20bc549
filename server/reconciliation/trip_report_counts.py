"""What a trip's report counts beside its board: one question of the trip's own rows, whatever else there is.

What is about the headteacher is in none of it: nothing for the chair alone, no alert apart, no headteacher's own phone.
"""

from __future__ import annotations

from typing import Any

from server.foundation.rows import select
from server.reconciliation.report_counts import LATE, NOT_HEADS

_PUPILS = """
SELECT class_name, first_name, last_name FROM trip_pupil JOIN pupil ON pupil.id = pupil_id
WHERE trip_id = ? ORDER BY class_name, last_name, first_name
"""
# Of a trip that was found at the school: its id is enough where it leads to the rows faster.
_COUNTS = f"""
SELECT 'staff', staff.name, part, '', 0, 0 FROM trip_staff JOIN staff ON staff.id = staff_id WHERE trip_id = ?2
UNION ALL SELECT 'joined', name, part, '', 0, 0 FROM trip_joiner WHERE trip_id = ?2
UNION ALL SELECT 'class', class_name, '', '', COUNT(*), 0 FROM trip_pupil JOIN pupil ON pupil.id = pupil_id
  WHERE trip_id = ?2 GROUP BY class_name
UNION ALL SELECT 'incident', id, category, severity, 0, 0 FROM incident WHERE school_id = ?1 AND trip = ?2
UNION ALL SELECT 'check', outcome, '', '', COUNT(*), COALESCE(SUM(flags <> '{{}}'), 0) FROM consent_check
  WHERE trip_id = ?2 GROUP BY outcome
UNION ALL SELECT 'no', change, '', '', COUNT(*), 0 FROM consent_change
  WHERE trip_id = ?2 GROUP BY change
UNION ALL SELECT 'allowed', '', '', '', COUNT(*), 0 FROM image_authorisation
  WHERE school_id = ?1 AND trip_id = ?2
UNION ALL SELECT 'photo', '', '', '', COUNT(*), COUNT(held_reason) FROM photo WHERE school_id = ?1 AND trip = ?2
UNION ALL SELECT 'photo off', '', '', '', COALESCE(SUM(EXISTS (SELECT 1 FROM photo_file f WHERE f.photo = photo.id
    AND f.school_id = ?1 AND f.sha256 = photo.sha256)), 0),
    COALESCE(SUM(EXISTS (SELECT 1 FROM photo_file f WHERE f.photo = photo.id AND f.school_id = ?1
      AND f.sha256 = photo.sha256) AND EXISTS (SELECT 1 FROM photo_erasure e
      WHERE e.photo = photo.id AND e.school_id = ?1)), 0)
  FROM photo WHERE school_id = ?1 AND trip = ?2
UNION ALL SELECT 'use', COALESCE(u.staff, ''), '', '', 1, ' ' || flags || ' ' LIKE '% no_agreement %'
  FROM own_phone_use u WHERE school_id = ?1 AND trip = ?2 AND {NOT_HEADS}
UNION ALL SELECT 'agreement', '', '', '', COUNT(*), 0 FROM own_phone_agreement WHERE school_id = ?1 AND trip_id = ?2
  AND kind = 'own_phone'
  AND staff_id NOT IN (SELECT staff_id FROM staff_role WHERE school_id = ?1 AND role = 'headteacher')
UNION ALL SELECT 'alert', kind, CASE WHEN about_role IS NULL THEN category ELSE 'allegation' END,
    (SELECT MIN(taken_at) - raised_at FROM alert_recipient WHERE alert_id = alert.id), closed_at IS NULL, {LATE}
  FROM alert WHERE school_id = ?1 AND trip = ?2 AND NOT is_apart AND kind NOT IN ('chair.opened', 'vice_chair.opened')
ORDER BY 1, 2
"""


def pupils_by_class(trip_id: str) -> list[tuple[str, list[str]]]:
    """The pupils' names by class."""
    classes: dict[str, list[str]] = {}
    for class_name, first, last in select(_PUPILS, trip_id):
        classes.setdefault(class_name, []).append(f"{first} {last}")
    return list(classes.items())


def counts(school: str, trip_id: str) -> list[tuple[Any, ...]]:
    """(staff or joined, name, part, "", 0, 0) for each, (class, name, "", "", how many pupils, 0) for each,
    (incident, id, category, severity, 0, 0) for each, (alert, kind, category, milliseconds until somebody took it,
    whether it is open, whether it went on to the next) for each, and (what, of which kind, "", "", how many, of those).
    """
    return select(_COUNTS, school, trip_id)
