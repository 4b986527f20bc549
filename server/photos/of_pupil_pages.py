"""Photos of one child, for whoever looks into consent. No picture stands here: the gallery by child shows those."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.consent.rules import PURPOSE_NAMES
from server.consent.settings import KEEPS_CONSENT
from server.foundation import access
from server.photos import queries
from server.photos.held_rules import HELD_NAMES
from server.photos.of_pupil import of_pupil
from server.trips.names import names_beside

blueprint = Blueprint("photos_of_pupil", __name__, template_folder="templates")


@blueprint.get("/office/photos/of/<pupil_id>")
@access.staff(*KEEPS_CONSENT)
def photos_of(pupil_id: str) -> str:
    """Every photo of a child, held back or not, where each was released, and what could not be recalled."""
    person = access.signed_in()
    pupil = queries.find_pupil(person.school, pupil_id)
    found = of_pupil(pupil, by=person.id)
    released = [row.decided_by for _shown, rows, _files in found.photos for row in rows]
    taken = [row.exported_by for _shown, _rows, files in found.photos for row in files]
    trips = [shown.photo.trip for shown, *_rest in found.photos]
    names = names_beside(person.school, trips=trips, staff=[*released, *taken])
    return render_template(
        "photos/of_pupil.html",
        pupil=pupil,
        found=found,
        names=names,
        titles=names,
        purposes=PURPOSE_NAMES,
        reasons=HELD_NAMES,
    )
