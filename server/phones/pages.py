"""The school's phones: which are ready for a trip, adding one, and a code to set one up with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import the_school
from server.accounts.rules import Role
from server.foundation import access, clock
from server.phones import actions, queries, rules
from server.phones.forms import AddPhoneForm

blueprint = Blueprint("phones", __name__, template_folder="templates")

KEEPS_PHONES = (Role.OFFICE, Role.NETWORK_MANAGER, Role.EVC, Role.HEADTEACHER)


@blueprint.get("/office/phones")
@access.staff()
def inventory() -> str:
    """Every phone, with its readiness and last contact; the form to add one for those who keep them."""
    return _inventory(AddPhoneForm(formdata=None))


@blueprint.post("/office/phones")
@access.staff(*KEEPS_PHONES)
def add_phone() -> Any:
    """Add a phone of a name not yet used."""
    person = access.signed_in()
    form = AddPhoneForm()
    if form.validate() and form.name.data in queries.names_of(person.school).values():
        form.name.errors = ["There is already a phone of that name"]
    if form.errors:
        return _inventory(form), 422
    actions.add_phone(the_school(), form.name.data or "", by=person.id)
    flash("Added. Make a set-up code for it when you have it in your hand.", "success")
    return redirect(url_for("phones.inventory"))


@blueprint.post("/office/phones/<phone_id>/code")
@access.staff(*KEEPS_PHONES)
def make_code(phone_id: str) -> str:
    """Make a set-up code and show it, this once."""
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    code = actions.make_code(phone, by=person.id)
    expires_at = clock.now() + rules.CODE_LIFE
    return render_template("phones/code.html", phone=phone, code=rules.shown_code(code), expires_at=expires_at)


def _inventory(form: AddPhoneForm) -> str:
    person = access.signed_in()
    return render_template(
        "phones/inventory.html",
        phones=queries.phones_of(person.school),
        last_contacts=queries.last_contacts(person.school),
        form=form,
        may_keep=bool(person.roles & set(KEEPS_PHONES)),
    )
