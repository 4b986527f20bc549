"""Everything of one trip that came or was told of, by number and fingerprint; no text of any of it.

What is for the chair of governors alone is in none of it, nor what anybody answered to an alert of that.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import json

from server.alerts import take_up
from server.alerts.kinds import ANSWERED
from server.foundation.rows import select_named
from server.reconciliation.decisions import ASSIGNED_TO

_CAME = f"""
SELECT n, type, envelope.id, digest, state, phone, chain, seq, received_at, flags,
    CASE kind WHEN :answered THEN body END
FROM envelope JOIN opening ON opening.envelope_id = n LEFT JOIN record ON record.envelope_id = n
WHERE n IN (SELECT n FROM envelope WHERE school_id = :school AND trip = :trip
    UNION SELECT envelope_id FROM record WHERE school_id = :school AND trip = :trip
    UNION SELECT n FROM tombstone WHERE school_id = :school AND trip = :trip
    UNION SELECT assigned.n FROM ({ASSIGNED_TO}) AS assigned WHERE assigned.trip = :trip)
  AND state != 'chair' AND instr(flags, 'chair.only') = 0
  AND chain NOT IN (SELECT chain FROM chain WHERE school_id = :school AND is_apart)
ORDER BY n
"""
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
    """One thing of a trip that is here: its arrival number, label and state, when it came (milliseconds), its flags."""

    n: int
    type: str
    id: str
    digest: str
    state: str
    phone: str
    chain: str
    seq: int
    received_at: int
    flags: str


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
    """Everything of a trip that is here, in order of arrival: by its label, by what it says once opened, or since
    somebody assigned it to the trip.
    """
    rows = select_named(_CAME, {"school": school, "trip": trip, "answered": ANSWERED})
    answers = [(n, json.loads(body)) for n, *_, body in rows if body is not None]
    is_apart = take_up.answers_apart(school) if answers else None
    apart = {n for n, body in answers if is_apart and is_apart(ANSWERED, body)}
    return [Came(*row[:-1]) for row in rows if row[0] not in apart]


def owed(school: str, trip: str) -> list[Owed]:
    """Everything of a trip that was told of and has not come."""
    return [Owed(*row) for row in select_named(_OWED, {"school": school, "trip": trip})]
