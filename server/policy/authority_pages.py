"""Local authorities in the office, and what the school says of itself: its nation, and how long a check holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts import sent
from server.foundation import access
from server.policy import authorities, contact_changes, queries
from server.policy.contact_changes import Save
from server.policy.contact_forms import NONE, AuthorityForm, RulesForm
from server.policy.contact_rules import CHECKED_FOR, KEEPS_CONTACTS

blueprint = Blueprint("authorities", __name__, template_folder="templates")


@blueprint.get("/office/contacts/authorities/new")
@access.staff(*KEEPS_CONTACTS)
def new() -> str:
    """Adding one."""
    nation = queries.rules_of(access.signed_in().school).nation
    return _page(AuthorityForm(formdata=None, nation=nation), None)


@blueprint.post("/office/contacts/authorities/new")
@access.staff(*KEEPS_CONTACTS)
def add() -> Any:
    """Add it."""
    person, form, own_id = access.signed_in(), AuthorityForm(), sent.own_id()
    problem = authorities.add(person.school, own_id, form.said(), by=person.id) if form.validate() else ""
    return _answer(form, None, problem, f"Added. Now add its contacts under {form.name.data}.")


@blueprint.get("/office/contacts/authorities/<authority_id>")
@access.staff(*KEEPS_CONTACTS)
def authority(authority_id: str) -> str:
    """Changing one."""
    school = access.signed_in().school
    # The version first: what is changed in between is told, and not lost.
    seen, found = contact_changes.version(school, authority_id), authorities.find(school, authority_id)
    return _page(AuthorityForm(formdata=None, name=found.name, nation=found.nation), authority_id, seen)


@blueprint.post("/office/contacts/authorities/<authority_id>")
@access.staff(*KEEPS_CONTACTS)
def change(authority_id: str) -> Any:
    """Change it. Whoever was overtaken is shown what the other changed, and keeps what they typed."""
    person, form = access.signed_in(), AuthorityForm()
    authorities.find(person.school, authority_id)
    save, problem = Save(person.id, sent.seen()), None
    try:
        if form.validate():
            problem = authorities.change(person.school, authority_id, form.said(), save)
    except contact_changes.OvertakenError as meanwhile:
        now = contact_changes.version(person.school, authority_id)
        return _page(form, authority_id, now, meanwhile.told), 409
    return _answer(form, authority_id, problem, "Saved.")


@blueprint.post("/office/contacts/authorities/<authority_id>/remove")
@access.staff(*KEEPS_CONTACTS)
def remove(authority_id: str) -> Response:
    """Take it out with its contacts."""
    person = access.signed_in()
    if authorities.remove(person.school, authority_id, by=person.id):
        flash("Taken out.", "success")
    else:
        flash("Not taken out: it is the school’s own, or a pupil’s home authority.", "info")
    return redirect(url_for("contacts.every_contact"))


@blueprint.get("/office/contacts/rules")
@access.staff(*KEEPS_CONTACTS)
def rules() -> str:
    """What the school says of itself."""
    school = access.signed_in().school
    seen, chosen = contact_changes.version(school, authorities.RULES), queries.rules_of(school)
    typed = {"nation": chosen.nation, "authority": chosen.authority or NONE, "check_days": str(chosen.check_days)}
    return _rules(RulesForm(formdata=None, **typed).offers(authorities.all_of(school)), seen)


@blueprint.post("/office/contacts/rules")
@access.staff(*KEEPS_CONTACTS)
def choose() -> Any:
    """Change it."""
    person = access.signed_in()
    form = RulesForm().offers(authorities.all_of(person.school))
    if not form.validate():
        return _rules(form, sent.seen()), 422
    try:
        authorities.choose(person.school, form.chosen(), Save(person.id, sent.seen()))
    except contact_changes.OvertakenError as meanwhile:
        return _rules(form, contact_changes.version(person.school, authorities.RULES), meanwhile.told), 409
    flash("Saved. Phones take it up at their next contact.", "success")
    return redirect(url_for("contacts.every_contact"))


def _answer(form: AuthorityForm, authority_id: str | None, problem: str | None, words: str) -> Any:
    if problem:
        form.name.errors = [problem]
    if form.errors or problem:
        return _page(form, authority_id, sent.seen()), 422
    flash(words, "success")
    return redirect(url_for("contacts.every_contact"))


def _page(form: AuthorityForm, authority_id: str | None, seen: int = 0, told: list[str] | None = None) -> str:
    around = {"authority_id": authority_id, "own_id": sent.own_id(), "seen": seen, "told": told}
    return render_template("policy/authority.html", form=form, **around)


def _rules(form: RulesForm, seen: int, told: list[str] | None = None) -> str:
    is_england = form.nation.data == CHECKED_FOR
    return render_template("policy/rules.html", form=form, seen=seen, told=told, is_england=is_england)
