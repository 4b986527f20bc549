"""The head of the audit chain follows its newest entry by itself: a look that is noted asks for one thing less.

And what was assigned to a trip counts in what is signed of it: where it was signed off without, it is open again.
"""

from __future__ import annotations

from typing import Any

# Forward only: an entry that somebody puts back by hand is not the newest.
HEAD_FOLLOWS = """
CREATE TRIGGER audit_head_follows AFTER INSERT ON audit_entry BEGIN
    INSERT INTO audit_head (school, n, hash) VALUES (NEW.school, NEW.n, NEW.hash)
    ON CONFLICT (school) DO UPDATE SET n = excluded.n, hash = excluded.hash WHERE excluded.n > audit_head.n;
END
"""
# A head that is behind would have the next entry take a number that is there; one that is ahead shows what was cut off.
CATCHES_UP = """
UPDATE audit_head SET (n, hash) = (
    SELECT n, hash FROM audit_entry WHERE audit_entry.school = audit_head.school ORDER BY n DESC LIMIT 1)
WHERE n < (SELECT MAX(n) FROM audit_entry WHERE audit_entry.school = audit_head.school)
"""
OPEN_AGAIN = """
INSERT OR IGNORE INTO trip_reopening (school_id, sign_off_id, record, digest, at, why, phone)
SELECT signed.school_id, signed.n, came.id, came.digest, made.decided_at, 'came', came.phone
FROM held_decision AS made JOIN envelope AS came ON came.n = made.envelope_id
JOIN trip_sign_off AS signed ON signed.trip_id = made.trip
LEFT JOIN record ON record.envelope_id = came.n
LEFT JOIN own_phone_use AS used ON used.n = came.n
WHERE made.answer = 'assigned' AND COALESCE(used.is_heads, 0) = 0
  AND made.trip IS NOT came.trip AND made.trip IS NOT record.trip
  AND NOT EXISTS (SELECT 1 FROM held_decision AS later WHERE later.envelope_id = made.envelope_id AND later.n > made.n)
  AND NOT EXISTS (SELECT 1 FROM trip_sign_off AS later WHERE later.trip_id = made.trip AND later.number > signed.number)
"""


def up(_migrator: Any, db: Any) -> None:
    """Add the trigger; put right what stands otherwise."""
    for statement in (HEAD_FOLLOWS, CATCHES_UP, OPEN_AGAIN):
        db.execute_sql(statement)
