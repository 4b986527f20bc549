"""The office adds who joins one trip, hands a supply teacher a code and a helper a card, and ends it again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.one_time_codes import shown_code
from server.foundation import access
from server.phones.queries import names_of
from server.trips import joiners, planning, queries
from server.trips.forms import JoinerForm
from server.trips.models import TripJoiner
from server.trips.rules import HELPER, PLANS_TRIPS
from server.trips.trip_contacts import contacts_for

blueprint = Blueprint("joiners", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>/joining")

# Whom a helper tells: not the chair or the LADO, whom the school rings.
TELLS = ("base_contact", "dsl", "headteacher")


@blueprint.get("")
@access.staff(*PLANS_TRIPS)
def joining(trip_id: str) -> str:
    """Who has joined a trip, and adding somebody."""
    return _page(trip_id)


@blueprint.post("")
@access.staff(*PLANS_TRIPS)
def add(trip_id: str) -> Any:
    """Add somebody; their code or their card comes next."""
    person = access.signed_in()
    trip = queries.find_trip(person.school, trip_id)
    form = JoinerForm()
    if not form.validate():
        return _page(trip_id, form), 422
    who = joiners.NewJoiner(str(form.name.data).strip(), str(form.part.data), bool(form.has_assured.data))
    row = joiners.add(person.school, trip.id, who, by=person.id)
    if row.part == HELPER:
        return redirect(url_for("joiners.card", trip_id=trip.id, joiner_id=row.id))
    return _code_page(row)


@blueprint.post("/<joiner_id>/code")
@access.staff(*PLANS_TRIPS)
def make_code(trip_id: str, joiner_id: str) -> str:
    """Another code, for another phone; the one before is void where it was not used."""
    return _code_page(joiners.find(access.signed_in().school, trip_id, joiner_id))


@blueprint.get("/<joiner_id>/card")
@access.staff(*PLANS_TRIPS)
def card(trip_id: str, joiner_id: str) -> str:
    """A helper's card, to print."""
    person = access.signed_in()
    row = joiners.find(person.school, trip_id, joiner_id)
    every = contacts_for(planning.row_of(person.school, trip_id))
    contacts = [contact for contact in every if contact.role in TELLS]
    trip = queries.find_trip(person.school, trip_id)
    return render_template("trips/helper_card.html", joiner=row, trip=trip, contacts=contacts)


@blueprint.post("/<joiner_id>/end")
@access.staff(*PLANS_TRIPS)
def end(trip_id: str, joiner_id: str) -> Any:
    """They are not on the trip any more."""
    person = access.signed_in()
    joiners.end(joiners.find(person.school, trip_id, joiner_id), by=person.id)
    flash("Noted. A phone they opened lets go of them at its next contact.", "success")
    return redirect(url_for("joiners.joining", trip_id=trip_id))


def _page(trip_id: str, form: JoinerForm | None = None) -> str:
    person = access.signed_in()
    trip = queries.find_trip(person.school, trip_id)
    return render_template(
        "trips/joining.html",
        trip=trip,
        joiners=joiners.of_trip(trip.id),
        phone_names=names_of(person.school),
        form=form or JoinerForm(formdata=None),
    )


def _code_page(row: TripJoiner) -> str:
    person = access.signed_in()
    code = joiners.make_code(row, by=person.id)
    trip = queries.find_trip(person.school, row.trip_id)
    return render_template("trips/joining_code.html", joiner=row, trip=trip, code=shown_code(code))
