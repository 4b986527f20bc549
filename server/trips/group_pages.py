"""Putting a trip's pupils in groups, such as coaches: several ticked at once, without any script."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import sent
from server.foundation import access
from server.trips import changes, groups, planning
from server.trips.changes import Save
from server.trips.group_forms import GroupForm
from server.trips.models import Pupil, TripPupil
from server.trips.pupil_pages import let_the_ticks_through
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint(
    "trip_groups", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>/set-up/groups"
)
blueprint.url_value_preprocessor(let_the_ticks_through)


@blueprint.get("")
@access.staff(*PLANS_TRIPS)
def choose(trip_id: str) -> str:
    """Who is in which group."""
    return _page(trip_id, GroupForm(formdata=None))


@blueprint.post("")
@access.staff(*PLANS_TRIPS)
def put(trip_id: str) -> Any:
    """Put the ticked in one group. Phones take it up at their next contact."""
    person, ticked = access.signed_in(), request.form.getlist("pupil")
    form = GroupForm().offers(groups.names_of(planning.row_of(person.school, trip_id)))
    if not form.validate():
        return _page(trip_id, form, ticked), 422
    if not ticked:
        return _page(trip_id, form, ticked, problem="Nobody is ticked. Tick who goes in it."), 422
    try:
        moved = groups.put((person.school, trip_id), ticked, form.chosen(), Save(person.id, sent.seen()))
    except groups.GroupNameError as wrong:
        form.new_name.errors = [wrong.told]
        return _page(trip_id, form, ticked), 422
    except changes.OvertakenError as meanwhile:
        return _page(trip_id, form, ticked, told=meanwhile.told), 409
    where = form.chosen() or "no group"
    flash(f"Saved: {moved} put in {where}. Phones take it up at their next contact.", "success")
    return redirect(url_for("trip_groups.choose", trip_id=trip_id))


def _page(
    trip_id: str,
    form: GroupForm,
    ticked: Collection[str] = (),
    *,
    problem: str | None = None,
    told: list[str] | None = None,
) -> str:
    seen = sent.seen() if form.errors or problem else changes.version(trip_id, changes.GROUPS)
    trip = planning.row_of(access.signed_in().school, trip_id)
    rows = TripPupil.select(TripPupil, Pupil).join(Pupil).where(TripPupil.trip == trip)
    going = list(rows.order_by(Pupil.class_name, Pupil.first_name, Pupil.last_name))
    names = groups.names_of(trip)
    parts = [("", "In no group yet"), *((name, name) for name in names)]
    return render_template(
        "trips/groups.html",
        trip=trip,
        form=form.offers(names),
        parts=[(words, [row.pupil for row in going if row.group_name == name]) for name, words in parts],
        going=len(going),
        ticked=set(ticked),
        seen=seen,
        problem=problem,
        told=told,
    )
