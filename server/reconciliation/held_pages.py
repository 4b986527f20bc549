"""Held for you to check: the list, an item, deciding of it, and opening it again."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.queries import staff_of
from server.foundation import access, clock, registry
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.intake.models import Envelope
from server.intake.rules import REASONS
from server.phones.queries import names_of
from server.reconciliation import actions, decision_rules, decisions, held_queries, queries
from server.reconciliation.decision_forms import DecideForm
from server.reconciliation.decision_rules import ASSIGNED, Held
from server.reconciliation.models import HeldDecision
from server.reconciliation.rules import OPENS_HELD, may_read_held
from server.trips.models import Trip
from server.trips.near import titles_among, trips_near, trips_with

blueprint = Blueprint("held", __name__, template_folder="templates")

UNNAMED_REASON = "It needs a look."
TRIPS_OFFERED = 100
# The largest number SQLite can look for; beyond it there is nothing to find.
NUMBER = "int(max=9223372036854775807)"
IN_PART = "Part of it does not fit, and is on no list: it stays here to read."


def list_page(person: Person) -> str:
    """Everything held for a person to check, newest first: what is undecided, or with ?show=decided the rest."""
    is_decided, number = request.args.get("show") == "decided", request.args.get("page", "1")
    page = held_queries.page_of(person, is_decided=is_decided, number=int(number) if _is_number(number) else 1)
    return render_template(
        "reconciliation/held_list.html", page=page, is_decided=is_decided, reasons=REASONS, unnamed=UNNAMED_REASON
    )


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


def item_page(person: Person, n: int, form: DecideForm | None = None, overtaken: bool = False) -> str:
    """One held item: why, from where, what could be read of it for those who may, and what can be done."""
    row = queries.find_held(person, n)
    actions.note_held_view(person, n)
    record, phone = getattr(row, "record", None), held_queries.phone_of(row, names_of(person.school))
    made, trip, held = decisions.of_item(n), held_queries.trip_named(row), _held(person, row)
    form = form or _form(person, row, DecideForm(formdata=None), made)
    return render_template(
        "reconciliation/held_item.html",
        row=row,
        record=record,
        reason=REASONS.get(row.opening.reason or "", UNNAMED_REASON),
        phone_name=phone,
        author=held_queries.author_of(row, phone),
        trip_title=titles_among(person.school, [trip]).get(trip or ""),
        names_trip=trip is not None,
        facts=facts_of(person, row),
        form=form if may_decide(person, row) and form.answer.choices else None,
        made=decisions.told(person.school, made),
        overtaken=overtaken,
        may_try=decision_rules.helps_to_try_again(held, made[0].answer if made else None),
        is_version=held.is_beside_another,
    )


def facts_of(person: Person, row: Envelope) -> list[tuple[str, str]] | None:
    """What could be read, as pairs of name and text; None for somebody who may not read it, or when nothing could."""
    contents = queries.contents_of(row)
    if contents is None or not may_read_held(contents, person.roles, is_of_head=queries.is_of_head(row)):
        return None
    return [(name.replace("_", " ").capitalize(), _as_text(value)) for name, value in contents[1].items()]


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def may_decide(person: Person, row: Envelope) -> bool:
    """Whether somebody may decide of what they see: nobody decides of what they may not read."""
    return getattr(row, "record", None) is None or facts_of(person, row) is not None


@blueprint.post(f"/office/held/<{NUMBER}:n>/try-again")
@access.staff(*OPENS_HELD)
def try_again(n: int) -> Any:
    """Open it once more, and say what came of it."""
    person = access.signed_in()
    row = queries.find_known(person, n)
    state = actions.try_again(person, n) if row.opening.state == "held" else row.opening.state
    if state != "held":
        flash("Tried again. It is not held any more.", "success")
        return redirect(_page_of(person, row) or url_for("reconciliation.held_list"))
    now = REASONS.get(queries.find_held(person, n).opening.reason or "", UNNAMED_REASON)
    flash(f"Tried again. It is still held: {now}", "info")
    return redirect(url_for("reconciliation.held_item", n=n))


def _page_of(person: Person, row: Envelope) -> str | None:
    try:
        found = getattr(queries.find_known(person, row.n), "record", None)
    except Problem:
        return None  # It turned out to be for the chair alone.
    pages = (page(person, found.kind or "", row.id) for page in registry.current().subject_pages)
    return next(filter(None, pages), None) if found else None


@blueprint.post(f"/office/held/<{NUMBER}:n>")
@access.staff(*OPENS_HELD)
def decide(n: int) -> Any:
    """Decide of it. Whoever was overtaken is shown the other's decision, and keeps their words."""
    person = access.signed_in()
    row = queries.find_known(person, n)
    if row.opening.state != "held":
        return not_held()
    if not may_decide(person, row) or not decision_rules.answers_to(_held(person, row)):
        return item_page(person, n), 422
    form = _form(person, row, DecideForm(), None)
    if not form.validate():
        return item_page(person, n, form), 422
    outcome = decisions.decide(person, row, form.given())
    if outcome.what == decisions.OVERTAKEN:
        set_seen(form, decisions.of_item(n))
        return item_page(person, n, form, overtaken=True), 409
    say(outcome)
    return to_the_list()


def not_held() -> Any:
    """Lead back from an item that was opened again meanwhile."""
    flash("It could be read after all, and is not held any more. Nothing was noted.", "info")
    return to_the_list()


def to_the_list() -> Any:
    """Lead on to what is still to decide."""
    return redirect(url_for("reconciliation.held_list"))


def say(outcome: decisions.Outcome) -> None:
    """Tell whoever decided what came of it."""
    if outcome.what == decisions.ALREADY:
        flash("It was noted already. Nothing was added.", "info")
    elif outcome.is_whole:
        flash("Noted. It is kept, with your reason.", "success")
    else:
        flash(f"Noted, with your reason. {IN_PART}", "info")


def set_seen(form: Any, made: list[HeldDecision]) -> None:
    """Have a form know the last decision, so that sending it again adds to that one knowingly."""
    form.after.data, form.after.raw_data = str(made[0].n if made else 0), None


def _held(person: Person, row: Envelope) -> Held:
    has_first = first_version(person, row) is not None
    return Held(row.type, row.opening.reason, getattr(row, "record", None) is not None, has_first)


def first_version(person: Person, row: Envelope) -> Envelope | None:
    """The version that came first, where an item is held as a later one and this person may know of both."""
    first = held_queries.version_before(row) if row.opening.reason == decision_rules.TWO_VERSIONS else None
    return first if first is not None and queries.may_see(person, first) else None


def _form(person: Person, row: Envelope, form: DecideForm, made: list[HeldDecision] | None) -> DecideForm:
    answers = decision_rules.answers_to(_held(person, row))
    is_offered = ASSIGNED in answers
    trips = _trips(person.school, row) if is_offered else []
    form.offers(answers, trips, staff_of(person.school) if is_offered else [])
    if made is not None:
        set_seen(form, made)
    return form


def _trips(school: str, row: Envelope) -> list[tuple[Trip, str]]:
    """The trips nearest to the day of an item, those its phone was on that day first."""
    record = getattr(row, "record", None)
    day = clock.day_of((record.recorded_at if record else None) or row.received_at)
    arrived = clock.day_of(row.received_at)
    went = trips_with(row.phone, day) | trips_with(row.phone, arrived) if row.phone else set()
    trips = {trip.id: trip for trip in (*trips_near(school, day, TRIPS_OFFERED), *trips_near(school, arrived, 10))}
    return [
        (trip, f"{trip.title}, {trip.starts_on:%d %b %Y}{' (its phone went on this one)' if trip.id in went else ''}")
        for trip in sorted(trips.values(), key=lambda trip: trip.id not in went)
    ]
