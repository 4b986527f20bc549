"""A trip's pocket card, to print: four of a wallet's size on one sheet, and one for the coach's folder."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.foundation import access
from server.personal_phone.pocket_card import card_of
from server.trips.queries import find_trip

blueprint = Blueprint("pocket_card", __name__, template_folder="templates")

WALLET_CARDS = 4


@blueprint.get("/office/trips/<trip_id>/pocket-card")
@access.staff()
def card(trip_id: str) -> str:
    """The cards. Whoever goes may print them: nothing of a pupil is on one."""
    person = access.signed_in()
    trip = find_trip(person.school, trip_id)
    return render_template(
        "personal_phone/pocket_card.html", trip=trip, card=card_of(person.school, trip), copies=WALLET_CARDS
    )
