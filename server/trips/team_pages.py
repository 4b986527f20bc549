"""Choosing who goes with a trip and who is rung for it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts import sent
from server.foundation import access
from server.policy.queries import contacts_of
from server.trips import changes, planning, team
from server.trips.changes import Save
from server.trips.models import Trip
from server.trips.planning_forms import TeamForm
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint(
    "trip_team", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>/set-up/staff"
)


@blueprint.get("")
@access.staff(*PLANS_TRIPS)
def choose(trip_id: str) -> str:
    """Who goes."""
    seen = changes.version(trip_id, changes.PEOPLE)
    trip = planning.row_of(access.signed_in().school, trip_id)
    now = team.team_of(trip)
    typed = {**now.__dict__, "staff": sorted(now.everybody)}
    return _page(trip, _offered(trip, TeamForm(formdata=None, **typed)), seen)


@blueprint.post("")
@access.staff(*PLANS_TRIPS)
def save(trip_id: str) -> Any:
    """Change it. Phones take it up at their next contact."""
    person = access.signed_in()
    trip = planning.row_of(person.school, trip_id)
    form = _offered(trip, TeamForm())
    if not form.validate():
        return _page(trip, form, sent.seen()), 422
    try:
        team.change(person.school, trip_id, form.team(), Save(person.id, sent.seen()))
    except changes.OvertakenError as meanwhile:
        return _page(trip, form, changes.version(trip_id, changes.PEOPLE), meanwhile.told), 409
    flash("Saved. Phones take it up at their next contact.", "success")
    return redirect(url_for("planning.set_up", trip_id=trip_id))


def _offered(trip: Trip, form: TeamForm) -> TeamForm:
    return form.offers(team.may_go(trip.school_id, trip), team.base_contacts(trip.school_id))


def _page(trip: Trip, form: TeamForm, seen: int, told: list[str] | None = None) -> str:
    contacts = contacts_of(trip.school_id)
    return render_template("trips/team.html", trip=trip, form=form, seen=seen, told=told, contacts=contacts)
