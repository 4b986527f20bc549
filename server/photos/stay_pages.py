"""Until when photos are off the phones, and the trips that are let off (R43)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_of
from server.consent.turn_rules import read_time
from server.foundation import access
from server.photos import actions, rules, stays
from server.photos.forms import RulesForm, StayForm
from server.photos.settings import OFF_BY
from server.policy import changing, versions
from server.policy.change_words import WAITS
from server.trips.queries import find_trip

blueprint = Blueprint("photo_stays", __name__, template_folder="templates")


@blueprint.get("/office/photos/off-by")
@access.staff(*rules.KEEPS_RULES)
def show() -> str:
    """The time of the day."""
    return _off_by_page(RulesForm(formdata=None, off_by=stays.off_by_of(access.signed_in().school)))


def _off_by_page(form: RulesForm) -> str:
    waiting = versions.waiting(access.signed_in().school, [OFF_BY.code])
    return render_template("photos/off_by.html", form=form, waiting=waiting)


@blueprint.post("/office/photos/off-by")
@access.staff(*rules.KEEPS_RULES)
def change() -> Any:
    """Wish for another: it counts, and phones hear of it, once a second person agrees."""
    person, form = access.signed_in(), RulesForm()
    if not form.validate():
        return _off_by_page(form), 422
    chosen = {OFF_BY.code: str(read_time(form.off_by.data or ""))}
    waits = changing.choose(person.school, chosen, by=person.id)
    if waits:
        flash(WAITS, "info")
    else:
        flash("That is so already.", "info")
    return redirect(url_for("photo_stays.show"))


@blueprint.get("/office/photos/trip/<trip_id>/stay")
@access.staff(*rules.KEEPS_RULES)
def staying(trip_id: str) -> str:
    """What was agreed for a trip."""
    return _stay_page(trip_id)


@blueprint.post("/office/photos/trip/<trip_id>/stay")
@access.staff(*rules.KEEPS_RULES)
def let_stay(trip_id: str) -> Any:
    """Agree that its photos stay on its phones for longer, and why."""
    person, form = access.signed_in(), StayForm()
    trip = find_trip(person.school, trip_id)
    if not form.validate():
        return _stay_page(trip_id, form), 422
    actions.let_stay(person.school, trip.id, form.until_on.data, form.why.data or "", by=person.id)
    flash("Noted. Its leader is not asked for them before that.", "success")
    return redirect(url_for("photo_stays.staying", trip_id=trip.id))


def _stay_page(trip_id: str, form: StayForm | None = None) -> str:
    person = access.signed_in()
    trip = find_trip(person.school, trip_id)
    return render_template(
        "photos/stay.html",
        trip=trip,
        agreed=stays.exceptions_for(trip.id),
        names={row.id: row.name for row in staff_of(person.school)},
        off_by=stays.off_by_of(person.school),
        form=form or StayForm(formdata=None),
    )
