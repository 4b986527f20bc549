"""Held for you to check: the list, an item, deciding of it, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.models import Staff
from server.accounts.queries import staff_of
from server.accounts.reasons import set_seen
from server.accounts.rules import Role
from server.foundation import access, clock, registry
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.intake.models import Envelope
from server.intake.rules import REASONS
from server.reconciliation import actions, decision_rules, decisions, held_queries, held_words, queries
from server.reconciliation.decision_forms import DecideForm
from server.reconciliation.decision_rules import ASSIGNED, Held
from server.reconciliation.rules import OPENS_HELD, may_read_held
from server.trips.models import Trip
from server.trips.near import trips_near

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
        "reconciliation/held_list.html",
        page=page,
        is_decided=is_decided,
        reasons=REASONS,
        unnamed=UNNAMED_REASON,
        phone_of=held_queries.phone_of,
        trip_of=held_queries.trip_of,
    )


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


def item_page(person: Person, n: int, form: DecideForm | None = None, overtaken: bool = False) -> str:
    """One held item: why, from where, what could be read of it for those who may, and what can be done."""
    row = held_queries.find_held(person, n)
    actions.note_held_view(person, n)
    made, held, staff = decisions.of_item(n), _held(person, row), staff_of(person.school)
    names = {one.id: one.name for one in staff}
    if form is None:
        form = _form(row, held, DecideForm(formdata=None), staff)
        set_seen(form.after, made[0].n if made else 0)
    return render_template(
        "reconciliation/held_item.html",
        row=row,
        record=getattr(row, "record", None),
        reason=REASONS.get(row.opening.reason or "", UNNAMED_REASON),
        phone_name=held_queries.phone_of(row),
        author=held_queries.authors_of([row], names).get(n),
        trip=held_queries.trip_of(row),
        facts=facts_of(person, row),
        readers=_readers(row),
        may_read=may_decide(person, row),
        form=form if may_decide(person, row) and form.answer.choices else None,
        made=[(one, decision_rules.in_words(one, names)) for one in made],
        overtaken=overtaken,
        may_try=decision_rules.helps_to_try_again(held, made[0].answer if made else None),
        is_version=held.is_beside_another,
    )


def facts_of(person: Person, row: Envelope) -> list[tuple[str, str]] | None:
    """What could be read, as pairs of name and text; None for somebody who may not read it, or when nothing could."""
    contents = queries.contents_of(row)
    if contents is None or not may_read_held(contents, person.roles, is_of_head=queries.is_of_head(row)):
        return None
    return list(held_words.facts_of(contents).items())


def _readers(row: Envelope) -> str:
    """Whom to ask to look at what one may not read oneself."""
    contents = queries.contents_of(row)
    asked = {Role.DSL: "the DSL", Role.HEADTEACHER: "the headteacher"}
    found = [words for role, words in asked.items() if contents and may_read_held(contents, frozenset({role}))]
    return " or ".join(found) or "the headteacher"


def may_decide(person: Person, row: Envelope) -> bool:
    """Whether somebody may decide of what they see: nobody decides of what they may not read."""
    return getattr(row, "record", None) is None or facts_of(person, row) is not None


@blueprint.post(f"/office/held/<{NUMBER}:n>/try-again")
@access.staff(*OPENS_HELD)
def try_again(n: int) -> Any:
    """Open it once more, and say what came of it."""
    person = access.signed_in()
    row = held_queries.find_known(person, n)
    state = actions.try_again(person, n) if row.opening.state == "held" else row.opening.state
    if state != "held":
        flash("Tried again. It is not held any more.", "success")
        return redirect(_page_of(person, row) or url_for("reconciliation.held_list"))
    now = REASONS.get(held_queries.find_held(person, n).opening.reason or "", UNNAMED_REASON)
    flash(f"Tried again. It is still held: {now}", "info")
    return redirect(url_for("reconciliation.held_item", n=n))


def _page_of(person: Person, row: Envelope) -> str | None:
    try:
        found: Any = getattr(held_queries.find_known(person, row.n), "record", None)
    except Problem:
        return None  # It turned out to be for the chair alone.
    kind = found.kind or "" if found else ""
    pages = (page(person, kind, row.id) for page in registry.current().subject_pages)
    return next(filter(None, pages), None) if found else None


@blueprint.post(f"/office/held/<{NUMBER}:n>")
@access.staff(*OPENS_HELD)
def decide(n: int) -> Any:
    """Decide of it. Whoever was overtaken is shown the other's decision, and keeps their words."""
    person = access.signed_in()
    row = held_queries.find_known(person, n)
    if row.opening.state != "held":
        return not_held()
    held = _held(person, row)
    if not may_decide(person, row) or not decision_rules.answers_to(held):
        return item_page(person, n), 422
    form = _form(row, held, DecideForm(), staff_of(person.school))
    if not form.validate():
        return item_page(person, n, form), 422
    outcome = decisions.decide(person, row, form.given())
    if outcome.what == decisions.OVERTAKEN:
        set_seen(form.after, decisions.of_item(n)[0].n)
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


def _held(person: Person, row: Envelope) -> Held:
    has_first = held_queries.version_before(person, row) is not None
    return Held(row.type, row.opening.reason, getattr(row, "record", None) is not None, has_first)


def _form(row: Envelope, held: Held, form: DecideForm, staff: Sequence[Staff]) -> DecideForm:
    """The form with what can be chosen."""
    answers = decision_rules.answers_to(held)
    return form.offers(answers, _trips(row) if ASSIGNED in answers else [], staff)


def _trips(row: Envelope) -> list[tuple[Trip, str]]:
    """The trips nearest to the day of an item, by its phone's clock and by ours; first those its phone was on then."""
    record = getattr(row, "record", None)
    days = [clock.day_of(at) for at in ((record.recorded_at if record else None), row.received_at) if at]
    return [
        (trip, f"{trip.title}, {trip.starts_on:%d %b %Y}{' (its phone went on this one)' if went else ''}")
        for trip, went in trips_near(row.school_id, days, row.phone, TRIPS_OFFERED)
    ]
