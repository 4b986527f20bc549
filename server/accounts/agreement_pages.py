"""Reading and signing the agreement on acceptable use, and putting another version in force."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.accounts import agreements, queries
from server.accounts.forms import AgreementForm
from server.accounts.rules import Role
from server.foundation import access, clock
from server.foundation.problems import Problem

blueprint = Blueprint("agreement", __name__, template_folder="templates")

WRITES_IT = (Role.HEADTEACHER, Role.NETWORK_MANAGER)


@blueprint.get("/office/agreement")
@access.staff()
def agreement() -> str:
    """The version in force, and whether one has signed it."""
    person = access.signed_in()
    in_force = agreements.in_force(person.school)
    return render_template(
        "accounts/agreement.html",
        agreement=in_force,
        days=agreements.holds_for(person.school).days,
        is_due=agreements.is_due(person.id, in_force),
        signature=agreements.last_signature(person.id),
        may_write=bool(person.roles & set(WRITES_IT)),
        unsigned=agreements.unsigned(person.school) if person.roles & set(WRITES_IT) else [],
    )


@blueprint.post("/office/agreement")
@access.staff()
def sign() -> Response:
    """Sign the version that was read: not one put in force meanwhile."""
    person = access.signed_in()
    in_force = agreements.in_force(person.school)
    if in_force is None or request.form.get("version") != str(in_force.version):
        raise Problem("request.refused", "Another version came into force meanwhile. Read it, then sign.")
    agreements.sign(queries.find_staff(person.school, person.id), in_force.version, clock.now())
    flash("Signed.", "success")
    return redirect(url_for("agreement.agreement"))


@blueprint.route("/office/agreement/new", methods=["GET", "POST"])
@access.staff(*WRITES_IT)
def put_in_force() -> Any:
    """Write another version."""
    person = access.signed_in()
    before = agreements.in_force(person.school)
    form = AgreementForm(text=before.text if before else "")
    if request.method == "GET":
        return render_template("accounts/new_agreement.html", form=form)
    if not form.validate():
        return render_template("accounts/new_agreement.html", form=form), 422
    agreements.put_in_force(person.school, (form.text.data or "").strip(), by=person.id)
    flash("In force. Everybody is asked to sign it.", "success")
    return redirect(url_for("agreement.agreement"))
