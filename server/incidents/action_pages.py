"""One action, for its owner and for whoever may read its incident; and saying that it is done."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_of
from server.foundation import access, audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.incidents.action_queries import Action, find_action
from server.incidents.follow_up_forms import DoneForm
from server.incidents.follow_ups import file_later
from server.incidents.later_kinds import DONE

blueprint = Blueprint("actions", __name__, url_prefix="/office/actions", template_folder="templates")


@blueprint.get("/<action_id>")
@access.staff()
def action(action_id: str) -> str:
    """What is to be done, by whom and when; nothing else of its incident."""
    person = access.signed_in()
    return _page(person, find_action(person, action_id), DoneForm(formdata=None))


@blueprint.post("/<action_id>/done")
@access.staff()
def done(action_id: str) -> Any:
    """It is done. Whoever comes second sees that somebody else said so."""
    person = access.signed_in()
    found, form = find_action(person, action_id), DoneForm()
    if not form.validate():
        return _page(person, found, form), 422
    if found.is_done:
        flash("It was marked as done already.", "info")
    else:
        said = {"action": found.id, "done_at": clock.as_text(clock.now()), "words": form.words.data or None}
        file_later(form, DONE, found.incident, said, by=person)
        flash("Done. It stands in the chronology.", "success")
    return redirect(url_for("actions.action", action_id=action_id))


def _page(person: Person, found: Action, form: DoneForm) -> str:
    with db.atomic():
        audit.write(person.school, person.id, "action.viewed", found.id)
    names = {one.id: one.name for one in staff_of(person.school)}
    return render_template(
        "incidents/action.html", action=found, form=form.begun(), owner=names.get(found.owner or "", "Nobody yet")
    )
