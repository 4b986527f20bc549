"""Everything of one trip that came or was told of, by number and fingerprint; no text of any of it.

What is for the chair of governors alone is in none of it, nor what anybody answered to an alert of that.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import json

from server.alerts import take_up
from server.foundation.rows import select, select_named

_CAME = """
SELECT n, type, id, digest, state, phone, chain, seq FROM envelope JOIN opening ON envelope_id = n
WHERE n IN (SELECT n FROM envelope WHERE school_id = :school AND trip = :trip
    UNION SELECT envelope_id FROM record WHERE school_id = :school AND trip = :trip)
  AND state != 'chair' AND instr(flags, 'chair.only') = 0
  AND chain NOT IN (SELECT chain FROM chain WHERE school_id = :school AND is_apart)
ORDER BY n
"""
_ANSWERS = "SELECT envelope_id, kind, body FROM record WHERE school_id = ? AND trip = ? AND kind = 'alert.answered'"
_OWED = """
SELECT type, record_id, digest, phone, chain, seq FROM announcement told
WHERE school_id = :school AND trip = :trip
  AND chain NOT IN (SELECT chain FROM chain WHERE school_id = :school AND is_apart)
  AND NOT EXISTS (SELECT 1 FROM envelope came WHERE came.school_id = told.school_id AND came.id = told.record_id
    AND came.type = told.type AND came.digest = told.digest)
ORDER BY chain, seq, type, record_id, digest
"""


@dataclass(frozen=True)
class Came:
    """One thing of a trip that is here: its arrival number, label and state."""

    n: int
    type: str
    id: str
    digest: str
    state: str
    phone: str
    chain: str
    seq: int


@dataclass(frozen=True)
class Owed:
    """One thing of a trip that a phone told of and that has not come from any."""

    type: str
    id: str
    digest: str
    phone: str
    chain: str
    seq: int


def came(school: str, trip: str) -> list[Came]:
    """Everything of a trip that is here, in order of arrival: by its label, or by what it says once opened."""
    rows = [Came(*row) for row in select_named(_CAME, {"school": school, "trip": trip})]
    answers = select(_ANSWERS, school, trip)
    if not answers:
        return rows
    is_apart = take_up.answers_apart(school)
    apart = {n for n, kind, body in answers if is_apart(kind, json.loads(body))}
    return [row for row in rows if row.n not in apart]


def owed(school: str, trip: str) -> list[Owed]:
    """Everything of a trip that was told of and has not come."""
    return [Owed(*row) for row in select_named(_OWED, {"school": school, "trip": trip})]
