"""A trip's contacts card, to print for its folder: one side of A4, with the date of each check and the nation."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.foundation import access, clock
from server.policy.contact_rules import NATIONS, is_overdue, nation_note, on_paper
from server.policy.contact_words import ILLEGAL
from server.policy.queries import national_of, rules_of
from server.trips import home_authorities
from server.trips.countries import names
from server.trips.emergency_rules import emergency_in, is_abroad
from server.trips.models import Trip
from server.trips.queries import find_trip
from server.trips.trip_contacts import contacts_for

blueprint = Blueprint("contacts_card", __name__, template_folder="templates")


@blueprint.get("/office/trips/<trip_id>/contacts-card")
@access.staff()
def card(trip_id: str) -> str:
    """The card. Whoever goes may print it: nothing of a pupil is on it."""
    school = access.signed_in().school
    trip, rules, today = find_trip(school, trip_id), rules_of(school), clock.today()
    return render_template(
        "trips/contacts_card.html",
        trip=trip,
        emergency=emergency_in(trip.country),
        is_abroad=is_abroad(trip.country),
        country=names().get(trip.country, trip.country),
        contacts=contacts_for(Trip.get_by_id(trip.id)),
        authorities=home_authorities.of_trip(school, trip.id),
        # 999 leads the card.
        national=[one for one in national_of(school) if one.number != "999"],
        rules=rules,
        nations=NATIONS,
        note=nation_note(rules.nation),
        never=ILLEGAL["never"],
        today=on_paper(today),
        checked=lambda one: on_paper(one.checked_on) if one.checked_on else "never",
        is_overdue=lambda one: is_overdue(one.checked_on, today, rules.check_days),
    )
