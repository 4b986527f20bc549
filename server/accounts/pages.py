"""Signing in to the office and out of it; the list of staff, and shutting somebody out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from server.accounts import actions, queries
from server.accounts.forms import SignInForm
from server.accounts.rules import Role
from server.foundation import access
from server.foundation.problems import Problem

blueprint = Blueprint("accounts", __name__, template_folder="templates")

OFFICE_HOME = "/office"
KEEPS_ACCOUNTS = (Role.OFFICE, Role.HEADTEACHER, Role.NETWORK_MANAGER)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.anyone()
def sign_in() -> Any:
    """Show the form, or start a sign-in and go on to where the person was heading."""
    if access.person() is not None:
        return redirect(_safe_next())
    form = SignInForm()
    if request.method == "GET":
        return render_template("accounts/sign_in.html", form=form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    return _start_sign_in(form)


def _start_sign_in(form: SignInForm) -> Any:
    try:
        _staff, token = actions.sign_in(form.email.data or "", form.password.data or "")
    except Problem as refused:
        form.email.errors = [refused.title]
        return render_template("accounts/sign_in.html", form=form), refused.status
    # A fresh session, so that a cookie planted before the sign-in is worth nothing after it.
    session.clear()
    login_user(queries.person_of(token))
    return redirect(_safe_next())


def _safe_next() -> str:
    """Where the person was heading, when that is one of the office's own pages."""
    wanted = request.args.get("next", "")
    is_own = wanted == OFFICE_HOME or wanted.startswith(f"{OFFICE_HOME}/")
    return wanted if is_own and wanted.isprintable() and "\\" not in wanted else OFFICE_HOME


@blueprint.post("/sign-out")
@access.anyone()
def sign_out() -> Response:
    """End this sign-in, also one that has run out already."""
    person = access.person()
    if person is not None:
        actions.sign_out(person.session)
    logout_user()
    session.clear()
    flash("You are signed out.", "success")
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/office/staff")
@access.staff(*KEEPS_ACCOUNTS)
def staff_list() -> str:
    """Everybody with an account, and their roles."""
    person = access.signed_in()
    people = [(staff, queries.roles_of(staff.id)) for staff in queries.staff_of(person.school)]
    return render_template("accounts/staff_list.html", people=people)


@blueprint.post("/office/staff/<staff_id>/disable")
@access.staff(*KEEPS_ACCOUNTS)
def disable(staff_id: str) -> Response:
    """Shut somebody out everywhere; nobody shuts themselves out."""
    person = access.signed_in()
    staff = queries.find_staff(person.school, staff_id)
    if staff.id == person.id:
        flash("You cannot disable your own account. Ask somebody else to.", "info")
        return redirect(url_for("accounts.staff_list"))
    actions.disable(staff, by=person.id)
    flash("Disabled. They are signed out everywhere; what they wrote is kept and still arrives.", "success")
    return redirect(url_for("accounts.staff_list"))


@blueprint.post("/office/staff/<staff_id>/enable")
@access.staff(*KEEPS_ACCOUNTS)
def enable(staff_id: str) -> Response:
    """Let somebody sign in again."""
    person = access.signed_in()
    actions.enable(queries.find_staff(person.school, staff_id), by=person.id)
    flash("Enabled. They can sign in again.", "success")
    return redirect(url_for("accounts.staff_list"))
