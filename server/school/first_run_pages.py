"""The first page of an empty server: whoever has the code that it printed begins the school."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for

from server.accounts.actions import PasswordRefused
from server.accounts.pages import let_in, this_browser
from server.accounts.queries import any_school
from server.foundation import access
from server.school import beginning, claiming
from server.school.forms import FirstRunForm

blueprint = Blueprint("first_run", __name__, template_folder="templates")

_WRONG = "That is not the code. It stands where the server was started; each start makes a new one"


@blueprint.route("/first-run", methods=["GET", "POST"])
@access.anyone()
def first_run() -> Any:
    """The form, and beginning the school with it. Once there is a school, the way into its office."""
    if any_school() is not None:
        return redirect(url_for("ready.getting_ready"))
    form = FirstRunForm()
    if request.method == "GET":
        return render_template("school/first_run.html", form=form)
    if not form.validate():
        return render_template("school/first_run.html", form=form), 422
    if not claiming.is_right(form.code.data or ""):
        current_app.logger.warning("first run refused: not the code")
        form.code.errors = [_WRONG]
        return render_template("school/first_run.html", form=form), 403
    try:
        begun = beginning.begin(
            str(form.school.data), form.people(), password=form.password.data or "", browser=this_browser()
        )
    except PasswordRefused as refused:
        form.password.errors = [refused.words]
        return render_template("school/first_run.html", form=form), 422
    session.clear()
    let_in(begun.token)
    return render_template("school/begun.html", begun=begun)
