"""The consent register in the office: pupils by class, one pupil, and who to ask before a trip."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.queries import staff_of
from server.accounts.rules import Role
from server.consent import actions, queries, turns
from server.consent.forms import AnswerForm, SearchForm, WithdrawForm
from server.consent.row_rules import HOW_NAMES
from server.consent.rules import (
    ANSWERED_BY_NAMES,
    GROUND_NAMES,
    MEDIUM_NAMES,
    NO,
    PURPOSE_NAMES,
    RESPONSE_NAMES,
    latest_of_each,
)
from server.consent.settings import KEEPS_CONSENT, SETS_RULES
from server.consent.told_forms import forms_for
from server.foundation import access, clock
from server.trips.models import Pupil
from server.trips.queries import find_pupil, find_trip

blueprint = Blueprint("consent", __name__, template_folder="templates")

# Who reads why somebody is never to be photographed.
KNOWS_WHY = (Role.DSL, Role.DEPUTY_DSL)
NAMES = {
    "purposes": PURPOSE_NAMES,
    "media": MEDIUM_NAMES,
    "responses": RESPONSE_NAMES,
    "grounds": GROUND_NAMES,
    "answerers": ANSWERED_BY_NAMES,
    "hows": HOW_NAMES,
}


@blueprint.get("/office/consent")
@access.staff(*KEEPS_CONSENT)
def register() -> str:
    """The pupils, a page at a time, by class; for each purpose whether a photo may be taken today."""
    school = access.signed_in().school
    chosen, page = request.args.get("class", ""), max(1, request.args.get("page", 1, type=int))
    pupils, number = queries.pupils_of(school, chosen, min(page, 100_000))
    pages = max(1, -(-number // queries.PAGE))
    return _register(pupils, SearchForm(formdata=None), chosen=chosen, page=page, pages=pages, number=number)


@blueprint.post("/office/consent")
@access.staff(*KEEPS_CONSENT)
def search() -> Any:
    """The pupils of a name or number."""
    form = SearchForm()
    if not form.validate():
        return _register([], form), 422
    found = queries.search(access.signed_in().school, form.words.data or "")
    return _register(found, form, number=len(found), is_search=True)


def _register(pupils: list[Pupil], form: SearchForm, **more: Any) -> str:
    person = access.signed_in()
    found = queries.verdicts(person.school, [pupil.id for pupil in pupils], clock.today(), ("photo",))
    around = {"chosen": "", "page": 1, "pages": 1, "number": 0, "is_search": False, **more}
    classes, knows_why = queries.classes_of(person.school), bool(person.roles & set(KNOWS_WHY))
    most = queries.MOST_FOUND
    return render_template(
        "consent/register.html",
        pupils=pupils,
        found=found,
        form=form,
        classes=classes,
        knows_why=knows_why,
        may_set_rules=bool(person.roles & set(SETS_RULES)),
        most=most,
        **around,
        **NAMES,
    )


@blueprint.get("/office/consent/pupil/<pupil_id>")
@access.staff(*KEEPS_CONSENT)
def pupil_page(pupil_id: str) -> str:
    """One pupil: what holds for every purpose and medium, who said so, and everything ever recorded."""
    return _pupil(find_pupil(access.signed_in().school, pupil_id))


@blueprint.post("/office/consent/pupil/<pupil_id>")
@access.staff(*KEEPS_CONSENT)
def record(pupil_id: str) -> Any:
    """Record an answer."""
    person = access.signed_in()
    pupil, form = find_pupil(person.school, pupil_id), AnswerForm()
    if not form.validate() or _is_no_that_day(pupil, form):
        return _pupil(pupil, form), 422
    actions.record_decision(pupil, form.matters(), form.said(), by=person.id)
    flash("Recorded.", "success")
    return redirect(url_for("consent.pupil_page", pupil_id=pupil.id))


@blueprint.post("/office/consent/pupil/<pupil_id>/withdraw")
@access.staff(*KEEPS_CONSENT)
def withdraw(pupil_id: str) -> Any:
    """Record that a parent takes everything back."""
    person = access.signed_in()
    pupil, form = find_pupil(person.school, pupil_id), WithdrawForm()
    if not form.validate():
        return _pupil(pupil, withdrawing=form), 422
    everything = [(purpose, medium) for purpose in PURPOSE_NAMES for medium in MEDIUM_NAMES]
    actions.withdraw(pupil, everything, form.withdrawn_by.data or "", by=person.id)
    flash("Withdrawn for every purpose. It counts from now on.", "success")
    return redirect(url_for("consent.pupil_page", pupil_id=pupil.id))


def _is_no_that_day(pupil: Pupil, form: AnswerForm) -> bool:
    """Whether a no of the same day would outlive this yes; then the field says so."""
    said = form.said()
    if said.response != "given":
        return False
    answers = queries.on_file(pupil.school_id, [pupil.id])
    names = {said.respondent.casefold(), ""}
    for purpose, medium in form.matters():
        for one in answers.get((pupil.id, purpose, medium), ()):
            is_theirs = one.answered_by == said.answered_by and one.respondent.casefold() in names
            if is_theirs and one.response in NO and one.decided_on == said.decided_on:
                form.decided_on.errors = ["They said no on that day, and that stays its last word. A yes counts later"]
                return True
    return False


def _pupil(pupil: Pupil, form: AnswerForm | None = None, withdrawing: WithdrawForm | None = None) -> str:
    person = access.signed_in()
    answers = queries.on_file(person.school, [pupil.id])
    turned = turns.turned_now(person.school, pupil.id)
    return render_template(
        "consent/pupil.html",
        pupil=pupil,
        found=queries.verdicts(person.school, [pupil.id], clock.today())[pupil.id],
        lasts_days=queries.lasts_days(person.school),
        standing={key[1:]: latest_of_each(several) for key, several in answers.items()},
        history=queries.history_of(person.school, pupil.id),
        is_never=pupil.id in queries.never_photographed(person.school),
        people={row.id: row.name for row in staff_of(person.school)},
        turned=turned,
        told_forms=forms_for(turned),
        form=form or AnswerForm(formdata=None, media=["photo"], decided_on=clock.today()),
        withdrawing=withdrawing or WithdrawForm(formdata=None),
        knows_why=bool(person.roles & set(KNOWS_WHY)),
        **NAMES,
    )


@blueprint.get("/office/trips/<trip_id>/consent")
@access.staff(*KEEPS_CONSENT)
def before_trip(trip_id: str) -> str:
    """Whom to ask before a trip: nothing on file, run out, or running out (R30)."""
    school = access.signed_in().school
    trip = find_trip(school, trip_id)
    return render_template("consent/before_trip.html", trip=trip, chases=queries.to_chase(school, trip_id), **NAMES)
