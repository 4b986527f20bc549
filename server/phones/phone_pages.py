"""One phone's page: what the school knows of it, who can open it, and the button for when it is lost."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.rules import Role
from server.foundation import access
from server.phones import (
    actions,
    charges,
    history,
    loans,
    locking,
    lost_phones,
    queries,
    set_up_checks,
    staff_devices,
    unlocks,
)
from server.phones.forms import DataIncidentForm, PhoneDetailsForm, PhoneRulesForm
from server.phones.pages import HOLDS_PASSCODES, KEEPS_PHONES
from server.phones.settings import LOCK_MINUTES, PASSCODE_HELD_BY, REGISTERS_DEVICES, USER_ALONE
from server.policy import changing, versions

blueprint = Blueprint("phone", __name__, template_folder="templates")

DECIDES = (Role.HEADTEACHER, Role.NETWORK_MANAGER, Role.OFFICE)


@blueprint.get("/office/phone/<phone_id>")
@access.staff()
def phone_page(phone_id: str) -> str:
    """One phone of the inventory."""
    return _page(phone_id)


@blueprint.post("/office/phone/<phone_id>")
@access.staff(*KEEPS_PHONES)
def change_details(phone_id: str) -> Any:
    """Change what is noted of it."""
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    form = PhoneDetailsForm()
    if not form.validate():
        return _page(phone_id, details=form), 422
    actions.change_details(phone, form.details(), by=person.id)
    flash("Changed.", "success")
    return redirect(url_for("phone.phone_page", phone_id=phone.id))


@blueprint.post("/office/phone/<phone_id>/custody")
@access.staff(*HOLDS_PASSCODES)
def confirm_custody(phone_id: str) -> Any:
    """Confirm that somebody can get into the handset (R9). The passcode itself is kept nowhere here."""
    person = access.signed_in()
    actions.confirm_custody(queries.find_phone(person.school, phone_id), by=person.id)
    flash("Confirmed.", "success")
    return redirect(url_for("phone.phone_page", phone_id=phone_id))


@blueprint.post("/office/phone/<phone_id>/rescue/<unlock_id>")
@access.staff(*KEEPS_PHONES)
def read_out_code(phone_id: str, unlock_id: str) -> str:
    """Show somebody's rescue code, to be read out over the telephone."""
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    unlock = next((row for row in unlocks.live_on(phone.id) if row.id == unlock_id), None)
    code = unlocks.read_out_code(person.school, unlock_id, by=person.id)
    return render_template("phones/rescue_code.html", phone=phone, name=unlock.staff.name if unlock else "", code=code)


@blueprint.post("/office/phone/<phone_id>/lost")
@access.staff()
def mark_lost(phone_id: str) -> Any:
    """Anybody may say that a phone is lost: minutes count."""
    person = access.signed_in()
    lost_phones.mark_lost(queries.find_phone(person.school, phone_id), by=person.id)
    flash("Marked as lost. Nobody can open it with a PIN any more; what it still sends is kept.", "success")
    return redirect(url_for("phone.phone_page", phone_id=phone_id))


@blueprint.post("/office/phone/<phone_id>/found")
@access.staff(*KEEPS_PHONES)
def mark_found(phone_id: str) -> Any:
    """Take a lost phone back into use."""
    person = access.signed_in()
    lost_phones.mark_found(queries.find_phone(person.school, phone_id), by=person.id)
    flash("Back in use. Whoever uses it chooses a PIN anew.", "success")
    return redirect(url_for("phone.phone_page", phone_id=phone_id))


@blueprint.post("/office/phone/<phone_id>/data-incident")
@access.staff(*DECIDES)
def decide(phone_id: str) -> Any:
    """Note whether the regulator is told of a lost phone, and why."""
    person = access.signed_in()
    incident = lost_phones.open_incident(queries.find_phone(person.school, phone_id))
    form = DataIncidentForm()
    if incident is None or not form.validate():
        return _page(phone_id, incident_form=form), 422
    lost_phones.decide(incident, form.decision.data, form.reason.data or "", by=person.id)
    flash("Noted.", "success")
    return redirect(url_for("phone.phone_page", phone_id=phone_id))


@blueprint.route("/office/phone-rules", methods=["GET", "POST"])
@access.staff(*HOLDS_PASSCODES)
def phone_rules() -> Any:
    """After how long out of sight a phone on a trip locks itself; whether staff-owned devices are registered."""
    person = access.signed_in()
    registered = ["registered"] if staff_devices.are_registered(person.school) else []
    form = PhoneRulesForm(minutes=str(locking.lock_minutes(person.school)), devices=registered)
    if request.method == "GET":
        return render_template("phones/phone_rules.html", form=form)
    if not form.validate():
        return render_template("phones/phone_rules.html", form=form), 422
    chosen = {
        LOCK_MINUTES.code: int(form.minutes.data or ""),
        REGISTERS_DEVICES.code: "registered" in (form.devices.data or []),
    }
    changing.choose(person.school, chosen, by=person.id)
    flash("Saved. Phones take it up at their next contact.", "success")
    return redirect(url_for("phone.phone_rules"))


@blueprint.get("/office/phone/<phone_id>/history")
@access.staff(*KEEPS_PHONES)
def what_happened(phone_id: str) -> str:
    """What happened to a phone since it was added, the latest first."""
    phone = queries.find_phone(access.signed_in().school, phone_id)
    return render_template("phones/history.html", phone=phone, events=history.of(phone))


def _page(phone_id: str, details: PhoneDetailsForm | None = None, incident_form: DataIncidentForm | None = None) -> str:
    person = access.signed_in()
    phone = queries.find_phone(person.school, phone_id)
    loan = loans.loan_out(phone)
    is_users_alone = versions.value(person.school, PASSCODE_HELD_BY) == USER_ALONE
    return render_template(
        "phones/phone.html",
        phone=phone,
        people=unlocks.live_on(phone.id),
        loan=loan,
        trip=loans.title_of_trip(loan),
        check=set_up_checks.standing_of(phone),
        charge=charges.latest(person.school, [phone.id]).get(phone.id),
        details=details or PhoneDetailsForm(formdata=None, obj=phone),
        incident=lost_phones.open_incident(phone),
        incident_form=incident_form or DataIncidentForm(formdata=None),
        may_keep=bool(person.roles & set(KEEPS_PHONES)),
        may_decide=bool(person.roles & set(DECIDES)),
        is_users_alone=is_users_alone,
        may_confirm=bool(person.roles & set(HOLDS_PASSCODES)) and not is_users_alone,
        confirmed_by=queries.name_of_staff(phone.custody_confirmed_by),
    )
