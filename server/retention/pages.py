"""The office's pages of retention: the schedule with what is due, confirming it, and destroying it as a second person.

No page names what was written; what somebody has to look at first is a link to its own page, where looking is noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.paging import cut
from server.accounts.queries import staff_names
from server.foundation import access, audit
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.retention import actions, candidates, naming, queries, trust
from server.retention.actions import Done, NotTrusted
from server.retention.handling import rules_of
from server.retention.rules import HANDLES, KEPT_WITHOUT_A_PERIOD, SCHEDULE, kept_in_words

blueprint = Blueprint("retention", __name__, url_prefix="/office/retention", template_folder="templates")


@blueprint.get("")
@access.staff(*HANDLES)
def overview() -> str:
    """The schedule, with how much is due under each line of it, and what waits for a second person."""
    person = access.signed_in()
    theirs, waiting = rules_of(person), queries.waiting(person.school)
    confirmed = {row.unit for row in waiting}
    units = [unit for unit in candidates.known_today(person.school) if unit.rule in theirs and unit.id not in confirmed]
    years = candidates.years_of(person.school)
    _note(person, "retention.schedule_viewed", due=len(units))
    return render_template(
        "retention/overview.html",
        schedule={rule: SCHEDULE[rule] for rule in theirs},
        kept={rule: kept_in_words(rule, years) for rule in theirs},
        due={rule: [unit for unit in units if unit.rule == rule and not unit.held] for rule in theirs},
        held={rule: sum(1 for unit in units if unit.rule == rule and unit.held) for rule in theirs},
        waiting=sum(1 for row in waiting if row.rule in theirs),
        without=KEPT_WITHOUT_A_PERIOD.values(),
        doubts=trust.doubts_now(person.school) if units or confirmed else [],
    )


@blueprint.get("/due/<rule>")
@access.staff(*HANDLES)
def due(rule: str) -> str:
    """What is due under one line of the schedule."""
    return _due_page(rule)


@blueprint.post("/due/<rule>")
@access.staff(*HANDLES)
def confirm(rule: str) -> Any:
    """Say of those ticked that they may go."""
    person, chosen = access.signed_in(), request.form.getlist("unit")
    if not chosen:
        return _due_page(rule, ["Tick what may go."]), 422
    try:
        done = actions.confirm(person, rule, chosen)
    except NotTrusted as refused:
        return _due_page(rule, refused.doubts), 409
    if done.refused:
        return _due_page(rule, done.refused, done), 409
    flash(f"Confirmed: {done.count}. Somebody else destroys it.", "success")
    return redirect(url_for("retention.waiting"))


def _due_page(rule: str, problems: Sequence[str] = (), done: Done | None = None) -> str:
    person = access.signed_in()
    if rule not in rules_of(person):
        raise Problem("request.not_found")
    confirmed = {row.unit for row in queries.waiting(person.school)}
    units = [one for one in candidates.known_today(person.school) if one.rule == rule and one.id not in confirmed]
    page = cut([one for one in units if not one.held])
    held = [one for one in units if one.held][: page.size]
    shown = [*page.rows, *held]
    _note(person, "retention.due_viewed", of=rule, count=page.total)
    return render_template(
        "retention/due.html",
        rule=rule,
        line=SCHEDULE[rule],
        kept=kept_in_words(rule, candidates.years_of(person.school)),
        page=page,
        held=held,
        titles=naming.trip_titles(person.school, [one.trip for one in shown]),
        pages=naming.pages_of(person.school, [(one.kind, one.id) for one in shown]),
        kind_name=naming.kind_name,
        problems=problems,
        done=done,
    )


@blueprint.get("/confirmed")
@access.staff(*HANDLES)
def waiting() -> str:
    """What was confirmed and waits for somebody else to destroy it."""
    return _waiting_page()


@blueprint.post("/confirmed")
@access.staff(*HANDLES)
def destroy() -> Any:
    """Destroy what is ticked as the second person, or take it back."""
    person, chosen = access.signed_in(), request.form.getlist("confirmation")
    if not chosen:
        return _waiting_page(["Tick what you mean."]), 422
    if request.form.get("do") == "keep":
        flash(f"Taken back: {actions.take_back(person, chosen)}. It is listed as due again.", "success")
        return redirect(url_for("retention.overview"))
    if request.form.get("sure") != "yes":
        return _waiting_page(["Tick that you looked and that it is to be destroyed."], chosen), 422
    try:
        done = actions.destroy(person, chosen)
    except NotTrusted as refused:
        return _waiting_page(refused.doubts, chosen), 409
    if done.refused:
        return _waiting_page(done.refused, done=done), 409
    flash(f"Destroyed: {done.count}. What is left of it stands below.", "success")
    return redirect(url_for("retention.destroyed"))


def _waiting_page(problems: Sequence[str] = (), chosen: Sequence[str] = (), done: Done | None = None) -> str:
    person = access.signed_in()
    rows = _waiting(person)
    return render_template(
        "retention/waiting.html",
        rows=rows,
        names=staff_names(person.school, [row.confirmed_by for row in rows]),
        titles=naming.trip_titles(person.school, [row.trip for row in rows]),
        pages=naming.pages_of(person.school, [(row.kind, row.unit) for row in rows]),
        schedule=SCHEDULE,
        kind_name=naming.kind_name,
        problems=problems,
        chosen=chosen,
        done=done,
        me=person.id,
        others=[row for row in rows if row.confirmed_by != person.id],
    )


def _waiting(person: Person) -> list[Any]:
    theirs = rules_of(person)
    return [row for row in queries.waiting(person.school) if row.rule in theirs]


@blueprint.get("/destroyed")
@access.staff(*HANDLES)
def destroyed() -> str:
    """What is left of what was destroyed: what it was, when, why, by whom, and its fingerprint."""
    person = access.signed_in()
    page = queries.destroyed(person.school, rules_of(person))
    return render_template(
        "retention/destroyed.html",
        page=page,
        names=staff_names(person.school, [who for row in page.rows for who in (row.confirmed_by, row.destroyed_by)]),
        titles=naming.trip_titles(person.school, [row.trip for row in page.rows]),
        schedule=SCHEDULE,
        kind_name=naming.kind_name,
    )


def _note(person: Person, action: str, **details: Any) -> None:
    """Audit a look; the page is only shown after this is committed."""
    with db.atomic():
        audit.write(person.school, person.id, action, person.school, **details)
