"""Adding to an incident in the office: a follow-up, whether a family was told, an action, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.foundation import access
from server.foundation.access import Person
from server.incidents import chronology, follow_ups
from server.incidents.chronology_rules import last_seen
from server.incidents.follow_up_forms import ActionForm, AgencyForm, ClosingForm, FollowUpForm, ParentForm
from server.incidents.looking import Looked, look_to_write
from server.incidents.rules import CATEGORY_NAMES, may_read
from server.trips.record_forms import RecordForm

blueprint = Blueprint("follow_ups", __name__, url_prefix="/office/incidents/<incident_id>", template_folder="templates")

KEPT, KEPT_BEFORE = "Kept. It stands in the chronology.", "That was kept already. It stands in the chronology once."
OUTSIDE = "Police, LADO or another agency"
MORE_CAME = "Something came since you opened this page. Read it on the incident’s page, then close it"
Filing = Callable[[Looked, Any, Person], bool]


@blueprint.get("/follow-up")
@access.staff()
def follow_up(incident_id: str) -> str:
    """The form for more that is known."""
    return _page(look_to_write(incident_id)[1], FollowUpForm(formdata=None), "Add a follow-up", "Add it")


@blueprint.post("/follow-up")
@access.staff()
def add_follow_up(incident_id: str) -> Any:
    """Add it."""
    person, found = look_to_write(incident_id)
    return _filed(person, found, FollowUpForm(), file=follow_ups.follow_up, words=("Add a follow-up", "Add it"))


@blueprint.get("/parent")
@access.staff()
def parent(incident_id: str) -> str:
    """The form for whether a parent or carer was told."""
    person, found = look_to_write(incident_id)
    form = ParentForm(formdata=None, told_by=person.name).offers(risk_read_by=_risk_read_by(person, found))
    return _page(found, form, "Parent or carer", "Save it")


@blueprint.post("/parent")
@access.staff()
def say_of_parent(incident_id: str) -> Any:
    """Say so."""
    person, found = look_to_write(incident_id)
    form = ParentForm().offers(risk_read_by=_risk_read_by(person, found))
    return _filed(person, found, form, file=follow_ups.say_of_parent, words=("Parent or carer", "Save it"))


@blueprint.get("/agency")
@access.staff()
def agency(incident_id: str) -> str:
    """The form for who outside the school was told."""
    person, found = look_to_write(incident_id)
    return _page(found, AgencyForm(formdata=None, told_by=person.name), OUTSIDE, "Save it")


@blueprint.post("/agency")
@access.staff()
def say_who_was_told(incident_id: str) -> Any:
    """Say so."""
    person, found = look_to_write(incident_id)
    return _filed(person, found, AgencyForm(), file=follow_ups.say_who_was_told, words=(OUTSIDE, "Save it"))


@blueprint.get("/action")
@access.staff()
def action(incident_id: str) -> str:
    """The form for something to be done."""
    person, found = look_to_write(incident_id)
    form = ActionForm(formdata=None).offers(follow_ups.may_be_given(found, person))
    return _page(found, form, "Agree an action", "Agree it")


@blueprint.post("/action")
@access.staff()
def agree_action(incident_id: str) -> Any:
    """Agree it."""
    person, found = look_to_write(incident_id)
    form = ActionForm().offers(follow_ups.may_be_given(found, person))
    return _filed(person, found, form, file=follow_ups.agree_action, words=("Agree an action", "Agree it"))


@blueprint.get("/close")
@access.staff()
def closing(incident_id: str) -> str:
    """The form for how it ended."""
    person, found = look_to_write(incident_id)
    form = ClosingForm(formdata=None, seen=str(_last(person, found)))
    return _page(found, form, "Close the incident", "Close it")


@blueprint.post("/close")
@access.staff()
def close(incident_id: str) -> Any:
    """Close it, unless something came that whoever closes it has not seen."""
    person, found = look_to_write(incident_id)
    form, last = ClosingForm(), _last(person, found)
    if form.validate() and form.seen_number < last:
        form.outcome.errors = [MORE_CAME]
        form.seen.data, form.seen.raw_data = str(last), []
        return _page(found, form, "Close the incident", "Close it"), 422
    return _filed(person, found, form, file=follow_ups.close, words=("Close the incident", "Close it"))


def _filed(person: Person, found: Looked, form: RecordForm, *, file: Filing, words: tuple[str, str]) -> Any:
    if not form.validate():
        return _page(found, form, *words), 422
    flash(*((KEPT, "success") if file(found, form, person) else (KEPT_BEFORE, "info")))
    return redirect(url_for("incidents.incident_page", incident_id=found.incident.id))


def _page(found: Looked, form: RecordForm, title: str, button: str) -> str:
    category = CATEGORY_NAMES.get(found.incident.category or "", "The incident")
    return render_template(
        "incidents/later_form.html",
        found=found,
        category=category,
        form=form.begun(),
        heading=title,
        button_words=button,
    )


def _risk_read_by(person: Person, found: Looked) -> str:
    """Who reads that telling a family is a risk, where this person decides it; "" where they do not."""
    if not chronology.decides_of_risk(found.incident.category, person.roles):
        return ""
    dsls_read = may_read(found.incident.category, chronology.DSLS, leads_the_trip=False)
    return "Only the DSL and deputies read this" if dsls_read else "No DSL reads this: tell them what the child needs"


def _last(person: Person, found: Looked) -> int:
    """The arrival number of the last that whoever closes it must have seen."""
    return last_seen(found.incident.n, chronology.rows_of(person.school, found.incident.id))
