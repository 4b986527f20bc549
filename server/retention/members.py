"""All that goes with something that is due: what came of it, what was said of it, its files; and what is drawn from it.

TABLES is the one list of where a record leaves a trace beside its envelope; a guard holds it against the schema.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from server.foundation import registry
from server.foundation.database import db
from server.foundation.rows import select_named
from server.intake.destroying import Gone
from server.retention.candidates import REPORTED, Unit
from server.retention.holds import KEYS_SAID, Holds

# Rows that go with an arrival, by its number; and with a record, by its id. In this order: what points to others first.
BY_NUMBER = (
    *(("authorship", "n"), ("departure_check", "n"), ("set_up_check", "n"), ("trip_delay", "n")),
    *(("class_camera_use", "n"), ("consent_change", "n"), ("consent_check", "n"), ("photo_erasure", "n")),
    *(("photo_file", "n"), ("head_count", "n"), ("held_decision", "envelope_id"), ("custody_link", "n")),
)
BY_ID = (
    *(("incident_pupil", "incident_id"), ("incident", "id"), ("chronology_item", "id"), ("authorship", "record")),
    *(("own_phone_take_up", "use_id"), ("own_phone_outcome", "use_id"), ("own_phone_use", "id")),
    *(("photo_pupil", "photo"), ("photo_view", "photo"), ("photo_release", "photo"), ("photo_holding", "photo")),
    *(("photo_export", "photo"), ("photo", "id"), ("custody_item", "id")),
    *(("double_decision", "one"), ("double_decision", "other"), ("access_item", "record")),
)
_ABOUT = "SELECT id FROM alert WHERE school_id = :school AND subject IN (SELECT value FROM json_each(:ids))"
# What is said of these: whose they are, and what was done about their alerts.
_SAID = f"""
SELECT id FROM record WHERE school_id = :school
  AND kind IN ('authorship.confirmed', 'authorship.disowned')
  AND json_extract(body, '$.record') IN (SELECT value FROM json_each(:ids))
UNION SELECT id FROM record WHERE school_id = :school AND kind = 'alert.answered'
  AND json_extract(body, '$.alert') IN ({_ABOUT})
"""
# An item that also belongs to a report that stays, stays with it.
_ITEMS = """
SELECT link.id, COALESCE(link.item, link.id) FROM custody_link AS link
WHERE link.school_id = :school AND COALESCE(link.item, link.id) IN (
    SELECT COALESCE(item, id) FROM custody_link WHERE school_id = :school
      AND (incident IN (SELECT value FROM json_each(:ids)) OR COALESCE(item, id) IN (SELECT value FROM json_each(:ids)))
) AND NOT EXISTS (
    SELECT 1 FROM custody_link AS other JOIN incident ON incident.id = other.incident
    WHERE COALESCE(other.item, other.id) = COALESCE(link.item, link.id) AND other.school_id = :school
      AND other.incident NOT IN (SELECT value FROM json_each(:ids)))
"""
_FILES = """
SELECT json_extract(file.value, '$.id') FROM record, json_each(record.photos) AS file
WHERE record.school_id = :school AND record.id IN (SELECT value FROM json_each(:ids))
  AND json_type(file.value) = 'object'
"""
# A file that another record lists as well stays, and goes with the last of them.
_ALSO_OF_OTHERS = """
SELECT json_extract(file.value, '$.id') AS listed FROM record, json_each(record.photos) AS file
WHERE record.school_id = :school AND record.photos <> '[]' AND json_type(file.value) = 'object'
  AND listed IN (SELECT value FROM json_each(:files)) AND record.id NOT IN (SELECT value FROM json_each(:ids))
"""
_ERASED = """
SELECT record.id FROM photo_erasure JOIN record ON record.envelope_id = photo_erasure.n
WHERE photo_erasure.school_id = :school AND photo IN (SELECT value FROM json_each(:ids))
"""
_ARRIVALS = """
SELECT envelope.n, envelope.type, envelope.id, record.kind, COALESCE(record.trip, envelope.trip), digest,
    opening.state, instr(flags, 'chair.only') > 0 OR opening.state = 'chair',
    opening.state = 'held' AND NOT EXISTS (SELECT 1 FROM held_decision WHERE held_decision.envelope_id = envelope.n),
    COALESCE(record.signed_by, json_extract(record.actor, '$.staff'))
FROM envelope JOIN opening ON opening.envelope_id = envelope.n LEFT JOIN record ON record.envelope_id = envelope.n
WHERE envelope.school_id = :school AND envelope.id IN (SELECT value FROM json_each(:ids))
  AND NOT EXISTS (SELECT 1 FROM tombstone WHERE tombstone.n = envelope.n)
ORDER BY envelope.n
"""
_PUPILS = """
SELECT pupil_id FROM incident_pupil WHERE school_id = :school AND incident_id IN (SELECT value FROM json_each(:ids))
UNION SELECT pupil_id FROM photo_pupil WHERE school_id = :school AND photo IN (SELECT value FROM json_each(:ids))
  AND pupil_id IS NOT NULL
"""
_KEYS = f"""
SELECT (SELECT group_concat(begins) FROM ({KEYS_SAID})) FROM record
WHERE record.school_id = :school AND record.id IN (SELECT value FROM json_each(:ids))
"""


@dataclass(frozen=True)
class Members:
    """What goes as a whole. `held` says in words why it may not; "" where it may."""

    gone: tuple[Gone, ...]
    ids: frozenset[str]
    held: str

    @property
    def numbers(self) -> list[int]:
        """The arrival numbers, in order."""
        return [one.n for one in self.gone]


def members_of(school: str, unit: Unit, holds: Holds) -> Members:
    """Everything that goes with something that is due, and whether it may."""
    ids = _ids_of(school, unit)
    asked = {"school": school, "ids": json.dumps(sorted(ids))}
    rows = select_named(_ARRIVALS, asked)
    pupils = [pupil for (pupil,) in select_named(_PUPILS, asked)]
    if holds.pupils:
        pupils += holds.of_keys(_keys(asked, holds))
    gone = tuple(Gone(*row[:6]) for row in rows)
    held = holds.why(ids, {one.trip for one in gone}, pupils, {row[9] for row in rows})
    return Members(gone, frozenset(ids), held or _unfinished(rows))


def _keys(asked: Mapping[str, Any], holds: Holds) -> list[str]:
    said = select_named(_KEYS, {**asked, "keys": holds.keys})
    return [key for (keys,) in said if keys for key in keys.split(",")]


def _unfinished(rows: Collection[Any]) -> str:
    if any(row[7] for row in rows):
        return "Something of it is for the chair of governors alone."
    if any(row[6] == "waiting" or row[8] for row in rows):
        return "Something of it is still held for somebody to check."
    return "" if rows else "Nothing of it is here any more."


def _ids_of(school: str, unit: Unit) -> set[str]:
    ids = {unit.id}
    if unit.kind == REPORTED:
        ids |= registry.current().about_incidents(school, {unit.id})
    ids |= {id_ for row in _found(_ITEMS, school, ids) for id_ in row}
    ids |= {id_ for (id_,) in _found(_SAID, school, ids)}
    ids |= _files_of(school, ids)
    return ids | {id_ for (id_,) in _found(_ERASED, school, ids)}


def _files_of(school: str, ids: Collection[str]) -> set[str]:
    files = {id_ for (id_,) in _found(_FILES, school, ids) if isinstance(id_, str)}
    if not files:
        return files
    asked = {"school": school, "ids": json.dumps(sorted(ids)), "files": json.dumps(sorted(files))}
    return files - {id_ for (id_,) in select_named(_ALSO_OF_OTHERS, asked)}


def _found(sql: str, school: str, ids: Collection[str]) -> list[tuple[Any, ...]]:
    return select_named(sql, {"school": school, "ids": json.dumps(sorted(ids))})


def remove_traces(school: str, members: Members) -> None:
    """Remove every row that is drawn from these, inside the transaction that destroys them, and after their tombstones.

    Whoever asks has asked `held_for_police` before.
    """
    asked = {"school": school, "ids": json.dumps(sorted(members.ids)), "numbers": json.dumps(members.numbers)}
    for table in ("alert_act", "alert_recipient", "delivery"):
        column = "alert" if table == "delivery" else "alert_id"
        db.execute_sql(f"DELETE FROM {table} WHERE school_id = :school AND {column} IN ({_ABOUT})", asked)
    db.execute_sql(f"DELETE FROM alert WHERE id IN ({_ABOUT})", asked)
    for listed, values in ((BY_NUMBER, ":numbers"), (BY_ID, ":ids")):
        for table, column in listed:
            which = f"school_id = :school AND {column} IN (SELECT value FROM json_each({values}))"
            db.execute_sql(f"DELETE FROM {table} WHERE {which}", asked)
