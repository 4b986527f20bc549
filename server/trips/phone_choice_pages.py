"""Choosing which school phones go with a trip."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import sent
from server.foundation import access
from server.trips import changes, phone_choice, planning, roster
from server.trips.changes import Save
from server.trips.models import Trip
from server.trips.planning_forms import WhyForm
from server.trips.planning_rules import Ticks
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint(
    "trip_phones", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>/set-up/phones"
)
WHY_WANTED = "The trip is out. Say why a phone comes off it"
# A tick for each of 500 phones and more, shown and ticked.
MOST_FORM_PARTS = 4_000


@blueprint.url_value_preprocessor
def let_the_ticks_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for a tick a phone, before the form is read for its CSRF token."""
    request.max_form_parts = MOST_FORM_PARTS


@blueprint.get("")
@access.staff(*PLANS_TRIPS)
def choose(trip_id: str) -> str:
    """Which phones go."""
    seen = changes.version(trip_id, changes.PHONES)
    trip = planning.row_of(access.signed_in().school, trip_id)
    return _page(trip, WhyForm(formdata=None), seen)


@blueprint.post("")
@access.staff(*PLANS_TRIPS)
def save(trip_id: str) -> Any:
    """Change it. Phones take it up at their next contact."""
    person, form = access.signed_in(), WhyForm()
    trip = planning.row_of(person.school, trip_id)
    ticks = Ticks(frozenset(request.form.getlist("shown")), frozenset(request.form.getlist("phone")))
    told, status = None, 422
    if form.validate():
        try:
            save = Save(person.id, sent.seen(), form.why.data or "")
            roster.change_phones(person.school, trip_id, ticks, save)
            flash("Saved. Phones take it up at their next contact.", "success")
            return redirect(url_for("planning.set_up", trip_id=trip_id))
        except roster.WhyNeededError:
            form.why.errors = [WHY_WANTED]
        except changes.OvertakenError as meanwhile:
            told, status = meanwhile.told, 409
    seen = changes.version(trip_id, changes.PHONES) if told else sent.seen()
    return _page(trip, form, seen, (ticks, told)), status


def _page(trip: Trip, form: WhyForm, seen: int, was: tuple[Ticks, list[str] | None] | None = None) -> str:
    choices = phone_choice.choices(trip)
    ticked = was[0].ticked if was else {one.phone.id for one in choices if one.is_on}
    return render_template(
        "trips/phone_choice.html",
        trip=trip,
        choices=choices,
        ticked=ticked,
        form=form,
        seen=seen,
        told=was[1] if was else None,
        is_out=roster.is_out(trip),
    )
