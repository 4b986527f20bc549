"""What the school decides itself: who is never to be photographed and why, on what it bases a purpose, how long a yes
lasts.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_of
from server.consent import actions, queries
from server.consent.actions import BASIS_NAMES
from server.consent.forms import BasisForm, LastingForm, ReasonForm
from server.consent.pages import KNOWS_WHY
from server.consent.rules import PURPOSE_NAMES
from server.consent.settings import KEEPS_CONSENT
from server.consent.told_pages import after_saving
from server.foundation import access
from server.foundation.problems import Problem
from server.trips.models import Pupil
from server.trips.queries import find_pupil

blueprint = Blueprint("consent_rules", __name__, template_folder="templates")


@blueprint.get("/office/consent/never")
@access.staff(*KNOWS_WHY)
def never_list() -> str:
    """Who is never to be photographed. The reasons stand on a page of their own."""
    school = access.signed_in().school
    rows = queries.never_photographed(school)
    pupils = Pupil.select().where(Pupil.school == school, Pupil.id.in_(list(rows)))
    listed = [(pupil, rows[pupil.id]) for pupil in pupils.order_by(Pupil.last_name, Pupil.first_name)]
    return render_template("consent/never_list.html", listed=listed)


@blueprint.get("/office/consent/never/<pupil_id>")
@access.staff(*KNOWS_WHY)
def never(pupil_id: str) -> str:
    """One pupil, with the reasons. That they were read is noted."""
    return _never(pupil_id, ReasonForm(formdata=None))


@blueprint.post("/office/consent/never/<pupil_id>/<any(begin, end):act>")
@access.staff(*KNOWS_WHY)
def change_never(pupil_id: str, act: str) -> Any:
    """Note that a pupil is never to be photographed, or may be again."""
    person = access.signed_in()
    pupil, form = find_pupil(person.school, pupil_id), ReasonForm()
    if not form.validate():
        return _never(pupil_id, form), 422
    change = actions.begin_never if act == "begin" else actions.end_never
    change(pupil, form.reason.data or "", by=person.id)
    flash("Noted.", "success")
    return redirect(after_saving(person.school, url_for("consent_rules.never_list")))


def _never(pupil_id: str, form: ReasonForm) -> str:
    person = access.signed_in()
    pupil = find_pupil(person.school, pupil_id)
    return render_template(
        "consent/never.html",
        pupil=pupil,
        rows=actions.read_reasons(pupil, by=person.id),
        is_never=pupil.id in queries.never_photographed(person.school),
        people={row.id: row.name for row in staff_of(person.school)},
        form=form,
    )


@blueprint.get("/office/consent/bases")
@access.staff(*KEEPS_CONSENT)
def bases() -> str:
    """On what the school bases each purpose, and how long a yes lasts."""
    return _bases(_lasting())


@blueprint.post("/office/consent/bases/<purpose>")
@access.staff(*KEEPS_CONSENT)
def choose_basis(purpose: str) -> Any:
    """Choose the basis of one purpose."""
    person, form = access.signed_in(), BasisForm()
    if purpose not in PURPOSE_NAMES:
        raise Problem("request.not_found")
    if not form.validate():
        return _bases(_lasting(), {purpose: form}), 422
    actions.choose_basis(person.school, purpose, form.basis.data, by=person.id)
    flash(f"{PURPOSE_NAMES[purpose]}: {BASIS_NAMES[form.basis.data].lower()}.", "success")
    return redirect(url_for("consent_rules.bases"))


@blueprint.post("/office/consent/lasting")
@access.staff(*KEEPS_CONSENT)
def choose_lasting() -> Any:
    """Choose how long a yes lasts."""
    person, form = access.signed_in(), LastingForm()
    if not form.validate():
        return _bases(form), 422
    actions.choose_lasts_days(person.school, form.chosen(), by=person.id)
    flash("Changed.", "success")
    return redirect(after_saving(person.school, url_for("consent_rules.bases")))


def _lasting() -> LastingForm:
    days = queries.lasts_days(access.signed_in().school)
    return LastingForm(formdata=None, days=str(days or ""))


def _bases(lasting: LastingForm, sent: dict[str, BasisForm] | None = None) -> str:
    rows = queries.bases_of(access.signed_in().school)
    forms = {
        purpose: (sent or {}).get(purpose)
        or BasisForm(formdata=None, basis=rows[purpose].basis if purpose in rows else None)
        for purpose in PURPOSE_NAMES
    }
    for purpose, form in forms.items():
        form.basis.id = f"basis-{purpose}"
        form.basis.label.text = PURPOSE_NAMES[purpose]
    return render_template("consent/bases.html", forms=forms, lasting=lasting, purposes=PURPOSE_NAMES)
