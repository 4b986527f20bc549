"""Phones to tell: after a no was saved for a pupil who is out, which phone has heard, which to ring, who was told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_of
from server.consent import turns
from server.consent.settings import KEEPS_CONSENT
from server.consent.told_forms import Forms, ToldForm, forms_for
from server.foundation import access

blueprint = Blueprint("consent_told", __name__, template_folder="templates")


@blueprint.get("/office/consent/to-tell")
@access.staff(*KEEPS_CONSENT)
def to_tell() -> str:
    """Every no of the trips that are out, with each phone."""
    return _page()


@blueprint.post("/office/consent/to-tell/<trip_id>/<pupil_id>/<phone_id>")
@access.staff(*KEEPS_CONSENT)
def told(trip_id: str, pupil_id: str, phone_id: str) -> Any:
    """Note that somebody rang a phone, and when."""
    person = access.signed_in()
    turned, phone = turns.find(person.school, trip_id, pupil_id, phone_id)
    form = ToldForm()
    if not form.validate():
        return _page({(turned.turn.n, phone.id): form}), 422
    turns.note_told(turned, phone, form.instant(), by=person.id)
    flash(f"Noted: {phone.name} was told at {form.typed_time()}.", "success")
    return redirect(url_for("consent_told.to_tell"))


def _page(sent: Forms | None = None) -> str:
    school = access.signed_in().school
    found = turns.turned_now(school)
    mistaken = next(iter(sent.values())) if sent else None
    people = {row.id: row.name for row in staff_of(school)}
    return render_template(
        "consent/to_tell.html", turned=found, told_forms=forms_for(found, sent), mistaken=mistaken, people=people
    )


def after_saving(school: str, otherwise: str) -> str:
    """Where a page leads once consent was saved: to the phones to tell where one has to be rung, or else as before."""
    found = turns.turned_now(school)
    has_one = any(phone.has_to_be_rung for one in found for phone in one.phones)
    return url_for("consent_told.to_tell") if has_one else otherwise
