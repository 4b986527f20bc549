"""An incident's page: every fact, who wrote it, and when. Shown only after the view itself is in the audit log."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Blueprint, render_template

from server.accounts.queries import staff_of
from server.foundation import access
from server.incidents import actions, queries, rules
from server.incidents.models import Incident
from server.intake.models import Record
from server.intake.queries import remarks_on
from server.phones.queries import names_of as phone_names_of
from server.trips.queries import titles_of

blueprint = Blueprint("incidents", __name__, template_folder="templates")


@dataclass(frozen=True)
class Author:
    """Who wrote it, in words, and whether the app knew them."""

    words: str
    is_known: bool


@blueprint.get("/office/incidents/<incident_id>")
@access.staff()
def incident_page(incident_id: str) -> str:
    """One incident. Its text only for those who may read it; the rest see that it exists."""
    person = access.signed_in()
    found = queries.find_incident(person, incident_id)
    actions.note_view(found, by=person.id)
    may_read = queries.may_read(person, found)
    return render_template(
        "incidents/incident.html",
        incident=found,
        trip_title=titles_of(person.school).get(found.trip or ""),
        phone_name=_phone_name(person.school, found),
        author=_author(person.school, found),
        may_read=may_read,
        body=queries.body_of(found) if may_read else {},
        remarks=remarks_on(found.n),
        names=rules,
    )


def _phone_name(school: str, found: Incident) -> str:
    if not found.phone:
        return "the office"
    return phone_names_of(school).get(found.phone, "a phone no longer listed")


def _author(school: str, found: Incident) -> Author:
    """Name the author as the record does: never the phone's present user, never whoever sent it."""
    if found.author_how == "none" or not found.author:
        typed = json.loads(Record.get_by_id(found.n).actor).get("typed_name")
        given = f" The name “{typed}” was typed." if isinstance(typed, str) and typed.strip() else ""
        return Author(f"Not signed in: author not known.{given}", is_known=False)
    name = {staff.id: staff.name for staff in staff_of(school)}.get(found.author)
    if name is None:
        return Author("Somebody who is not on this school’s staff list", is_known=False)
    how = {"session": "signed in", "pin": "unlocked with their PIN"}.get(found.author_how, "signed in")
    return Author(f"{name}, {how} on {_phone_name(school, found)}", is_known=True)
