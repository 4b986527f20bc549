"""What a trip's report is counted from: four questions of the trip's own rows, whatever else there is.

What is about the headteacher is in none of it: nothing for the chair alone, no alert apart, no headteacher's own phone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.foundation.database import InstantField
from server.foundation.rows import select
from server.intake.rules import CHAIR_ONLY
from server.reconciliation.report_counts import LATE, NOT_HEADS

_instant: Any = InstantField()
_WHO = """
SELECT 'staff', staff.name, part, staff.id, NULL FROM trip_staff JOIN staff ON staff.id = staff_id WHERE trip_id = ?1
UNION ALL SELECT 'joined', name, part, '', NULL FROM trip_joiner WHERE trip_id = ?1
UNION ALL SELECT 'class', class_name, COUNT(*), '', NULL FROM trip_pupil JOIN pupil ON pupil.id = pupil_id
  WHERE trip_id = ?1 GROUP BY class_name
UNION ALL SELECT 'phone', name, COALESCE(contact.waiting, -1), phone.id, contact.heard_at FROM trip_phone
  JOIN phone ON phone.id = phone_id LEFT JOIN phone_contact contact ON contact.phone = phone.id WHERE trip_id = ?1
ORDER BY 1, 2
"""
_PUPILS = """
SELECT class_name, first_name, last_name FROM trip_pupil JOIN pupil ON pupil.id = pupil_id
WHERE trip_id = ? ORDER BY class_name, last_name, first_name
"""
# What phones told of and sent, as the board counts it: an item is its type, id and digest; nothing that is the chair's.
_ITEMS = """
SELECT * FROM (
  WITH apart AS (SELECT chain FROM chain WHERE school_id = ?1 AND is_apart),
    came AS (SELECT phone, type || ' ' || id || ' ' || digest AS item, chain, opening.state AS state,
        opening.state = 'chair' OR instr(flags, ?3) > 0 AS is_chairs
      FROM envelope JOIN opening ON envelope_id = n WHERE envelope.school_id = ?1 AND trip = ?2)
  SELECT phone, item, 0, state = 'held' FROM came WHERE NOT is_chairs AND chain NOT IN apart
  UNION ALL SELECT phone, type || ' ' || record_id || ' ' || digest, 1, 0 FROM announcement
    WHERE school_id = ?1 AND trip = ?2 AND chain NOT IN apart AND digest NOT IN
      (SELECT digest FROM envelope LEFT JOIN opening ON envelope_id = n WHERE envelope.school_id = ?1
        AND envelope.digest = announcement.digest AND envelope.id = announcement.record_id
        AND (opening.state = 'chair' OR instr(flags, ?3) > 0))
)
"""
# Of a trip that was found at the school: its id is enough where it leads to the rows faster.
_COUNTS = f"""
SELECT 'incident', id, category, severity, 0, 0 FROM incident WHERE school_id = ?1 AND trip = ?2
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
"""


def who(trip_id: str) -> list[tuple[Any, ...]]:
    """(staff, name, part, id, None), (joined, name, part, "", None), (class, name, pupils, "", None) and
    (phone, name, how many wait on it or -1, id, last heard), each kind by name.
    """
    return select(_WHO, trip_id)


def pupils_by_class(trip_id: str) -> list[tuple[str, list[str]]]:
    """The pupils' names by class."""
    classes: dict[str, list[str]] = {}
    for class_name, first, last in select(_PUPILS, trip_id):
        classes.setdefault(class_name, []).append(f"{first} {last}")
    return list(classes.items())


def items(school: str, trip_id: str) -> list[tuple[Any, ...]]:
    """(phone, item, whether it was told of and not sent, whether it is held)."""
    return select(_ITEMS, school, trip_id, CHAIR_ONLY)


def counts(school: str, trip_id: str) -> list[tuple[Any, ...]]:
    """(incident, id, category, severity, 0, 0) for each, (alert, kind, category, milliseconds until somebody took it,
    whether it is open, whether it went on to the next) for each, and (what, of which kind, "", "", how many, of those).
    """
    return select(_COUNTS, school, trip_id)


def instant(stored: int | None) -> datetime | None:
    """A stored instant."""
    found: datetime | None = None if stored is None else _instant.python_value(stored)
    return found
