"""What is kept for the police: of an item handed to them, nothing may go any more (R73).

Whatever erases something asks `held_for_police` first, and leaves what is in it, with WHY as its reason. What comes
later of the same item or incident is in it as well.
"""

from __future__ import annotations

import json
from typing import Any

from server.custody.models import PoliceHold
from server.foundation import audit, clock, registry
from server.foundation.registry import OpenedRecord
from server.foundation.rows import select

WHY = "It belongs to what was handed to the police: nothing of that may be deleted."
_OF_ITEMS = """
SELECT id, incident FROM custody_link
WHERE school_id = ? AND item IN (SELECT item FROM police_hold WHERE school_id = ?)
"""
_FILES = """
SELECT json_extract(file.value, '$.id') FROM record, json_each(record.photos) AS file
WHERE record.school_id = ? AND record.id IN (SELECT value FROM json_each(?)) AND json_type(file.value) = 'object'
"""


def hold(record: OpenedRecord, item: str) -> None:
    """From now on nothing of this item goes; noted once for each record that says so, inside its transaction."""
    this = {"school": record.school, "item": item, "because": record.id}
    if PoliceHold.get_or_none(**this):
        return
    PoliceHold.insert(**this, held_at=clock.now()).execute()
    by = str(record.actor.get("staff") or record.phone or "a phone")
    audit.write(record.school, by, "item.held_for_police", item, because=record.id)


def held_for_police(school: str) -> frozenset[str]:
    """The ids of every record and file that may not go: the items' own, their incidents', and the files of both."""
    rows: list[Any] = select(_OF_ITEMS, school, school)
    incidents = {incident for _id, incident in rows if incident}
    records = {id_ for id_, _incident in rows} | registry.current().about_incidents(school, incidents)
    files = select(_FILES, school, json.dumps(sorted(records))) if records else []
    return frozenset(records | {id_ for (id_,) in files if id_})
