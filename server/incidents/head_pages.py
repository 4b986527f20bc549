"""The chair's pages: concerns about the headteacher. Each is opened when somebody looks, and that is told (ADR 0039).

To anybody else, the headteacher, the office and the network manager included, none of it exists.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import staff_names
from server.accounts.rules import Role
from server.alerts.routing_rules import CHAIR_OPENED, INCIDENT, VICE_CHAIR_OPENED
from server.foundation import access
from server.foundation.access import Person
from server.foundation.chair_keys import KeyIsAway
from server.incidents import details, head_concerns, head_queries, rules
from server.incidents.head_forms import OUTCOME, NoteForm, StandInForm, stand_in_form
from server.incidents.head_models import HeadConcern
from server.incidents.head_rules import GOVERNORS, stands_as
from server.incidents.later import incident_named
from server.intake.author_rules import OFFICE, OWN_PHONE, PAPER, Author
from server.intake.authors import author_in_words
from server.intake.chair_only import ForChair, still_to_come
from server.intake.models import Record
from server.intake.rules import REASONS
from server.phones.queries import names_of as phone_names_of
from server.trips.queries import titles_of

blueprint = Blueprint("chair", __name__, url_prefix="/office/chair", template_folder="templates")
ROLE_WORDS = {Role.CHAIR: "The chair of governors", Role.VICE_CHAIR: "The vice-chair"}
PARENT = "parent"
NO_SIGHT = "It cannot be read."


@blueprint.get("")
@access.staff(*GOVERNORS)
def every_concern() -> str:
    """Every concern about the headteacher, none opened; who opened which and when; who opens them."""
    return _list(access.signed_in())


@blueprint.post("/stand-in")
@access.staff(Role.CHAIR)
def stand_in() -> Any:
    """The chair's decision who opens them."""
    person, form = access.signed_in(), StandInForm()
    head_queries.role_of(person)
    if not form.validate():
        return _list(person, form), 422
    head_concerns.stand_in(person, is_on=form.is_on)
    flash("Saved. The vice-chair sees it too.", "success")
    return redirect(url_for("chair.every_concern"))


@blueprint.get("/<concern_id>")
@access.staff(*GOVERNORS)
def concern(concern_id: str) -> str:
    """One of them, opened now for whoever looks."""
    person = access.signed_in()
    return _page(person, head_queries.find(person, concern_id), NoteForm(formdata=None))


def subject_page(person: Person, kind: str, subject: str) -> str | None:
    """The page of what an alert is about the headteacher; None for whoever may not open it, and of anything else."""
    if kind in (CHAIR_OPENED, VICE_CHAIR_OPENED) and stands_as(person.roles):
        return url_for("chair.every_concern")
    if kind != INCIDENT or stands_as(person.roles) is None or not head_queries.may_open(person, subject):
        return None
    return url_for("chair.concern", concern_id=subject)


@blueprint.post("/<concern_id>/note")
@access.staff(*GOVERNORS)
def note(concern_id: str) -> Any:
    """Keep a note or the outcome. It does not open the concern again."""
    person = access.signed_in()
    found, form = head_queries.find(person, concern_id), NoteForm()
    if not form.validate():
        return _page(person, found, form), 422
    written = (form.begun().note.data or "", form.words.data or "")
    head_concerns.add_note(person, found, written, is_outcome=form.kind.data == OUTCOME)
    flash("The note is kept.", "success")
    return redirect(url_for("chair.every_concern"))


def _list(person: Person, form: StandInForm | None = None) -> str:
    role, is_on = head_queries.role_of(person), head_queries.is_stood_in(person.school)
    return render_template(
        "incidents/chair.html",
        role=role,
        is_stood_in=is_on,
        form=(form or stand_in_form(is_on=is_on)) if role == Role.CHAIR else None,
        concerns=head_queries.concerns_of(person),
        standings=head_queries.STANDING_NAMES,
        to_come=still_to_come(person.school),
        openings=head_queries.openings_of(person.school),
        decisions=head_queries.stand_in_history(person.school),
        role_words=ROLE_WORDS,
        phone_names=phone_names_of(person.school),
        to_ring=head_queries.to_ring(person.school),
    )


def _page(person: Person, found: HeadConcern, form: NoteForm) -> str:
    opened, is_away = head_concerns.Opened(), False
    try:
        opened = head_concerns.open_for(person, found)
    except KeyIsAway:
        is_away = True
    return render_template(
        "incidents/chair_concern.html",
        row=found,
        opened=opened,
        is_away=is_away,
        came=[_shown(person.school, one) for one in opened.came],
        form=form.begun(),
        role_words=ROLE_WORDS,
        outcome=OUTCOME,
        names=rules,
        to_ring=head_queries.to_ring(person.school),
    )


def _shown(school: str, one: ForChair) -> dict[str, Any]:
    """One version of it as the page has it: what an incident's report says by name, any other member as it stands."""
    plaintext = one.plaintext
    is_paper = plaintext is not None and plaintext.actor.get("how") == PAPER
    nowhere = OFFICE if is_paper else OWN_PHONE
    phone = phone_names_of(school).get(one.phone, "a phone no longer listed") if one.phone else nowhere
    shown = {"one": one, "phone": phone, "reason": REASONS.get(one.reason or "", NO_SIGHT)}
    if plaintext is None:
        return shown
    known = plaintext.kind == "incident.reported"
    about = incident_named(plaintext.kind, plaintext.body)
    return {
        **shown,
        "body": plaintext.body if known else {},
        "details": details.in_words(plaintext.body) if known else [],
        "other": {} if known else _others(plaintext.body),
        "about": head_queries.concern_about(school, about) if about else None,
        "adds": about is not None,
        "author": _author(school, one, phone),
        "recorded_at": plaintext.recorded_at(),
        "trip": titles_of(school).get(plaintext.trip or ""),
    }


def _author(school: str, one: ForChair, phone: str) -> Author:
    plaintext = one.plaintext
    actor, body = (json.dumps(part) for part in ((plaintext.actor, plaintext.body) if plaintext else ({}, {})))
    # Half a letter, which no database takes, is no reason to show nothing.
    identity = str(plaintext.id).encode("utf-8", "replace").decode() if plaintext else ""
    return author_in_words(
        Record(school=school, id=identity, actor=actor, body=body, signed_by=one.signed_by), phone, staff_names(school)
    )


def _others(body: dict[str, Any]) -> dict[str, str]:
    """What another record says, as it stands; which report it is about is said in words."""
    flat = {name: value for name, value in body.items() if name not in ("incident", PARENT)}
    inside = body.get(PARENT)
    # What a follow-up that came unfinished says of a parent stands line by line, as its finished record's does.
    flat |= {f"{PARENT}: {name}": value for name, value in inside.items()} if isinstance(inside, dict) else {}
    return {name: _as_text(value) for name, value in flat.items() if value is not None}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
