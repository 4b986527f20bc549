"""A trip's head counts: each with its time, phone and author, and who was not counted for those who may read that."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.foundation import access
from server.incidents import counts
from server.trips.queries import find_trip

blueprint = Blueprint("head_counts", __name__, template_folder="templates")


@blueprint.get("/office/trips/<trip_id>/counts")
@access.staff()
def on_trip(trip_id: str) -> str:
    """Every count, the latest first. Names only once it is noted that somebody looks."""
    person = access.signed_in()
    trip = find_trip(person.school, trip_id)
    every = counts.on_trip(person.school, trip_id)
    may_read = counts.may_read(person, trip.leader_ids)
    missing: dict[int, list[str]] = {}
    if may_read and any(one.body.get("missing") for one in every):
        missing = counts.names_missing(person.school, trip_id, every)
        counts.note_look(person, trip_id)
    return render_template("incidents/counts.html", trip=trip, counts=every, may_read=may_read, missing=missing)
