"""Planning a trip, the page on which it is set up, and changing what it is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts import sent
from server.foundation import access
from server.trips import changes, planning, setting_up
from server.trips.changes import Save
from server.trips.countries import names
from server.trips.planning_forms import DetailsForm, typed_details
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint("planning", __name__, template_folder="templates")


@blueprint.get("/office/trips/new")
@access.staff(*PLANS_TRIPS)
def new() -> str:
    """Planning a trip."""
    return _new_page(DetailsForm(formdata=None))


@blueprint.post("/office/trips/new")
@access.staff(*PLANS_TRIPS)
def plan() -> Any:
    """Plan it; its staff, pupils and phones come next."""
    person, form = access.signed_in(), DetailsForm()
    if not form.validate():
        return _new_page(form), 422
    trip = planning.plan(person.school, sent.own_id(), form.details(), by=person.id)
    flash("Planned. Now say who goes, and with which phones.", "success")
    return redirect(url_for("planning.set_up", trip_id=trip.id))


@blueprint.get("/office/trips/<trip_id>/set-up")
@access.staff(*PLANS_TRIPS)
def set_up(trip_id: str) -> str:
    """A trip as it is set up, part by part."""
    found = setting_up.of(planning.row_of(access.signed_in().school, trip_id))
    country = names().get(found.trip.country, found.trip.country)
    return render_template("trips/set_up.html", found=found, trip=found.trip, country=country)


@blueprint.get("/office/trips/<trip_id>/set-up/history")
@access.staff(*PLANS_TRIPS)
def history(trip_id: str) -> str:
    """Who changed what of a trip, the latest first."""
    trip = planning.row_of(access.signed_in().school, trip_id)
    told = changes.history(trip.school_id, trip.id)
    return render_template("trips/history.html", trip=trip, told=told, most=changes.LATEST)


@blueprint.get("/office/trips/<trip_id>/set-up/details")
@access.staff(*PLANS_TRIPS)
def details(trip_id: str) -> str:
    """Changing what it is."""
    seen = changes.version(trip_id, changes.DETAILS)
    trip = planning.row_of(access.signed_in().school, trip_id)
    form = DetailsForm(formdata=None, **typed_details(planning.details_of(trip)))
    return render_template("trips/details.html", trip=trip, form=form, seen=seen)


@blueprint.post("/office/trips/<trip_id>/set-up/details")
@access.staff(*PLANS_TRIPS)
def change_details(trip_id: str) -> Any:
    """Change it. Phones take it up at their next contact."""
    person, form = access.signed_in(), DetailsForm()
    trip = planning.row_of(person.school, trip_id)
    form.known_days = trip.starts_on, trip.ends_on
    if not form.validate():
        return render_template("trips/details.html", trip=trip, form=form, seen=sent.seen()), 422
    try:
        planning.change(person.school, trip_id, form.details(), Save(person.id, sent.seen()))
    except changes.OvertakenError as meanwhile:
        seen = changes.version(trip_id, changes.DETAILS)
        return render_template("trips/details.html", trip=trip, form=form, seen=seen, told=meanwhile.told), 409
    flash("Saved. Phones take it up at their next contact.", "success")
    return redirect(url_for("planning.set_up", trip_id=trip_id))


def _new_page(form: DetailsForm) -> str:
    return render_template("trips/new.html", form=form, own_id=sent.own_id())
