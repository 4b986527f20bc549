"""The list of trips, what a trip's list carries, and where it is. A trip's own page is reconciliation's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import sent
from server.foundation import access
from server.policy.contact_rules import KEEPS_CONTACTS
from server.trips import actions, changes, listing, planning, queries
from server.trips.changes import Save
from server.trips.countries import names
from server.trips.emergency_rules import emergency_in, is_abroad
from server.trips.forms import CountryForm, ListForm
from server.trips.rules import PLANS_TRIPS, READS_OWN_PHONES, STATE_NAMES

blueprint = Blueprint("trips", __name__, template_folder="templates")


@blueprint.get("/office/trips")
@access.staff()
def every_trip() -> str:
    """Trips of today, to come (the nearest first) and past (the latest first), a hundred to a page."""
    person = access.signed_in()
    return render_template(
        "trips/every_trip.html",
        lists=listing.lists(person.school, {name: _page_asked(name) for name in ("today", "coming", "past")}),
        states=STATE_NAMES,
        may_plan=bool(person.roles & set(PLANS_TRIPS)),
        may_keep_contacts=bool(person.roles & set(KEEPS_CONTACTS)),
        may_read_own_phones=bool(person.roles & set(READS_OWN_PHONES)),
    )


@blueprint.get("/office/trips/archived")
@access.staff()
def archived() -> str:
    """Archived trips, the latest first."""
    found = listing.archived(access.signed_in().school, _page_asked("page"))
    return render_template("trips/archived.html", found=found, states=STATE_NAMES)


def _page_asked(name: str) -> int:
    text = request.args.get(name, "")
    return min(max(int(text), 1), listing.MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@blueprint.get("/office/trips/<trip_id>/list")
@access.staff(*PLANS_TRIPS)
def todays_list(trip_id: str) -> str:
    """What today's list of a trip carries, besides names and classes."""
    return _list_page(trip_id)


@blueprint.post("/office/trips/<trip_id>/list")
@access.staff(*PLANS_TRIPS)
def choose_list(trip_id: str) -> Any:
    """Choose it. Phones hear of it at their next contact."""
    person = access.signed_in()
    form = ListForm()
    if not form.validate():
        return _list_page(trip_id, form), 422
    trip = queries.find_trip(person.school, trip_id)
    actions.choose_list(person.school, trip.id, set(form.carries.data or []), by=person.id)
    flash("Changed. Phones take it up at their next contact.", "success")
    return redirect(url_for("trips.todays_list", trip_id=trip.id))


def _list_page(trip_id: str, form: ListForm | None = None) -> str:
    person = access.signed_in()
    trip = queries.find_trip(person.school, trip_id)
    facts = queries.list_facts(trip.id)
    return render_template(
        "trips/todays_list.html",
        trip=trip,
        facts=facts,
        form=form or ListForm(formdata=None, carries=facts.carries),
    )


@blueprint.get("/office/trips/<trip_id>/country")
@access.staff(*PLANS_TRIPS)
def country(trip_id: str) -> str:
    """In which country and time zone a trip is."""
    return _country_page(trip_id)


@blueprint.post("/office/trips/<trip_id>/country")
@access.staff(*PLANS_TRIPS)
def choose_country(trip_id: str) -> Any:
    """Choose them. Phones hear of it at their next contact."""
    person = access.signed_in()
    form = CountryForm().offers()
    trip = queries.find_trip(person.school, trip_id)
    if not form.validate():
        return _country_page(trip_id, form, seen=sent.seen()), 422
    try:
        planning.choose_country(person.school, trip.id, form.chosen(), Save(person.id, sent.seen()))
    except changes.OvertakenError as meanwhile:
        return _country_page(trip_id, form, told=meanwhile.told), 409
    flash("Saved. Phones take it up at their next contact.", "success")
    return redirect(url_for("trips.country", trip_id=trip.id))


def _country_page(
    trip_id: str, form: CountryForm | None = None, *, seen: int | None = None, told: Sequence[str] = ()
) -> str:
    """The page; `seen` is the version that a form sent back came from, `told` what others changed since."""
    seen = changes.version(trip_id, changes.COUNTRY) if seen is None else seen
    trip = queries.find_trip(access.signed_in().school, trip_id)
    as_it_is = {"country": trip.country, "time_zone": trip.time_zone}
    return render_template(
        "trips/country.html",
        trip=trip,
        country=names().get(trip.country, trip.country),
        is_abroad=is_abroad(trip.country),
        emergency=emergency_in(trip.country),
        form=form or CountryForm(formdata=None, **as_it_is).offers(),
        seen=seen,
        told=told,
    )
