"""An incident's page: every fact, who wrote it, and when. Shown only after the view itself is in the audit log."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from server.foundation import access
from server.foundation.access import Person
from server.incidents import actions, doubles, queries, rules
from server.incidents.models import Incident
from server.incidents.sight import seen_by
from server.intake.author_rules import OFFICE, OWN_PHONE, PAPER
from server.intake.authors import author_in_words
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
    phone_name = _phone_name(person.school, found)
    return render_template(
        "incidents/incident.html",
        incident=found,
        trip_title=titles_of(person.school).get(found.trip or ""),
        phone_name=phone_name,
        author=author_in_words(Record.get_by_id(found.n), phone_name),
        may_read=may_read,
        body=queries.body_of(found) if may_read else {},
        remarks=remarks_on(found.n),
        names=rules,
        doubles=doubles.with_incident(person, found),
    )


def subject_page(person: Person, kind: str, subject: str) -> str | None:
    """The address of the page of an incident that somebody may open; None of anything else."""
    if kind != "incident.reported":
        return None
    mine = Incident.select().where(Incident.id == subject, Incident.school == person.school, seen_by(person))
    if not mine.exists():
        return None
    return url_for("incidents.incident_page", incident_id=subject)


def _phone_name(school: str, found: Incident) -> str:
    if not found.phone:
        return OFFICE if found.author_how == PAPER else OWN_PHONE
    return phone_names_of(school).get(found.phone, "a phone no longer listed")
