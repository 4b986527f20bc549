"""The list of incidents across trips."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from server.foundation import access
from server.incidents import lists, rules
from server.incidents.list_forms import BY_ID, NarrowForm

blueprint = Blueprint("incident_list", __name__, template_folder="templates")
CHIP_NAMES = {"trip": "Trip", "staff": "Written by", "phone": "Sent from", "pupil": "Names"}


@blueprint.get("/office/incidents")
@access.staff()
def every_incident() -> Any:
    """Every incident that this person may see, the newest first; `?category=`, `?trip=` and so on narrow it."""
    person, form = access.signed_in(), NarrowForm(request.args)
    is_well = form.validate()
    wanted = form.wanted(request.args) if is_well else lists.Wanted()
    page = lists.listed(person, wanted)
    lists.note_list(person, wanted, page.total)
    answer = render_template(
        "incidents/incident_list.html",
        form=form,
        page=page,
        chips=_chips(lists.chosen(person.school, wanted)),
        is_narrowed=bool(wanted.as_codes),
        names=rules,
    )
    return answer, 200 if is_well else 422


def _chips(chosen: lists.Chosen) -> list[dict[str, str]]:
    """What was chosen by its id: its name, the id, and the address of the list without it."""
    chips = []
    for part in BY_ID:
        if request.args.get(part):
            others: dict[str, Any] = {name: request.args.getlist(name) for name in request.args}
            others = {name: several for name, several in others.items() if name not in (part, "page")}
            chips.append(
                {
                    "part": part,
                    "id": request.args[part],
                    "title": CHIP_NAMES[part],
                    "name": getattr(chosen, part) or "not known",
                    "without": url_for("incident_list.every_incident", **others),
                }
            )
    return chips
