"""A trip's plan by places: adding, changing, ordering and taking out."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts import sent
from server.foundation import access
from server.trips import changes, itinerary, planning
from server.trips.changes import Save
from server.trips.itinerary import as_place
from server.trips.models import Trip
from server.trips.planning_forms import PlaceForm
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint(
    "itinerary", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>/set-up/plan"
)


@blueprint.get("")
@access.staff(*PLANS_TRIPS)
def plan(trip_id: str) -> str:
    """The whole plan, and adding to it."""
    trip = planning.row_of(access.signed_in().school, trip_id)
    return _page(trip, PlaceForm(formdata=None).offers(trip.starts_on, trip.ends_on))


@blueprint.post("")
@access.staff(*PLANS_TRIPS)
def add(trip_id: str) -> Any:
    """Add a place."""
    person = access.signed_in()
    trip = planning.row_of(person.school, trip_id)
    form = PlaceForm().offers(trip.starts_on, trip.ends_on)
    if not form.validate():
        return _page(trip, form), 422
    itinerary.add(person.school, trip_id, sent.own_id(), form.chosen(), by=person.id)
    return redirect(url_for("itinerary.plan", trip_id=trip_id, _anchor="plan"))


@blueprint.get("/<place_id>")
@access.staff(*PLANS_TRIPS)
def place(trip_id: str, place_id: str) -> str:
    """Changing one."""
    seen = changes.version(trip_id, changes.PLAN)
    trip = planning.row_of(access.signed_in().school, trip_id)
    row = itinerary.find(trip, place_id)
    typed = {"day": row.day.isoformat(), "at": row.at, "words": row.words}
    form = PlaceForm(formdata=None, **typed).offers(trip.starts_on, trip.ends_on, row.day)
    return render_template("trips/place.html", trip=trip, form=form, seen=seen, place=as_place(row))


@blueprint.post("/<place_id>")
@access.staff(*PLANS_TRIPS)
def change(trip_id: str, place_id: str) -> Any:
    """Change it."""
    person = access.signed_in()
    trip = planning.row_of(person.school, trip_id)
    row = itinerary.find(trip, place_id)
    form = PlaceForm().offers(trip.starts_on, trip.ends_on, row.day)
    around: dict[str, Any] = {"trip": trip, "form": form, "place": as_place(row)}
    if not form.validate():
        return render_template("trips/place.html", seen=sent.seen(), **around), 422
    try:
        save = Save(person.id, sent.seen())
        itinerary.change(person.school, trip_id, place_id, (form.chosen(), save))
    except changes.OvertakenError as meanwhile:
        seen = changes.version(trip_id, changes.PLAN)
        return render_template("trips/place.html", seen=seen, told=meanwhile.told, **around), 409
    flash("Saved.", "success")
    return redirect(url_for("itinerary.plan", trip_id=trip_id))


@blueprint.post("/<place_id>/remove")
@access.staff(*PLANS_TRIPS)
def remove(trip_id: str, place_id: str) -> Any:
    """Take it out."""
    person = access.signed_in()
    itinerary.remove(person.school, trip_id, place_id, by=person.id)
    flash("Taken out of the plan. The trip’s history keeps what it said.", "success")
    return redirect(url_for("itinerary.plan", trip_id=trip_id))


@blueprint.post("/<place_id>/earlier")
@access.staff(*PLANS_TRIPS)
def earlier(trip_id: str, place_id: str) -> Any:
    """Put it before the one above it."""
    person = access.signed_in()
    itinerary.move_up(person.school, trip_id, place_id, by=person.id)
    return redirect(url_for("itinerary.plan", trip_id=trip_id, _anchor="plan"))


def _page(trip: Trip, form: PlaceForm) -> str:
    rows = itinerary.places_of(trip.id)
    days = [(day, list(those)) for day, those in groupby(rows, lambda row: row.day)]
    return render_template("trips/plan.html", trip=trip, days=days, form=form, own_id=sent.own_id())
