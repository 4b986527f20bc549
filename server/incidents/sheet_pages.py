"""A trip's sheet, to print: what to do without a phone, and where to write down what happened."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.foundation import access
from server.incidents import paper_details, paper_words, sheet
from server.incidents.sheet import TripSheet
from server.trips.queries import find_trip

blueprint = Blueprint("trip_sheet", __name__, template_folder="templates")
COUNTS, CALLS = 6, 3


@blueprint.get("/office/trips/<trip_id>/sheet")
@access.staff()
def without_names(trip_id: str) -> str:
    """The sheet. Whoever goes may print it: no pupil is on it."""
    person = access.signed_in()
    return _page(sheet.sheet_of(person.school, find_trip(person.school, trip_id)))


@blueprint.get("/office/trips/<trip_id>/sheet/with-names")
@access.staff()
def with_names(trip_id: str) -> str:
    """The same with the pupils' names."""
    person = access.signed_in()
    return _page(sheet.sheet_with_names(person, find_trip(person.school, trip_id)))


def _page(found: TripSheet) -> str:
    person = access.signed_in()
    return render_template(
        "incidents/sheet.html",
        sheet=found,
        words=paper_words,
        questions=list(paper_details.every_question()),
        counts=COUNTS,
        calls=CALLS,
        may_have_names=sheet.may_have_names(person, found.trip.id),
    )
