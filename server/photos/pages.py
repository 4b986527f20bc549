"""Looking at photos: by trip, by child, by purpose. Nothing is shown before somebody has said what for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.consent import authorisation_rules, authorisations
from server.consent.rules import PURPOSE_NAMES
from server.foundation import access
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.photos import actions, holding, queries, releases, rules, stays, viewings
from server.photos.counted import trips_with_photos
from server.photos.forms import FindForm, LookForm, ReleaseForm
from server.photos.held_rules import HELD_NAMES
from server.photos.models import PhotoRelease, PhotoViewing
from server.trips.models import Pupil
from server.trips.names import names_beside
from server.trips.queries import find_trip

blueprint = Blueprint("photos", __name__, template_folder="templates")


@blueprint.get("/office/photos")
@access.staff()
def every_trip() -> str:
    """The photos of each trip in numbers, and the ways to find one."""
    person = access.signed_in()
    return _every_trip(person, FindForm(formdata=None) if _looks_at_all(person) else None)


def _every_trip(person: Person, find: FindForm | None, children: Sequence[Pupil] = ()) -> str:
    return render_template(
        "photos/every_trip.html",
        page=trips_with_photos(person),
        find=find,
        children=children,
        may_scrutinise=bool(set(rules.SCRUTINISES) & person.roles),
        may_release=bool(set(rules.ASKS) & person.roles),
        may_keep_rules=bool(set(rules.KEEPS_RULES) & person.roles),
        may_decide=bool(set(rules.DECIDES) & person.roles),
        off_by=stays.off_by_of(person.school),
    )


@blueprint.post("/office/photos/find")
@access.staff(*rules.LOOKS)
def find() -> Any:
    """On to one child, or one purpose; of several children of a name, somebody chooses."""
    person, form = access.signed_in(), FindForm()
    if not form.validate():
        return _every_trip(person, form), 422
    if form.purpose.data:
        return redirect(url_for("photos.look", scope="purpose", subject=form.purpose.data))
    found = queries.photographed(person.school, form.child.data or "")
    if len(found) == 1:
        return redirect(url_for("photos.look", scope="pupil", subject=found[0].id))
    if not found:
        form.child.errors = ["There is no photo of a child of that name"]
    return _every_trip(person, form, found), 200 if found else 422


@blueprint.get("/office/photos/look/<any(trip, pupil, purpose):scope>/<subject>")
@access.staff()
def look(scope: str, subject: str) -> str:
    """What for? Asked before any photo is shown."""
    return _look_page(scope, subject)


@blueprint.post("/office/photos/look/<any(trip, pupil, purpose):scope>/<subject>")
@access.staff()
def begin(scope: str, subject: str) -> Any:
    """Note what for, and show them for half an hour."""
    person = access.signed_in()
    _title(person, scope, subject)
    form = LookForm()
    if not form.validate():
        return _look_page(scope, subject, form), 422
    why = (form.why.data, form.words.data or "")
    viewing = actions.begin_viewing(person.school, person.id, (scope, subject), why)
    return redirect(url_for("photos.gallery", viewing_id=viewing))


@blueprint.get("/office/photos/viewing/<viewing_id>")
@access.staff()
def gallery(viewing_id: str) -> Any:
    """The photos of a viewing, a page at a time; each is opened, and noted, as it is shown."""
    person = access.signed_in()
    viewing = viewings.find_viewing(person, viewing_id)
    every = queries.photos_of(person.school, viewing.scope, viewing.subject)
    here = [one for one in every if one.is_in_gallery]
    page = request.args.get("page", default=1, type=int)
    last = max(1, -(-len(here) // queries.A_PAGE))
    page = min(max(page, 1), last)
    return render_template(
        "photos/gallery.html",
        viewing=viewing,
        title=_viewing_title(person, viewing),
        photos=here[(page - 1) * queries.A_PAGE : page * queries.A_PAGE],
        count=len(here),
        not_here=[one for one in every if not one.is_here],
        held=sum(one.photo.held_reason is not None for one in every),
        ended=[one for one in every if one.is_clear and one.has_ended],
        page=page,
        last=last,
        why=rules.WHY_NAMES[viewing.why],
    )


@blueprint.get("/office/photos/viewing/<viewing_id>/<photo_id>.jpg")
@access.staff()
def picture(viewing_id: str, photo_id: str) -> Response:
    """One photo's bytes, opened for this viewing alone, once it is noted."""
    person = access.signed_in()
    viewing = viewings.find_viewing(person, viewing_id)
    shown = next((one for one in viewings.in_viewing(viewing) if one.photo.id == photo_id), None)
    if shown is None:
        raise Problem("request.not_found")
    content = queries.picture_of(shown)
    actions.note_look(viewing, shown.photo)
    response = Response(content, mimetype="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{uuid4().hex}.jpg"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@blueprint.get("/office/photos/photo/<photo_id>")
@access.staff()
def photo_page(photo_id: str) -> str:
    """What is known of a photo: its way, who is in it, who took it and what for, where it was released."""
    return photo_view(photo_id)


def photo_view(photo_id: str, form: ReleaseForm | None = None, problem: str = "") -> str:
    """The page; `form` as typed where something is wrong with it, `problem` what consent says."""
    person = access.signed_in()
    shown = queries.find_photo(person, photo_id)
    actions.note_facts(shown.photo, by=person.id)
    photo, released = shown.photo, releases.releases_of(person.school, shown.photo.id)
    decisions = holding.decisions_of(photo) if photo.has_decisions else []
    people = [photo.staff, *(row.decided_by for row in decisions)]
    people += [who for row in released for who in (row.asked_by, row.decided_by)]
    names = names_beside(person.school, phones=[photo.phone], trips=[photo.trip], staff=people)
    return render_template(
        "photos/photo.html",
        shown=shown,
        photo=photo,
        allowed=authorisations.under(person.school, photo.trip, photo.activity, photo.taken_at),
        may_read_authorisations=bool(person.roles & set(authorisation_rules.READS)),
        pupils=queries.pupils_in(shown.photo),
        viewing=viewings.open_viewing(person, shown),
        trip_title=names.get(photo.trip or ""),
        phone_name=names.get(photo.phone, "a phone no longer listed"),
        names=names,
        releases=released,
        problem=problem,
        reason=HELD_NAMES.get(shown.photo.held_reason or "", HELD_NAMES["no_consent"]),
        decisions=decisions,
        may_decide=bool(set(rules.DECIDES) & person.roles),
        form=form or ReleaseForm(formdata=None),
        may_ask=bool(set(rules.ASKS) & person.roles),
        may_agree=lambda row: _may_agree(person, row),
        purposes=PURPOSE_NAMES,
        destinations=rules.DESTINATION_NAMES,
    )


def _may_agree(person: Person, release: PhotoRelease) -> bool:
    return release.is_agreed is None and release.asked_by != person.id and bool(set(rules.AGREES) & person.roles)


def _looks_at_all(person: Person) -> bool:
    return bool(set(rules.LOOKS) & person.roles)


def _look_page(scope: str, subject: str, form: LookForm | None = None) -> str:
    person = access.signed_in()
    title = _title(person, scope, subject)
    return render_template(
        "photos/look.html",
        title=title,
        scope=scope,
        subject=subject,
        form=form or LookForm(formdata=None),
    )


def _title(person: Person, scope: str, subject: str) -> str:
    """What is looked at, in words. Raises Problem request.not_found where there is none or it is not theirs to see."""
    if scope == "trip" and subject != queries.NO_TRIP:
        trip = find_trip(person.school, subject)
        if queries.may_look(person, trip.id):
            return trip.title
    elif _looks_at_all(person):
        if scope == "trip":
            return "Photos of no trip"
        if scope == "pupil":
            pupil = queries.find_pupil(person.school, subject)
            return f"{pupil.first_name} {pupil.last_name}"
        if subject in PURPOSE_NAMES:
            return PURPOSE_NAMES[subject]
    raise Problem("request.not_found")


def _viewing_title(person: Person, viewing: PhotoViewing) -> str:
    return "A random sample" if viewing.scope == "sample" else _title(person, viewing.scope, viewing.subject)
