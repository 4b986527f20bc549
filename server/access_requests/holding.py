"""What somebody has asked for and not been given: while a request is open, nothing that it found may go (ADR 0066)."""

from __future__ import annotations

from server.foundation.rows import select

# Copies of what was found are there until the request is closed.
_ASKED_FOR = """
SELECT DISTINCT record.id FROM access_item JOIN record ON record.envelope_id = CAST(substr(key, 8) AS INTEGER)
WHERE access_item.school_id = ? AND key LIKE 'record:%'
"""


def asked_for(school: str) -> frozenset[str]:
    """The ids of the records that open requests found."""
    return frozenset(id_ for (id_,) in select(_ASKED_FOR, school))
