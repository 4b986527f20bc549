"""Entering a use of an own phone from paper, in the office."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.rules import Role
from server.foundation import access
from server.foundation.database import new_id
from server.personal_phone import paper, use_queries
from server.personal_phone.paper_forms import PaperForm

blueprint = Blueprint("own_phone_paper", __name__, template_folder="templates")

ENTERS = (Role.OFFICE, Role.SLT, Role.HEADTEACHER)


@blueprint.get("/office/own-phones/new")
@access.staff(*ENTERS)
def new() -> str:
    """The form."""
    person = access.signed_in()
    return _page(paper.form_for(person, PaperForm(formdata=None, record=new_id())))


@blueprint.post("/office/own-phones/new")
@access.staff(*ENTERS)
def enter() -> Any:
    """File it, as a phone would have."""
    person = access.signed_in()
    form = paper.form_for(person, PaperForm())
    if not form.validate():
        return _page(form), 422
    if paper.enter(form, by=person):
        flash(f"Saved, and reported to {use_queries.told_in_words(person.school, form.whose)}.", "success")
    else:
        flash("It was saved already. Nothing was added.", "info")
    return redirect(url_for("own_phones.every_use"))


def _page(form: PaperForm) -> str:
    return render_template("personal_phone/paper.html", form=form)
