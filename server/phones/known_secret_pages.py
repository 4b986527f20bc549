"""The button for when somebody else knows one's PIN or password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts.queries import find_staff
from server.foundation import access
from server.phones import known_secrets

blueprint = Blueprint("known_secrets", __name__, template_folder="templates")


@blueprint.get("/office/you/known")
@access.staff()
def ask() -> str:
    """What it does, before it does it."""
    return render_template("phones/known_secret.html")


@blueprint.post("/office/you/known")
@access.staff()
def end_everywhere() -> Response:
    """End it everywhere, and go on to a new password."""
    person = access.signed_in()
    known_secrets.end_everywhere(find_staff(person.school, person.id), person.session)
    flash("Ended everywhere but here. Choose a new password now; then choose a new PIN on each phone.", "success")
    return redirect(url_for("you.change_password"))
