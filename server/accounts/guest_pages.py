"""Who is here for some days, adding somebody, another code, and ending it before its time."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts import guests, visitors
from server.accounts.guest_forms import GuestForm
from server.accounts.models import Staff
from server.accounts.one_time_codes import shown_code
from server.accounts.rules import KEEPS_ACCOUNTS
from server.foundation import access

blueprint = Blueprint("guests", __name__, template_folder="templates", url_prefix="/office/staff/guests")


@blueprint.get("")
@access.staff(*KEEPS_ACCOUNTS)
def every_guest() -> str:
    """Everybody who is here for some days or for a trip, and who was lately."""
    return _page(GuestForm(formdata=None))


@blueprint.post("")
@access.staff(*KEEPS_ACCOUNTS)
def add() -> Any:
    """Add somebody; their code comes next."""
    person, form = access.signed_in(), GuestForm()
    if not form.validate():
        return _page(form), 422
    return _code_page(guests.add(person.school, form.name.data or "", form.last_day.data, by=person.id))


@blueprint.post("/<staff_id>/code")
@access.staff(*KEEPS_ACCOUNTS)
def make_code(staff_id: str) -> str:
    """Another code, for another phone; the one before is void where it was not used."""
    return _code_page(guests.find(access.signed_in().school, staff_id))


@blueprint.post("/<staff_id>/end")
@access.staff(*KEEPS_ACCOUNTS)
def end(staff_id: str) -> Response:
    """They have left."""
    person = access.signed_in()
    guests.end_now(guests.find(person.school, staff_id), by=person.id)
    flash("Ended. A phone they opened lets go of them at its next contact; what they wrote still arrives.", "success")
    return redirect(url_for("guests.every_guest"))


def _page(form: GuestForm) -> str:
    found = guests.every_guest(access.signed_in().school)
    return render_template("accounts/guests.html", guests=found, form=form)


def _code_page(staff: Staff) -> str:
    code = visitors.make_code(staff, by=access.signed_in().id)
    return render_template("accounts/guest_code.html", staff=staff, code=shown_code(code))
