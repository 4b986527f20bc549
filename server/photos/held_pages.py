"""Held back: photos in no gallery, and one of those who answer for it looks at each and decides (R31, R46)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.consent.rules import PURPOSE_NAMES
from server.foundation import access
from server.foundation.problems import Problem
from server.photos import actions, holding, queries, rules, viewings
from server.photos.forms import DecideForm
from server.photos.held_rules import HELD_NAMES, LET_IN
from server.trips.names import names_beside

blueprint = Blueprint("photo_holds", __name__, template_folder="templates")


@blueprint.get("/office/photos/held")
@access.staff(*rules.DECIDES)
def every_held() -> str:
    """What is held back, each with its reason; no picture."""
    school = access.signed_in().school
    page = queries.held_of(school)
    photos = [one.photo for one in page.rows]
    names = names_beside(school, phones=[one.phone for one in photos], trips=[one.trip for one in photos])
    return render_template(
        "photos/every_held.html",
        page=page,
        reasons=HELD_NAMES,
        titles=names,
        phone_names=names,
    )


@blueprint.get("/office/photos/held/<photo_id>")
@access.staff(*rules.DECIDES)
def held(photo_id: str) -> str:
    """One of them: why, who is in it; the picture once somebody has said that they look."""
    return _page(photo_id)


@blueprint.post("/office/photos/held/<photo_id>/look")
@access.staff(*rules.DECIDES)
def look(photo_id: str) -> Any:
    """Look at one, for half an hour: because consent was withdrawn or is in doubt."""
    person = access.signed_in()
    photo = _held(photo_id).photo
    actions.begin_viewing(person.school, person.id, (queries.HELD, photo.id), ("consent", ""))
    return redirect(url_for("photo_holds.held", photo_id=photo.id))


@blueprint.post("/office/photos/held/<photo_id>")
@access.staff(*rules.DECIDES)
def decide(photo_id: str) -> Any:
    """Let it in, or keep it held; after looking, and only where consent held on its day."""
    person, form = access.signed_in(), DecideForm()
    photo = _held(photo_id).photo
    viewing = viewings.held_viewing(person, photo)
    if not form.validate():
        return _page(photo_id, form), 422
    if viewing is None or not holding.has_looked(viewing, photo):
        return _page(photo_id, form, "Look at it first."), 422
    problem = holding.why_not(photo) if form.answer.data == LET_IN else ""
    if problem:
        return _page(photo_id, form, problem), 422
    holding.decide(photo, form.answer.data, form.note.data or "", by=person.id)
    flash("It may be looked at like any other." if form.answer.data == LET_IN else "It stays held back.", "success")
    return redirect(url_for("photo_holds.every_held"))


def _held(photo_id: str) -> queries.Shown:
    shown = queries.find_photo(access.signed_in(), photo_id)
    if shown.photo.held_reason is None:
        raise Problem("request.not_found")
    return shown


def _page(photo_id: str, form: DecideForm | None = None, problem: str = "") -> str:
    person, shown = access.signed_in(), _held(photo_id)
    actions.note_facts(shown.photo, by=person.id)
    photo, decisions = shown.photo, holding.decisions_of(shown.photo)
    people = [photo.staff, *(row.decided_by for row in decisions)]
    names = names_beside(person.school, phones=[photo.phone], trips=[photo.trip], staff=people)
    return render_template(
        "photos/held.html",
        shown=shown,
        photo=shown.photo,
        reason=HELD_NAMES.get(shown.photo.held_reason or "", HELD_NAMES["no_consent"]),
        pupils=queries.pupils_in(shown.photo),
        viewing=viewings.held_viewing(person, shown.photo),
        decisions=decisions,
        names=names,
        phone_names=names,
        titles=names,
        purposes=PURPOSE_NAMES,
        form=form or DecideForm(formdata=None),
        problem=problem,
    )
