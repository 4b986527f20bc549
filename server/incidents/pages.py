"""An incident's page: every fact, who wrote it, and when. Shown only after the view itself is in the audit log."""

from __future__ import annotations

import json

from flask import Blueprint, render_template

from server.accounts.queries import staff_of
from server.foundation import access
from server.incidents import actions, queries, rules
from server.incidents.author_rules import Author, Named, Said, author_of
from server.incidents.models import Incident
from server.intake.authorship import said_of
from server.intake.models import Record
from server.intake.queries import remarks_on
from server.phones.queries import names_of as phone_names_of
from server.trips.queries import titles_of

blueprint = Blueprint("incidents", __name__, template_folder="templates")


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
        return "an own phone"
    return phone_names_of(school).get(found.phone, "a phone no longer listed")


def _author(school: str, found: Incident) -> Author:
    """Name the author as the record does: never the phone's present user, never whoever sent it."""
    record = Record.get_by_id(found.n)
    names = {staff.id: staff.name for staff in staff_of(school)}
    actor = json.loads(record.actor)
    typed = actor.get("typed_name")
    named = Named(
        how=found.author_how,
        is_named=bool(found.author),
        name=names.get(found.author or ""),
        typed=typed.strip() if isinstance(typed, str) else "",
        unlocked_by=names.get(str(actor.get("unlocked_by"))),
    )
    said = [Said(names.get(row.staff, "Somebody"), row.is_confirmed) for row in said_of(school, found.id)]
    return author_of(named, _phone_name(school, found), is_signed=record.signed_by is not None, said=said)
