"""Entering from paper, in the office: an incident that stands on a trip sheet, or that the sheet itself came back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.foundation import access
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents import head_queries, paper, sheets_back
from server.incidents.paper_details import KindForm, asking, form_of
from server.incidents.paper_forms import SheetForm
from server.trips.models import Trip
from server.trips.queries import phones_on

blueprint = Blueprint("incident_paper", __name__, template_folder="templates")
FOR_CHAIR = (
    "Locked for the chair of governors: nobody else at school is shown that it exists. Ring the LADO and the chair now."
    " Give the paper to the chair by hand. Do not copy it, file it or talk about it at school."
)
AGAIN = "It was saved already. Nothing was added."
SHEET_IS_BACK = "Noted. In a moment the trip’s page says that the sheet is back."


@blueprint.get("/office/trips/<trip_id>/paper")
@access.staff()
def new(trip_id: str) -> str:
    """The form for an incident on a trip."""
    person = access.signed_in()
    return _page(person, _form(person, paper.find_trip(person, trip_id), is_fresh=True))


@blueprint.post("/office/trips/<trip_id>/paper")
@access.staff()
def enter(trip_id: str) -> Any:
    """File it, as a phone would have."""
    person = access.signed_in()
    return _enter(person, paper.find_trip(person, trip_id))


@blueprint.get("/office/no-trip/paper")
@access.staff(*paper.ENTERS)
def new_on_none() -> str:
    """The form for an incident on no trip."""
    person = access.signed_in()
    return _page(person, _form(person, None, is_fresh=True))


@blueprint.post("/office/no-trip/paper")
@access.staff(*paper.ENTERS)
def enter_on_none() -> Any:
    """File it, as a phone would have."""
    return _enter(access.signed_in(), None)


@blueprint.get("/office/trips/<trip_id>/paper/sheet")
@access.staff()
def new_sheet(trip_id: str) -> str:
    """The form for a sheet that came back."""
    person = access.signed_in()
    return _sheet_page(_sheet_form(person, paper.find_trip(person, trip_id), is_fresh=True))


@blueprint.post("/office/trips/<trip_id>/paper/sheet")
@access.staff()
def enter_sheet(trip_id: str) -> Any:
    """Note that it came back."""
    person = access.signed_in()
    trip = paper.find_trip(person, trip_id)
    form = _sheet_form(person, trip)
    if not form.validate():
        return _sheet_page(form), 422
    is_new = sheets_back.enter(form, by=person)
    flash(
        "Noted. In a moment the trip’s page says that the sheet is back." if is_new else AGAIN,
        "success" if is_new else "info",
    )
    return redirect(url_for("reconciliation.trip", trip_id=trip.id))


def _enter(person: Person, trip: Trip | None) -> Any:
    form = _form(person, trip)
    if not form.validate():
        return _page(person, form), 422
    try:
        is_new = paper.enter(form, by=person)
    except Problem as problem:
        # What was typed stays on the page: nobody has to read the paper twice.
        form.form_errors.append(problem.title)
        return _page(person, form), problem.status
    told = FOR_CHAIR if form.is_about_head else "Saved. In a moment it is listed, and told, like a report from a phone."
    flash(told if is_new or form.is_about_head else AGAIN, "success" if is_new else "info")
    if trip is None:
        return redirect(url_for("reconciliation.no_trip"))
    return redirect(url_for("reconciliation.trip", trip_id=trip.id))


def _form(person: Person, trip: Trip | None, *, is_fresh: bool = False) -> KindForm:
    form = asking("")(formdata=None, **paper.fresh_days(trip)) if is_fresh else form_of(request.form)
    form.offers(paper.writers(person.school, trip), trip)
    return form


def _page(person: Person, form: KindForm) -> str:
    return render_template("incidents/paper.html", form=form.shown(), to_ring=head_queries.to_ring(person.school))


def _sheet_form(person: Person, trip: Trip, *, is_fresh: bool = False) -> SheetForm:
    form = SheetForm(formdata=None, **paper.fresh_days(trip)) if is_fresh else SheetForm()
    form.offers(paper.writers(person.school, trip), trip)
    return form.offers_phones([(phone.id, phone.name) for phone in phones_on(trip.id)])


def _sheet_page(form: SheetForm) -> str:
    return render_template("incidents/sheet_back.html", form=form)
