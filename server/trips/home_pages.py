"""Which local authority a pupil lives in: said on a page of the pupil's own, linked from theirs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.rules import Role
from server.foundation import access
from server.policy import authorities
from server.trips import home_authorities
from server.trips.home_forms import HomeForm
from server.trips.queries import find_pupil

blueprint = Blueprint("pupil_home", __name__, template_folder="templates")

KEEPS_HOMES = (Role.OFFICE, Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)


@blueprint.get("/office/pupils/<pupil_id>/home")
@access.staff(*KEEPS_HOMES)
def home(pupil_id: str) -> str:
    """Where a pupil lives."""
    pupil = find_pupil(access.signed_in().school, pupil_id)
    form = HomeForm(formdata=None, authority=pupil.authority_id or "").offers(authorities.all_of(pupil.school_id))
    return render_template("trips/home.html", pupil=pupil, form=form)


@blueprint.post("/office/pupils/<pupil_id>/home")
@access.staff(*KEEPS_HOMES)
def say(pupil_id: str) -> Any:
    """Say it. It is in today's list with the next contact."""
    person = access.signed_in()
    pupil = find_pupil(person.school, pupil_id)
    form = HomeForm().offers(authorities.all_of(person.school))
    if not form.validate():
        return render_template("trips/home.html", pupil=pupil, form=form), 422
    home_authorities.live_in(person.school, {pupil.id: form.authority.data or None}, by=person.id)
    flash("Saved. Phones take it up with their next list.", "success")
    return redirect(url_for("consent.pupil_page", pupil_id=pupil.id))
