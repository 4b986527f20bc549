"""The list of trips, and what a trip's list carries. A trip's own page is about what came back: reconciliation's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.foundation import access
from server.trips import actions, queries
from server.trips.forms import ListForm
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint("trips", __name__, template_folder="templates")


@blueprint.get("/office/trips")
@access.staff()
def every_trip() -> str:
    """Every trip: today's, those to come (the nearest first), and past ones (the latest first)."""
    trips = queries.trips_of(access.signed_in().school)
    groups = {when: [trip for trip in trips if trip.when == when] for when in ("today", "coming", "past")}
    groups["coming"].reverse()
    return render_template("trips/every_trip.html", groups=groups)


@blueprint.get("/office/trips/<trip_id>/list")
@access.staff(*PLANS_TRIPS)
def todays_list(trip_id: str) -> str:
    """What today's list of a trip carries, besides names and classes."""
    return _list_page(trip_id)


@blueprint.post("/office/trips/<trip_id>/list")
@access.staff(*PLANS_TRIPS)
def choose_list(trip_id: str) -> Any:
    """Choose it. Phones hear of it at their next contact."""
    person = access.signed_in()
    form = ListForm()
    if not form.validate():
        return _list_page(trip_id, form), 422
    trip = queries.find_trip(person.school, trip_id)
    actions.choose_list(person.school, trip.id, set(form.carries.data or []), by=person.id)
    flash("Changed. Phones take it up at their next contact.", "success")
    return redirect(url_for("trips.todays_list", trip_id=trip.id))


def _list_page(trip_id: str, form: ListForm | None = None) -> str:
    person = access.signed_in()
    trip = queries.find_trip(person.school, trip_id)
    facts = queries.list_facts(trip.id)
    return render_template(
        "trips/todays_list.html",
        trip=trip,
        facts=facts,
        form=form or ListForm(formdata=None, carries=facts.carries),
    )
