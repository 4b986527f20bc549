"""National texts in the office: what is known of each, and noting that the school has read a newer one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts import sent
from server.foundation import access
from server.policy import texts
from server.policy.contact_changes import OvertakenError
from server.policy.policy_rules import READS
from server.policy.review_forms import TextForm
from server.policy.review_rules import READS_TEXTS
from server.policy.texts import Newer, Standing

blueprint = Blueprint("national_text", __name__, template_folder="templates")


@blueprint.get("/office/policy/texts")
@access.staff(*READS)
def every_text() -> str:
    """Each text with its day, what it touches here, and what the school said of a newer one."""
    person = access.signed_in()
    return render_template(
        "policy/texts.html",
        texts=texts.standings(person.school),
        may_note=bool(set(READS_TEXTS) & person.roles),
    )


@blueprint.get("/office/policy/texts/<text_code>")
@access.staff(*READS_TEXTS)
def text(text_code: str) -> str:
    """Noting that a newer one was read."""
    found = texts.find(access.signed_in().school, text_code)
    return _page(found, TextForm(formdata=None), found.read.n if found.read else 0)


@blueprint.post("/office/policy/texts/<text_code>")
@access.staff(*READS_TEXTS)
def note(text_code: str) -> Any:
    """Note it; whoever does so while another did sees the other's first."""
    person = access.signed_in()
    found = texts.find(person.school, text_code)
    form, seen = TextForm().of(found), sent.seen()
    try:
        texts.refuse_overtaken(person.school, text_code, seen)
        if not form.validate():
            return _page(found, form, seen), 422
        texts.note_read(person.school, text_code, Newer(form.dated.data, form.words.data or "", seen), person.id)
    except OvertakenError as meanwhile:
        return _page(found, form, found.read.n if found.read else 0, meanwhile.told), 409
    flash("Noted. It stands on the page of the yearly review.", "success")
    return redirect(url_for("national_text.every_text"))


def _page(found: Standing, form: TextForm, seen: int, told: list[str] | None = None) -> str:
    return render_template("policy/text.html", found=found, form=form, seen=seen, told=told)
