"""Holds in the office: what nothing may go of, putting one on something, and ending one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_names
from server.foundation import access
from server.foundation.problems import Problem
from server.retention import candidates, holds, naming
from server.retention.forms import EndForm, HoldForm
from server.retention.handling import rules_of
from server.retention.rules import HANDLES

blueprint = Blueprint("retention_holds", __name__, url_prefix="/office/retention/holds", template_folder="templates")


@blueprint.get("")
@access.staff(*HANDLES)
def every_hold() -> str:
    """The holds that run, and the form for another."""
    return _page(HoldForm(formdata=None))


@blueprint.post("")
@access.staff(*HANDLES)
def put() -> Any:
    """Put a hold on something."""
    person = access.signed_in()
    form = HoldForm().of(person)
    if not form.validate():
        return _page(form), 422
    holds.hold(person, form.what.data, form.found, form.why.data or "")
    candidates.forget()
    flash("Held. Nothing of it goes until the hold ends.", "success")
    return redirect(url_for("retention_holds.every_hold"))


@blueprint.get("/<hold_id>")
@access.staff(*HANDLES)
def one_hold(hold_id: str) -> str:
    """One hold, and the form to end it."""
    return _end_page(hold_id, EndForm(formdata=None))


@blueprint.post("/<hold_id>")
@access.staff(*HANDLES)
def end(hold_id: str) -> Any:
    """End it."""
    person, form = access.signed_in(), EndForm()
    if not form.validate():
        return _end_page(hold_id, form), 422
    holds.end(person, hold_id, form.why.data or "")
    candidates.forget()
    flash("The hold is over: the schedule counts again.", "success")
    return redirect(url_for("retention_holds.every_hold"))


def _page(form: HoldForm) -> str:
    person = access.signed_in()
    rows = holds.running(person.school, rules_of(person))
    return render_template(
        "retention/holds.html",
        rows=rows,
        of=naming.held_names(person.school, rows),
        whats=holds.WHATS,
        names=staff_names(person.school, [row.made_by for row in rows]),
        police=bool(holds.holds_of(person.school).police),
        form=form,
    )


def _end_page(hold_id: str, form: EndForm) -> str:
    person = access.signed_in()
    row = next((one for one in holds.running(person.school, rules_of(person)) if one.id == hold_id), None)
    if row is None:
        raise Problem("request.not_found")
    return render_template(
        "retention/hold.html",
        row=row,
        of=naming.held_names(person.school, [row])[row.id],
        whats=holds.WHATS,
        names=staff_names(person.school, [row.made_by]),
        form=form,
    )
