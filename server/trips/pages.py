"""The list of trips. A trip's own page shows what came back from it, and belongs to reconciliation."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.foundation import access
from server.trips import queries

blueprint = Blueprint("trips", __name__, template_folder="templates")


@blueprint.get("/office/trips")
@access.staff()
def every_trip() -> str:
    """Every trip: today's, those to come (the nearest first), and past ones (the latest first)."""
    trips = queries.trips_of(access.signed_in().school)
    groups = {when: [trip for trip in trips if trip.when == when] for when in ("today", "coming", "past")}
    groups["coming"].reverse()
    return render_template("trips/every_trip.html", groups=groups)
