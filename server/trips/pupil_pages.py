"""Choosing the pupils of a trip: classes first, then the pupils in them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import sent
from server.foundation import access
from server.trips import changes, planning, roster
from server.trips.changes import Save
from server.trips.models import Pupil, Trip, TripPupil
from server.trips.planning_forms import WhyForm
from server.trips.planning_rules import Ticks
from server.trips.rules import PLANS_TRIPS
from server.trips.setting_up import classes_on

blueprint = Blueprint(
    "trip_pupils", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>/set-up/pupils"
)
# A tick for each pupil of a large school, shown and ticked, and what is around them.
MOST_FORM_PARTS, MOST_FORM_BYTES = 8_000, 1_000_000
WHY_WANTED = "The trip is out. Say why somebody comes off it"


@blueprint.url_value_preprocessor
def let_the_ticks_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for a tick a pupil, before the form is read for its CSRF token."""
    request.max_form_parts, request.max_form_memory_size = MOST_FORM_PARTS, MOST_FORM_BYTES


@blueprint.get("")
@access.staff(*PLANS_TRIPS)
def classes(trip_id: str) -> str:
    """Choosing classes; or, once some are chosen, their pupils."""
    trip = planning.row_of(access.signed_in().school, trip_id)
    chosen = request.args.getlist("class")
    if chosen:
        return _pupils_page(trip, chosen, WhyForm(formdata=None), changes.version(trip_id, changes.PUPILS))
    rows = Pupil.select(Pupil.class_name).where(Pupil.school == trip.school_id)
    counts = Counter(row.class_name for row in rows)
    return render_template(
        "trips/classes.html",
        trip=trip,
        counts=sorted(counts.items()),
        going=classes_on(trip_id),
        has_asked="chosen" in request.args,
    )


@blueprint.post("")
@access.staff(*PLANS_TRIPS)
def save(trip_id: str) -> Any:
    """Put the ticked on, take the others of these classes off. Phones take it up at their next contact."""
    person, form = access.signed_in(), WhyForm()
    trip = planning.row_of(person.school, trip_id)
    ticks = Ticks(frozenset(request.form.getlist("shown")), frozenset(request.form.getlist("pupil")))
    chosen, told, status = request.form.getlist("class"), None, 422
    if form.validate():
        try:
            save = Save(person.id, sent.seen(), form.why.data or "")
            added, removed = roster.change_pupils(person.school, trip_id, ticks, save)
            flash(f"Saved: {added} put on, {removed} taken off. Phones take it up at their next contact.", "success")
            return redirect(url_for("planning.set_up", trip_id=trip_id))
        except roster.WhyNeededError:
            form.why.errors = [WHY_WANTED]
        except changes.OvertakenError as meanwhile:
            told, status = meanwhile.told, 409
    seen = changes.version(trip_id, changes.PUPILS) if told else sent.seen()
    return _pupils_page(trip, chosen, form, seen, was=(ticks, told)), status


def _pupils_page(
    trip: Trip, chosen: list[str], form: WhyForm, seen: int, *, was: tuple[Ticks, list[str] | None] | None = None
) -> str:
    rows = Pupil.select().where(Pupil.school == trip.school_id, Pupil.class_name.in_(chosen))
    pupils = list(rows.order_by(Pupil.class_name, Pupil.first_name, Pupil.last_name))
    going = {row.pupil_id for row in TripPupil.select(TripPupil.pupil).where(TripPupil.trip == trip)}
    begun = {row.class_name for row in pupils if row.id in going}
    # A class of which nobody goes yet was chosen for all of it.
    ticked = {row.id for row in pupils if row.id in going or row.class_name not in begun}
    return render_template(
        "trips/pupils.html",
        trip=trip,
        chosen=chosen,
        groups=[(name, [row for row in pupils if row.class_name == name]) for name in chosen],
        ticked=was[0].ticked if was else ticked,
        going=going,
        form=form,
        seen=seen,
        told=was[1] if was else None,
        is_out=roster.is_out(trip),
    )
