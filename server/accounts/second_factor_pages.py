"""One's own second step at sign-in: what there is of it, adding a passkey, making a sheet of codes, removing either.

Each asks for the password first, so that a screen left open for a minute opens nothing later.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import actions, code_sheets, passkeys, queries
from server.accounts.models import Passkey, Staff
from server.accounts.rules import SECOND_STEP_ROLES
from server.accounts.second_factor_forms import ConfirmForm, NameKeyForm, NewKeyForm
from server.foundation import access
from server.foundation.problems import Problem

blueprint = Blueprint("second_factor", __name__, template_folder="templates")

SHEET = "codes"


@blueprint.get("/office/you/second-step")
@access.staff()
def overview() -> str:
    """One's passkeys and how many codes are left; whoever's role is offered none any more still sees what there is."""
    person = access.signed_in()
    return render_template(
        "accounts/second_factor.html",
        keys=passkeys.of(_me()),
        codes_left=code_sheets.left(_me()),
        is_offered=bool(person.roles & set(SECOND_STEP_ROLES)),
        must_add=person.must_add_second_step,
    )


@blueprint.route("/office/you/second-step/keys", methods=["GET", "POST"])
@access.staff(*SECOND_STEP_ROLES)
def name_key() -> Any:
    """Ask for a name and the password; then have the browser make a passkey."""
    form = NameKeyForm()
    wrong = _wrong(form)
    if wrong:
        return render_template("accounts/name_key.html", form=form), *wrong
    name = (form.name.data or "").strip()
    return render_template("accounts/add_key.html", name=name, options=passkeys.offer_adding(_me()))


@blueprint.post("/office/you/second-step/keys/new")
@access.staff(*SECOND_STEP_ROLES)
def add_key() -> Any:
    """Keep what the browser made."""
    form = NewKeyForm()
    try:
        if not form.validate():
            raise Problem("accounts.key_refused")
        passkeys.add(_me(), (form.name.data or "").strip(), form.credential.data or "")
    except Problem as refused:
        words = "Nothing was added. It may have taken more than five minutes: try once more."
        return render_template("accounts/name_key.html", form=NameKeyForm(formdata=None), fault=words), refused.status
    flash("Added. From now on you are asked for it after your password.", "success")
    return redirect(url_for("second_factor.overview"))


@blueprint.route("/office/you/second-step/codes", methods=["GET", "POST"])
@access.staff(*SECOND_STEP_ROLES)
def make_sheet() -> Any:
    """Make a sheet and show it, this once."""
    form = ConfirmForm()
    wrong = _wrong(form)
    if wrong:
        return render_template("accounts/make_sheet.html", form=form, codes_left=code_sheets.left(_me())), *wrong
    return render_template("accounts/code_sheet.html", codes=code_sheets.make(_me()))


@blueprint.route("/office/you/second-step/<which>/remove", methods=["GET", "POST"])
@access.staff()
def remove(which: str) -> Any:
    """Remove one passkey, or the sheet of codes."""
    key = None if which == SHEET else _own_key(which)
    form = ConfirmForm()
    wrong = _wrong(form)
    if wrong:
        return render_template("accounts/remove_second_factor.html", form=form, key=key), *wrong
    if key is None:
        code_sheets.remove(_me())
    else:
        passkeys.remove(key)
    flash("Removed.", "success")
    return redirect(url_for("second_factor.overview"))


def _me() -> Staff:
    person = access.signed_in()
    return queries.find_staff(person.school, person.id)


def _own_key(key_id: str) -> Passkey:
    key: Passkey | None = Passkey.get_or_none(Passkey.id == key_id, Passkey.staff == _me())
    if key is None:
        raise Problem("request.not_found")
    return key


def _wrong(form: ConfirmForm) -> tuple[int, dict[str, str]] | None:
    """The status and headers with which the form is shown: not sent yet, or with mistakes. None when all is right."""
    if request.method == "GET":
        return 200, {}
    if not form.validate():
        return 422, {}
    try:
        actions.check_own_password(_me(), form.current.data or "")
    except Problem as refused:
        form.current.errors = [refused.detail or "That is not your password"]
        return refused.status, refused.headers
    return None
