"""What things are called on the pages of retention: no name of a pupil but where somebody put a hold on them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from flask import url_for

from server.accounts.models import Staff
from server.accounts.queries import staff_names
from server.foundation.rows import select
from server.incidents.models import Incident
from server.retention.candidates import REPORTED
from server.retention.holds import PUPIL, RECORD, STAFF, TRIP
from server.retention.models import RetentionHold
from server.trips.models import Pupil, Trip
from server.trips.names import names_beside

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}", re.IGNORECASE)
KIND_NAMES: Mapping[str, str] = {
    REPORTED: "Incident",
    "personal_phone.used": "Call with an own phone",
    "photo.taken": "Photo",
    "photo.erased": "Photo erased from a phone",
    "consent.checked": "Consent check",
    "consent.changed_on_the_day": "Answer of a pupil on the day",
    "class_camera.used": "Use of a class camera",
    "sheet.returned": "Sheet that came back",
    "departure.checked": "Check before leaving",
    "departure.forced": "Phone that went though not ready",
    "phone.set_up_checked": "Set-up check",
    "trip.delayed": "Running late",
    "pupils.counted": "Head count",
    "call.made": "Call",
    "alert.answered": "Answer to an alert",
    "authorship.confirmed": "“I wrote that”",
    "authorship.disowned": "“I did not write that”",
    "search.made": "Search",
}
_ITEM = "Something taken"
_OF_PHOTOS = "SELECT record, id FROM photo WHERE school_id = ? AND record IN (SELECT value FROM json_each(?))"


def kind_name(kind: str) -> str:
    """What a kind of record is called."""
    return KIND_NAMES.get(kind, _ITEM if kind.startswith("item.") else "Record")


def pages_of(school: str, units: Collection[tuple[str, str]]) -> dict[str, str]:
    """The address of the page where somebody looks at each (kind, id), by its id; some have none."""
    records = [id_ for kind, id_ in units if kind == "photo.taken"]
    photos = dict(select(_OF_PHOTOS, school, json.dumps(records))) if records else {}
    found = {id_: _page_of(kind, id_, photos) for kind, id_ in units}
    return {id_: address for id_, address in found.items() if address}


def _page_of(kind: str, id_: str, photos: Mapping[str, str]) -> str:
    if kind == REPORTED:
        return url_for("incidents.incident_page", incident_id=id_)
    if kind == "personal_phone.used":
        return url_for("own_phones.one_use", use_id=id_)
    if kind == "search.made":
        return url_for("custody.search", made_id=id_)
    if kind.startswith("item."):
        return url_for("custody.item", item_id=id_)
    return url_for("photos.photo_page", photo_id=photos[id_]) if id_ in photos else ""


def trip_titles(school: str, trips: Collection[str | None]) -> Mapping[str, str]:
    """The titles of trips, by id."""
    return names_beside(school, trips=list(trips))


def subject_of(school: str, what: str, typed: str) -> list[str]:
    """The ids that somebody can mean: by the address of its page, or by its whole name or title."""
    pasted = _ID.findall(typed)
    model: Any = {TRIP: Trip, RECORD: Incident, PUPIL: Pupil, STAFF: Staff}[what]
    if pasted:
        return [row.id for row in model.select(model.id).where(model.school == school, model.id == pasted[-1].lower())]
    if what == RECORD:
        return []
    name = {TRIP: Trip.title, STAFF: Staff.name}.get(what, Pupil.first_name.concat(" ").concat(Pupil.last_name))
    return [row.id for row in model.select(model.id).where(model.school == school, name == typed).limit(2)]


def held_names(school: str, holds: Collection[RetentionHold]) -> dict[str, str]:
    """What each hold is on, in words, by the hold's id. Whoever may put one on a child sees the child's name."""
    of = {what: [one.subject for one in holds if one.what == what] for what in (TRIP, RECORD, PUPIL, STAFF)}
    names: dict[str, str] = {**trip_titles(school, of[TRIP]), **staff_names(school, of[STAFF])}
    pupils = select(
        "SELECT id, first_name || ' ' || last_name FROM pupil WHERE school_id = ? AND id IN "
        "(SELECT value FROM json_each(?))",
        school,
        json.dumps(of[PUPIL]),
    )
    names |= dict(pupils) | dict.fromkeys(of[RECORD], "Incident")
    return {one.id: names.get(one.subject, "No longer here") for one in holds}
