"""A trip again as last year, archived trips, and bringing one back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts import sent
from server.foundation import access
from server.trips import archiving, copying, planning
from server.trips.models import Trip
from server.trips.planning_forms import DetailsForm, typed_details
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint("trips_again", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>")
_NEVER_COPIED = ("starts_on", "ends_on")


@blueprint.get("/copy")
@access.staff(*PLANS_TRIPS)
def copy(trip_id: str) -> str:
    """Copying a trip; its days are asked for."""
    trip = planning.row_of(access.signed_in().school, trip_id)
    typed = typed_details(planning.details_of(trip))
    form = DetailsForm(formdata=None, **{name: text for name, text in typed.items() if name not in _NEVER_COPIED})
    return _copy_page(trip, form)


@blueprint.post("/copy")
@access.staff(*PLANS_TRIPS)
def make_copy(trip_id: str) -> Any:
    """Copy it, and name what was not taken over."""
    person, form = access.signed_in(), DetailsForm()
    trip = planning.row_of(person.school, trip_id)
    if not form.validate():
        return _copy_page(trip, form), 422
    copied = copying.copy(person.school, trip_id, sent.own_id(), (form.details(), person.id))
    flash("Copied. Choose the pupils: classes have moved up since.", "success")
    for words in _left_out(copied):
        flash(words, "note")
    return redirect(url_for("planning.set_up", trip_id=copied.trip.id))


@blueprint.post("/archive")
@access.staff(*PLANS_TRIPS)
def archive(trip_id: str) -> Any:
    """Put it away, unless its phones are out."""
    person = access.signed_in()
    trip = planning.row_of(person.school, trip_id)
    why = "" if trip.archived_at else archiving.why_refused(trip)
    if why:
        flash(why, "note")
        return redirect(url_for("planning.set_up", trip_id=trip_id))
    archiving.archive(person.school, trip_id, by=person.id)
    flash("Archived. It is in no list any more; this page, and what came from it, stay.", "success")
    return redirect(url_for("planning.set_up", trip_id=trip_id))


@blueprint.post("/bring-back")
@access.staff(*PLANS_TRIPS)
def bring_back(trip_id: str) -> Any:
    """Put it into the lists again."""
    person = access.signed_in()
    archiving.bring_back(person.school, trip_id, by=person.id)
    flash("Brought back. It is in the lists again.", "success")
    return redirect(url_for("planning.set_up", trip_id=trip_id))


def _left_out(copied: copying.Copied) -> list[str]:
    told = []
    if copied.staff_left:
        told.append(f"Left out, because they can no longer sign in: {', '.join(copied.staff_left)}.")
    if copied.helpers_left:
        told.append(f"Left out, because helpers join each trip anew: {', '.join(copied.helpers_left)}.")
    if copied.phones_left:
        told.append(f"Left out, because they are out of use: {', '.join(copied.phones_left)}.")
    if copied.places_left:
        told.append(f"Left out of the plan, because the trip is shorter: {copied.places_left}.")
    return told


def _copy_page(trip: Trip, form: DetailsForm) -> str:
    return render_template("trips/copy.html", trip=trip, form=form, own_id=sent.own_id())
