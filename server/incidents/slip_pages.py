"""A bumped-head slip for a family: made in the office, kept as a record, printed on one sheet."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.foundation import access, audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.incidents import slip_rules
from server.incidents.chronology_models import ChronologyItem
from server.incidents.follow_ups import file_later
from server.incidents.later_kinds import SLIP
from server.incidents.looking import Looked, look_to_write
from server.incidents.rules import CATEGORY_NAMES
from server.incidents.slip_forms import SlipForm
from server.intake.models import Record
from server.policy.queries import contacts_of
from server.trips.models import Pupil, TripPupil

blueprint = Blueprint(
    "slips", __name__, url_prefix="/office/incidents/<incident_id>/slips", template_folder="templates"
)

FOR_CATEGORY = "injury"
RUNG = ("office", "base_contact")
_ROLL = """
SELECT first_name, last_name, ?2 IS NULL OR id IN (SELECT pupil_id FROM trip_pupil WHERE trip_id = ?2)
    OR id IN (SELECT gone.value FROM trip_change AS change, json_each(change.what, '$.removed') AS gone
        WHERE change.trip_id = ?2 AND change.part = 'pupils')
FROM pupil WHERE school_id = ?1 ORDER BY first_name, last_name, id
"""


@blueprint.get("/new")
@access.staff()
def new(incident_id: str) -> str:
    """The form."""
    _, found = _of_injury(incident_id)
    happened = found.incident.happened_at
    local = happened.astimezone(clock.SCHOOL_TIME) if happened else None
    form = SlipForm(
        formdata=None, on=local.date() if local else found.incident.happened_on, at=f"{local:%H:%M}" if local else ""
    )
    return _form(found, form.offers(_pupils(found)))


@blueprint.post("/new")
@access.staff()
def make(incident_id: str) -> Any:
    """Keep the slip, and show it to be printed."""
    person, found = _of_injury(incident_id)
    form = SlipForm().offers(_pupils(found), _roll(found))
    if not form.validate():
        return _form(found, form), 422
    said = {
        "made_at": clock.as_text(clock.now()),
        "child": form.name,
        "happened_at": clock.as_text(form.when) if form.when else None,
        "what_happened": form.what_happened.data,
        "what_was_done": form.what_was_done.data or None,
    }
    file_later(form, SLIP, found.incident, said, by=person)
    slip_id = _kept(person, {"incident": incident_id, **said})
    if slip_id is None:
        flash("Kept; it can be printed in a moment.", "success")
        return redirect(url_for("incidents.incident_page", incident_id=incident_id))
    return redirect(url_for("slips.slip", incident_id=incident_id, slip_id=slip_id))


@blueprint.get("/<slip_id>")
@access.staff()
def slip(incident_id: str, slip_id: str) -> str:
    """One slip, to print. That somebody looked is noted."""
    person, found = _of_injury(incident_id)
    mine = (ChronologyItem.school == person.school, ChronologyItem.id == slip_id, ChronologyItem.kind == SLIP)
    item = ChronologyItem.get_or_none(*mine, ChronologyItem.incident == incident_id)
    if item is None:
        raise Problem("request.not_found")
    with db.atomic():
        audit.write(person.school, person.id, "incident.slip_viewed", slip_id)
    body = json.loads(Record.get_by_id(item.n).body)
    return render_template(
        "incidents/slip.html",
        found=found,
        slip=body,
        happened_at=_instant(body.get("happened_at")),
        made_at=item.at,
        advice=slip_rules,
        ring=next((one for role in RUNG for one in contacts_of(person.school) if one.role == role), None),
    )


def _of_injury(incident_id: str) -> tuple[Person, Looked]:
    person, found = look_to_write(incident_id)
    if found.incident.category != FOR_CATEGORY:
        raise Problem("request.not_found")
    return person, found


def _pupils(found: Looked) -> list[Pupil]:
    going = Pupil.select().join(TripPupil).where(TripPupil.trip == found.incident.trip)
    here = going.where(Pupil.school == found.incident.school_id)
    return list(here.order_by(Pupil.first_name, Pupil.last_name, Pupil.id))


def _roll(found: Looked) -> list[tuple[str, str, bool]]:
    """The first and last name of every pupil of the school, and whether they are or were on the trip: on none, all."""
    # A trip that the school does not know is none.
    trip = found.incident.trip if found.trip_title is not None else None
    return [(first, last, bool(near)) for first, last, near in select(_ROLL, found.incident.school_id, trip)]


def _kept(person: Person, body: dict[str, Any]) -> str | None:
    """The id of the slip that says this: sent twice, it is the first; another child's is never shown in its place.

    None while it still waits to be opened.
    """
    mine = (ChronologyItem.school == person.school, ChronologyItem.kind == SLIP)
    rows = ChronologyItem.select(ChronologyItem.id, Record.body).join(Record, on=(Record.envelope == ChronologyItem.n))
    here = rows.where(*mine, ChronologyItem.incident == body["incident"]).order_by(ChronologyItem.n.desc()).objects()
    said = {**body, "made_at": None}
    return next((str(row.id) for row in here if {**json.loads(row.body), "made_at": None} == said), None)


def _form(found: Looked, form: SlipForm) -> str:
    return render_template(
        "incidents/later_form.html",
        found=found,
        category=CATEGORY_NAMES[FOR_CATEGORY],
        form=form.begun(),
        heading="Bumped-head slip",
        lead="For one child’s family, on one small sheet, with what to look out for. It is kept with the incident.",
        button_words="Make the slip",
    )


def _instant(text: Any) -> datetime | None:
    try:
        return clock.from_text(text)
    except (TypeError, ValueError, OverflowError):
        return None
