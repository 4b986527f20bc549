"""Handing a phone out to somebody, and taking it back once the school has what it holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.queries import find_staff, staff_of
from server.foundation import access, registry
from server.phones import loans, queries
from server.phones.forms import HandBackForm, HandOutForm
from server.phones.models import Phone
from server.phones.pages import KEEPS_PHONES

blueprint = Blueprint("loans", __name__, template_folder="templates")


@blueprint.get("/office/phone/<phone_id>/loan")
@access.staff()
def loan_page(phone_id: str) -> str:
    """Who has the phone, and who had it before."""
    return _page(phone_id)


@blueprint.post("/office/phone/<phone_id>/out")
@access.staff(*KEEPS_PHONES)
def hand_out(phone_id: str) -> Any:
    """Note who takes it."""
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    form = _hand_out_form(phone)
    if not form.validate():
        return _page(phone_id, out=form), 422
    taker = find_staff(person.school, form.staff.data)
    loans.hand_out(phone, taker, by=person.id, trip=form.trip.data or None)
    flash(f"{taker.name} has {phone.name} now.", "success")
    return redirect(url_for("loans.loan_page", phone_id=phone.id))


@blueprint.post("/office/phone/<phone_id>/back")
@access.staff(*KEEPS_PHONES)
def hand_back(phone_id: str) -> Any:
    """Note that it is back; refused while it holds what the school has not."""
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    loan, form = loans.loan_out(phone), HandBackForm()
    if not form.validate() or (loan and loans.why_not_back(phone, loan)):
        return _page(phone_id, back=form), 422
    loans.hand_back(phone, wiped="wiped" in (form.done.data or []), note=form.note.data or "", by=person.id)
    flash(f"{phone.name} is back.", "success")
    return redirect(url_for("loans.loan_page", phone_id=phone.id))


def _hand_out_form(phone: Phone) -> HandOutForm:
    ahead = registry.current().trips_ahead(phone.school_id, phone.id)
    own = next((trip.id for trip in ahead if trip.is_own), "")
    form = HandOutForm(trip=own) if request.method == "GET" else HandOutForm()
    active = [(row.id, row.name) for row in staff_of(phone.school_id) if row.is_active]
    form.staff.choices = [("", "Choose a name"), *active]
    form.trip.choices = [("", "No trip"), *((trip.id, trip.words) for trip in ahead)]
    return form


def _page(phone_id: str, out: HandOutForm | None = None, back: HandBackForm | None = None) -> str:
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    loan, history = loans.loan_out(phone), loans.history(phone)
    return render_template(
        "phones/loan.html",
        phone=phone,
        loan=loan,
        why_not_back=loans.why_not_back(phone, loan) if loan else "",
        trips=registry.current().trip_titles(person.school, [one.trip for one in (*history, loan) if one]),
        history=history,
        out=out or _hand_out_form(phone),
        back_form=back or HandBackForm(formdata=None),
        may_keep=bool(person.roles & set(KEEPS_PHONES)),
    )
