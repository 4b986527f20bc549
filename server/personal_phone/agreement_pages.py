"""Own-phone agreements in the office: the register, giving one, one of them, revoking it; and somebody's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.queries import staff_names, staff_of
from server.accounts.rules import is_in_use
from server.foundation import access, clock
from server.foundation.problems import Problem
from server.personal_phone import agreement_rules as rules
from server.personal_phone import agreements, own_phone_rules, own_phone_settings
from server.personal_phone.agreement_forms import YES, AgreementForm, RevokeForm
from server.personal_phone.own_phone_rules import COULD_GIVE, SETS_RULES
from server.trips.queries import staff_ids_on, trips_just_over, trips_to_come

blueprint = Blueprint("own_phone_agreements", __name__, template_folder="templates")


@blueprint.get("/office/own-phones/agreements")
@access.staff(*rules.READS)
def register() -> str:
    """Everything that was ever agreed, the newest first."""
    person = access.signed_in()
    chosen = own_phone_settings.of_school(person.school)
    return render_template(
        "personal_phone/agreements.html",
        page=agreements.page_of_school(person.school),
        kinds=rules.KIND_NAMES,
        who=own_phone_rules.who_agrees(chosen),
        may_give=own_phone_rules.may_give(person.roles, chosen),
        may_set_rules=bool(person.roles & set(SETS_RULES)),
    )


@blueprint.get("/office/own-phones/agreements/new")
@access.staff(*COULD_GIVE)
def new() -> str:
    """The form; `?trip=` fills the trip in."""
    trip = request.args.get("trip", "")
    return _form_page(_offered(AgreementForm(formdata=None, trip=trip), trip))


@blueprint.post("/office/own-phones/agreements/new")
@access.staff(*COULD_GIVE)
def give() -> Any:
    """Agree that somebody uses their own phone."""
    person = access.signed_in()
    form = AgreementForm()
    if not _offered(form, str(form.trip.data)).validate():
        return _form_page(form), 422
    given = agreements.give(person.school, form.wanted(), by=person.id)
    if form.is_afterwards:
        flash(f"Agreement {given.number} is given afterwards, for what was done.", "success")
    else:
        flash(f"Agreement {given.number} is given. Tell them its conditions, and hand them the pocket card.", "success")
    return redirect(url_for("own_phone_agreements.one", agreement_id=given.id))


@blueprint.get("/office/own-phones/agreements/<agreement_id>")
@access.staff(*rules.READS)
def one(agreement_id: str) -> str:
    """What is agreed, with whom, why, on what conditions, and whether it was revoked."""
    return _one(agreements.find(access.signed_in().school, agreement_id), RevokeForm(formdata=None))


@blueprint.post("/office/own-phones/agreements/<agreement_id>/revoke")
@access.staff(*rules.REVOKES)
def revoke(agreement_id: str) -> Any:
    """Revoke it: the reason first, and then once more that it is meant."""
    person, form = access.signed_in(), RevokeForm()
    found = agreements.find(person.school, agreement_id)
    if not form.validate():
        return _one(found, form), 422
    if not found.is_in_force:
        flash("There is nothing left to revoke.", "info")
    elif form.sure.data != YES:
        return render_template("personal_phone/agreement_revoke.html", one=found, form=form, yes=YES)
    else:
        agreements.revoke(found, form.reason.data or "", by=person.id)
        flash(f"Agreement {found.row.number} is revoked. Tell them: no phone does.", "success")
    return redirect(url_for("own_phone_agreements.one", agreement_id=found.row.id))


@blueprint.get("/office/you/own-phone")
@access.staff()
def mine() -> str:
    """What was agreed about one's own phone, with the conditions of each."""
    person = access.signed_in()
    return render_template(
        "personal_phone/my_agreements.html",
        every=agreements.of_staff(person.school, person.id),
        kinds=rules.KIND_NAMES,
        conditions=rules.conditions,
        who=own_phone_rules.who_agrees(own_phone_settings.of_school(person.school)),
    )


def _offered(form: AgreementForm, trip: str) -> AgreementForm:
    """Fill in what can be chosen. Raises Problem access.role_missing for whoever the school's rules leave out."""
    person = access.signed_in()
    chosen = own_phone_settings.of_school(person.school)
    if not own_phone_rules.may_give(person.roles, chosen):
        raise Problem("access.role_missing")
    trips = (trips_to_come(person.school), trips_just_over(person.school))
    people = [one for one in staff_of(person.school) if is_in_use(one, clock.now())]
    going = staff_ids_on(trip) if trip in {one.id for offered in trips for one in offered} else frozenset[str]()
    held = {
        (one.row.kind, one.row.trip_id, one.row.staff_id)
        for one in agreements.of_school(person.school)
        if one.revoked is None
    }
    return form.offers(trips, people, going).goes_by(chosen, person.id, held)


def _form_page(form: AgreementForm) -> str:
    return render_template(
        "personal_phone/agreement_new.html", form=form, kinds=rules.KIND_NAMES, conditions=rules.conditions
    )


def _one(found: agreements.Registered, form: RevokeForm) -> str:
    person = access.signed_in()
    return render_template(
        "personal_phone/agreement.html",
        one=found,
        form=form,
        kinds=rules.KINDS,
        conditions=rules.conditions(found.row.kind),
        people=staff_names(person.school, [found.row.given_by, found.revoked.by if found.revoked else None]),
        may_revoke=found.is_in_force and bool(person.roles & set(rules.REVOKES)),
    )
