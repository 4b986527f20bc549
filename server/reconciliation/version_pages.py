"""One report that came with two contents: both side by side, and a person may say which one counts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from server.accounts.queries import staff_names
from server.accounts.reasons import set_seen
from server.foundation import access, clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents.compare_rules import Row, side_by_side
from server.intake.author_rules import Author
from server.intake.models import Envelope
from server.reconciliation import actions, decisions, held_pages, held_queries, held_words, queries
from server.reconciliation.decision_forms import VersionsForm
from server.reconciliation.decision_rules import in_words
from server.reconciliation.rules import OPENS_HELD

Both = tuple[Envelope, Envelope]

blueprint = Blueprint("versions", __name__, template_folder="templates")
ADDRESS = f"/office/held/<{held_pages.NUMBER}:n>/versions"


@blueprint.get(ADDRESS)
@access.staff(*OPENS_HELD)
def versions(n: int) -> str:
    """Both, as far as this person may read them."""
    return _page(access.signed_in(), n)


@blueprint.post(ADDRESS)
@access.staff(*OPENS_HELD)
def choose(n: int) -> Any:
    """Say which one counts. Both are kept."""
    person = access.signed_in()
    first, later = _both(person, n)
    form = VersionsForm().offers(first.n, later.n)
    if not _may_choose(person, (first, later)):
        return _page(person, n), 422
    if not form.validate():
        return _page(person, n, form), 422
    outcome = decisions.decide(person, later, form.given(), first)
    if outcome.what == decisions.OVERTAKEN:
        set_seen(form.after, decisions.of_item(n)[0].n)
        return _page(person, n, form, overtaken=True), 409
    held_pages.say(outcome)
    return held_pages.to_the_list()


def _both(person: Person, n: int) -> Both:
    """The version that came first and this one. Raises Problem request.not_found."""
    later = held_queries.find_held(person, n)
    first = held_queries.version_before(person, later)
    if first is None:
        raise Problem("request.not_found")
    return first, later


def _may_choose(person: Person, both: Both) -> bool:
    """Whether somebody may read all there is to read of both."""
    return all(held_pages.may_decide(person, row) for row in both)


def _page(person: Person, n: int, form: VersionsForm | None = None, *, overtaken: bool = False) -> str:
    both = first, later = _both(person, n)
    for row in both:
        actions.note_held_view(person, row.n)
    made, may_read, names = decisions.of_item(n), _may_choose(person, both), staff_names(person.school)
    if form is None:
        form = VersionsForm(formdata=None).offers(first.n, later.n)
        set_seen(form.after, made[0].n if made else 0)
    return render_template(
        "reconciliation/versions.html",
        row=later,
        rows=_rows(person, both, names, may_read=may_read),
        may_read=may_read,
        form=form,
        made=[(one, in_words(one, names)) for one in made],
        overtaken=overtaken,
    )


def _rows(person: Person, both: Both, names: dict[str, str], *, may_read: bool) -> list[Row]:
    """Who sent each and when; and what is in it, only where both may be read."""
    authors = held_queries.authors_of(both, names)
    first, later = (_about(row, authors.get(row.n)) for row in both)
    rows = side_by_side(first, later, by_words=False)
    if may_read:
        rows += side_by_side(*held_words.beside(*(queries.contents_of(row) for row in both)))
    return rows


def _about(row: Envelope, author: Author | None) -> dict[str, str]:
    record, phone = getattr(row, "record", None), held_queries.phone_of(row)
    return {
        "Written by": author.words if author else "Not known: it could not be read",
        "Sent from": f"{phone[0].upper()}{phone[1:]}, its number {row.seq}",
        "Written at": clock.in_words(record.recorded_at) if record and record.recorded_at else "Not known",
        "Arrived": clock.in_words(row.received_at),
        "Trip": held_queries.trip_of(row),
    }
