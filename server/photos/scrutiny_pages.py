"""How photos are taken, for those who answer for it (R37): what for, by whom, a random sample, and who has looked."""

from __future__ import annotations

import json
from datetime import timedelta
from random import SystemRandom
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_names
from server.consent.rules import PURPOSE_NAMES
from server.foundation import access, clock
from server.photos import actions, queries, rules
from server.photos.models import PhotoViewing
from server.trips.queries import titles_of

blueprint = Blueprint("photo_scrutiny", __name__, template_folder="templates")

LOOKED_BACK = timedelta(days=90)
A_SAMPLE = 10
MOST_LOOKS = 50


@blueprint.get("/office/photos/scrutiny")
@access.staff(*rules.SCRUTINISES)
def scrutiny() -> str:
    """Every photo of three months in words, and the last who looked at photos."""
    person = access.signed_in()
    looks = PhotoViewing.select().where(PhotoViewing.school == person.school)
    page = queries.page_since(person.school, clock.now() - LOOKED_BACK)
    lately = list(looks.order_by(PhotoViewing.begun_at.desc()).limit(MOST_LOOKS))
    people = [*(one.photo.staff for one in page.rows), *(row.staff for row in lately)]
    return render_template(
        "photos/scrutiny.html",
        page=page,
        names=staff_names(person.school, people),
        titles=titles_of(person.school, [one.photo.trip for one in page.rows]),
        purposes=PURPOSE_NAMES,
        looks=lately,
        why=rules.WHY_NAMES,
        sample=A_SAMPLE,
    )


@blueprint.post("/office/photos/scrutiny/sample")
@access.staff(*rules.SCRUTINISES)
def sample() -> Any:
    """Ten photos that nobody chose, to look at for half an hour."""
    person = access.signed_in()
    here = [one for one in queries.photos_since(person.school, clock.now() - LOOKED_BACK) if one.is_in_gallery]
    if not here:
        flash("There is no photo to draw from.", "warning")
        return redirect(url_for("photo_scrutiny.scrutiny"))
    drawn = SystemRandom().sample([one.photo.id for one in here], min(A_SAMPLE, len(here)))
    viewing = actions.begin_viewing(person.school, person.id, ("sample", json.dumps(drawn)), ("scrutiny", ""))
    return redirect(url_for("photos.gallery", viewing_id=viewing))
