"""The school's rules for photos: the page where the headteacher, SLT or the network manager chooses them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.consent import authorisation_rules, photo_settings
from server.consent.photo_rule_forms import ActivityForm, PhotoRulesForm
from server.consent.photo_rules import KIND_NAMES
from server.consent.settings import SETS_RULES
from server.foundation import access
from server.foundation.problems import Problem

blueprint = Blueprint("photo_rules", __name__, template_folder="templates")


@blueprint.get("/office/photo-rules")
@access.staff(*SETS_RULES)
def rules() -> str:
    """The rules in force."""
    return _page()


@blueprint.post("/office/photo-rules")
@access.staff(*SETS_RULES)
def choose() -> Any:
    """Choose them: how old a list may be, what pictures are for, and what is said where none are taken."""
    person = access.signed_in()
    form = PhotoRulesForm()
    if not form.validate():
        return _page(form=form), 422
    photo_settings.choose(person.school, form.chosen(photo_settings.of_school(person.school)), by=person.id)
    return _saved()


@blueprint.post("/office/photo-rules/activities")
@access.staff(*SETS_RULES)
def add_activity() -> Any:
    """Add an activity, or say something else of one that is there."""
    person = access.signed_in()
    form = ActivityForm()
    before = photo_settings.of_school(person.school)
    form.knows(before)
    if not form.validate():
        return _page(activity=form), 422
    added = form.activity()
    others = tuple(one for one in before.activities if one.name.casefold() != added.name.casefold())
    photo_settings.choose(person.school, replace(before, activities=(*others, added)), by=person.id)
    return _saved()


@blueprint.post("/office/photo-rules/activities/<int:place>/remove")
@access.staff(*SETS_RULES)
def remove_activity(place: int) -> Any:
    """Take one off the list, by its place in it from 0."""
    person = access.signed_in()
    before = photo_settings.of_school(person.school)
    if place >= len(before.activities):
        raise Problem("request.not_found")
    left = tuple(one for at, one in enumerate(before.activities) if at != place)
    photo_settings.choose(person.school, replace(before, activities=left), by=person.id)
    return _saved()


def _saved() -> Any:
    flash("Saved. Phones take it up with their next list.", "success")
    return redirect(url_for("photo_rules.rules"))


def _page(form: PhotoRulesForm | None = None, activity: ActivityForm | None = None) -> str:
    person = access.signed_in()
    chosen = photo_settings.of_school(person.school)
    return render_template(
        "consent/photo_rules.html",
        rules=chosen,
        form=form or PhotoRulesForm.of(chosen),
        activity=activity or ActivityForm(formdata=None),
        kinds=KIND_NAMES,
        may_read_authorisations=bool(person.roles & set(authorisation_rules.READS)),
    )
