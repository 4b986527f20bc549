"""An incident's page: what was written, all that came of it, and what to do next. Shown only after the view itself is
in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, url_for

from server.accounts.queries import staff_names
from server.foundation import access, clock, registry
from server.foundation.access import Person
from server.incidents import (
    actions,
    agency_rules,
    chronology,
    chronology_rules,
    details,
    doubles,
    emergencies,
    riddor_rules,
    rules,
)
from server.incidents.chronology import Row, Sight
from server.incidents.incident_words import Agreed, agreed_in, said_of_parent, when_it_happened
from server.incidents.later_kinds import AGENCY_TOLD, CLOSED, FOLLOWED_UP
from server.incidents.looking import Looked, look
from server.incidents.models import Incident
from server.incidents.protocols import RIDDOR_PROMPT, what_happened_in_words
from server.incidents.sight import seen_by
from server.intake.author_rules import Author, Said, author_of
from server.intake.authors import named_in
from server.intake.models import Record
from server.policy.models import Contact
from server.policy.queries import contacts_of

blueprint = Blueprint("incidents", __name__, template_folder="templates")

TOLD_IN = ("what_happened", "what_was_done", "who_was_told")
ADDED_IN = {FOLLOWED_UP: ("words",), CLOSED: ("outcome", "lessons")}
# The employer is the responsible person (HSE); whoever speaks for it here, the first on file.
RESPONSIBLE = ("responsible_person", "headteacher")


@blueprint.get("/office/incidents/<incident_id>")
@access.staff()
def incident_page(incident_id: str) -> str:
    """One incident. Its text only for those who may read it; the rest see that it exists."""
    person = access.signed_in()
    found = look(person, incident_id)
    actions.note_view(found.incident, by=person.id)
    sight = chronology.sight_of(person, found.incident, may_read=found.may_read)
    rows, names = chronology.rows_of(person.school, incident_id), staff_names(person.school)
    entries = chronology.entries(rows, sight, names)
    return render_template(
        "incidents/incident.html",
        incident=found.incident,
        trip_title=found.trip_title,
        may_read=found.may_read,
        body=found.body,
        remarks=found.remarks,
        happened=when_it_happened(found.incident),
        details=details.in_words(found.body),
        asked=what_happened_in_words(found.incident.category),
        names=rules,
        doubles=doubles.with_incident(person, found.incident),
        entries=entries,
        is_closed=chronology_rules.is_closed(found.incident.n, entries),
        emergency=emergencies.state_of(found.incident, rows),
        parent=said_of_parent(rows, sight, names),
        agreed=_agreed(rows, sight, names),
        riddor=_riddor(found, rows),
        prompt=RIDDOR_PROMPT,
        ask_agency=_ask_agency(found, rows),
        taken=_taken(person, found, rows),
        **_report(found.incident, rows, names),
    )


def _taken(person: Person, found: Looked, rows: Sequence[Row]) -> Sequence[Any]:
    """What was taken or searched because of it, for whoever reads it."""
    led = found.incident.trip if found.leads else None
    named = [(row.id, row.kind, row.at, row.written) for row in rows if row.source == chronology.TAKEN]
    return registry.current().taken_because(person, led, named) if found.may_read else []


def subject_page(person: Person, kind: str, subject: str) -> str | None:
    """The address of the page of an incident that somebody may open; None of anything else."""
    if kind != "incident.reported":
        return None
    mine = Incident.select().where(Incident.id == subject, Incident.school == person.school, seen_by(person))
    if not mine.exists():
        return None
    return url_for("incidents.incident_page", incident_id=subject)


def _report(incident: Incident, rows: Sequence[Row], names: dict[str, str]) -> dict[str, Any]:
    """Who wrote the report and where it came from: {author, phone_name}."""
    row = next(one for one in rows if one.source == "report")
    where = chronology.where_from(row)
    said = [
        Said(names.get(one.actor or "", "Somebody"), one.kind == "authorship.confirmed")
        for one in rows
        if one.source == "said"
    ]
    named = named_in(Record(id=row.id, actor=row.actor, body=row.body), names)
    author: Author = author_of(named, where, is_signed=row.signed_by is not None or row.is_confirmed, said=said)
    # What somebody decided of it while it was held.
    decided = registry.current().said_in_office(incident.school_id, incident.n)
    return {"author": replace(author, said=(*author.said, *decided)), "phone_name": where}


def _agreed(rows: Sequence[Row], sight: Sight, names: dict[str, str]) -> list[Agreed]:
    return agreed_in(rows, names, clock.today()) if sight.may_read else []


def _ask_agency(found: Looked, rows: Sequence[Row]) -> str | None:
    """Whom outside the school nobody has written down as told; None where nothing asks, or may be read."""
    if not found.may_read:
        return None
    told = {row.text("agency") for row in rows if row.kind == AGENCY_TOLD}
    category = found.incident.category
    return agency_rules.asked_of(category, details.what_fits(category, found.body.get("details")) or {}, told)


def _riddor(found: Looked, rows: Sequence[Row]) -> tuple[list[str], Contact | None] | None:
    """The words that ask whether it may be reportable, and whom to ask; None where nothing asks, or may be read."""
    if not found.may_read:
        return None
    texts = [found.body.get(name) for name in TOLD_IN]
    texts += [f"{one.label} {one.text}" for one in details.in_words(found.body) if not one.is_no]
    texts += [row.written.get(name) for row in rows for name in ADDED_IN.get(row.kind, ())]
    words = riddor_rules.words_that_ask(found.incident.category, [one for one in texts if isinstance(one, str)])
    if not words:
        return None
    contacts = {one.role: one for one in reversed(contacts_of(found.incident.school_id))}
    return words, next((contacts[role] for role in RESPONSIBLE if role in contacts), None)
