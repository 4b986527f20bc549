"""Asking for a photo to be seen, letting it out as a second person, and taking what was let out as files."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for

from server.accounts.queries import staff_names
from server.consent.rules import PURPOSE_NAMES
from server.foundation import access
from server.photos import queries, releases, rules
from server.photos.forms import ReleaseForm
from server.photos.pages import photo_view
from server.photos.releases import Asked

blueprint = Blueprint("photo_releases", __name__, template_folder="templates")


@blueprint.post("/office/photos/photo/<photo_id>/release")
@access.staff(*rules.ASKS)
def ask(photo_id: str) -> Any:
    """Ask for a photo to be seen. In school that is enough; beyond the school a second person lets it out."""
    person = access.signed_in()
    shown = queries.find_photo(person, photo_id)
    form = ReleaseForm()
    if not form.validate():
        return photo_view(photo_id, form), 422
    asked = Asked(form.purpose.data, form.place.data or "", form.caption.data or "")
    words = releases.caption_problem(shown.photo, asked.caption)
    if words:
        form.caption.errors = [words]
        return photo_view(photo_id, form), 422
    problem = _why_not(shown, asked.purpose)
    if problem:
        return photo_view(photo_id, form, problem), 422
    releases.ask(shown, asked, by=person.id)
    waits = rules.needs_a_second(asked.purpose)
    flash("It waits for a second person." if waits else "Released for use in school.", "success")
    return redirect(url_for("photos.photo_page", photo_id=photo_id))


@blueprint.post("/office/photos/release/<release_id>/<any(agree, refuse):answer>")
@access.staff(*rules.AGREES)
def decide(release_id: str, answer: str) -> Any:
    """A second person decides; consent is looked at again. Whoever asked is not the second."""
    person = access.signed_in()
    release = releases.find_release(person, release_id)
    shown = queries.find_photo(person, release.photo)
    if release.asked_by == person.id:
        return photo_view(release.photo, problem="You asked for this one: somebody else lets it out."), 422
    problem = _why_not(shown, release.purpose) if answer == "agree" else ""
    problem = problem or (releases.caption_problem(shown.photo, release.caption) if answer == "agree" else "")
    if problem:
        return photo_view(release.photo, problem=problem), 422
    releases.decide(release, is_agreed=answer == "agree", by=person.id)
    flash("Released." if answer == "agree" else "Not released.", "success")
    return redirect(url_for("photos.photo_page", photo_id=release.photo))


@blueprint.get("/office/photos/releases")
@access.staff(*rules.ASKS)
def every_release() -> str:
    """What was asked for, let out and refused, and the files to take."""
    return _page()


@blueprint.post("/office/photos/releases/files")
@access.staff(*rules.ASKS)
def files() -> Any:
    """The photos let out for a purpose, as a ZIP: random names, nothing in them but the picture."""
    person = access.signed_in()
    purpose = request.form.get("purpose", "")
    photos = releases.ready(person, purpose) if purpose in PURPOSE_NAMES else []
    if not photos:
        return _page("Nothing to take for that today: none is released, or consent no longer covers it."), 422
    releases.note_export(person.school, purpose, photos, by=person.id)
    response = Response(stream_with_context(releases.zipped(photos)), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{uuid4().hex}.zip"'
    return response


def _why_not(shown: queries.Shown, purpose: str) -> str:
    if not shown.is_clear:
        return "It cannot be released: the school does not have it, or it is held back."
    return releases.why_not(shown.photo, purpose)


def _page(problem: str = "") -> str:
    person = access.signed_in()
    page = releases.page_of_releases(person.school)
    return render_template(
        "photos/releases.html",
        page=page,
        released=releases.purposes_released(person.school),
        names=staff_names(person.school, [who for row in page.rows for who in (row.asked_by, row.decided_by)]),
        purposes=PURPOSE_NAMES,
        problem=problem,
    )
