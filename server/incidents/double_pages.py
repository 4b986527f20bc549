"""Two reports that may be of one event, side by side; whoever may read both links them or keeps them apart."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.queries import staff_names
from server.accounts.reasons import seen, set_seen
from server.foundation import access, clock
from server.foundation.access import Person
from server.incidents import actions, details, doubles, rules
from server.incidents.compare_rules import Row, side_by_side
from server.incidents.double_forms import ONE, DoubleForm
from server.incidents.doubles import Both
from server.incidents.incident_words import when_it_happened
from server.incidents.kinds import what_fits
from server.incidents.models import Incident
from server.intake.authors import authors_in_words

blueprint = Blueprint("doubles", __name__, template_folder="templates")

ADDRESS = "/office/incidents/doubles"
SOMEBODY = "Somebody no longer on the staff list"
TEXTS = {
    "what_happened": "What happened",
    "what_was_done": "What was done",
    "pupils": "Pupils",
    "place": "Where",
    "who_was_told": "Who was told",
}


@blueprint.get(ADDRESS)
@access.staff()
def pair() -> str:
    """Both, as far as this person may read them; the incidents are `first` and `second` in the address."""
    person, form = access.signed_in(), DoubleForm(formdata=None)
    return _page(person, form, _both(person))


@blueprint.post(ADDRESS)
@access.staff()
def decide() -> Any:
    """Link them or keep them apart. Whoever was overtaken is shown the other's decision, and keeps their words."""
    person, form = access.signed_in(), DoubleForm()
    both = first, second = _both(person)
    if not _may_read(person, both) or not form.validate():
        return _page(person, form, both), 422
    given = (form.answer.data == ONE, str(form.reason.data))
    what = doubles.decide(person, (first.id, second.id), given, seen(form.after))
    if what == doubles.OVERTAKEN:
        set_seen(form.after, doubles.decisions_of(person.school, first.id, second.id)[0].n)
        return _page(person, form, both, overtaken=True), 409
    if what == doubles.ALREADY:
        flash("It was noted already. Nothing was added.", "info")
    else:
        flash("Linked as one event. Both reports stay." if given[0] else "Kept apart, as two events.", "success")
    return redirect(url_for("doubles.pair", first=first.id, second=second.id))


def _both(person: Person) -> Both:
    """The two that the address names, the earlier first. Raises Problem request.not_found."""
    return doubles.both(person, (request.args.get("first", ""), request.args.get("second", "")))


def _may_read(person: Person, both: Both) -> bool:
    return all(doubles.may_read(person, row) for row in both)


def _page(person: Person, form: DoubleForm, both: Both, *, overtaken: bool = False) -> str:
    first, second = both
    for row in both:
        actions.note_view(row, by=person.id)
    names, may_read = staff_names(person.school), _may_read(person, both)
    made = doubles.decisions_of(person.school, first.id, second.id)
    if request.method == "GET":
        set_seen(form.after, made[0].n if made else 0)
    return render_template(
        "incidents/double.html",
        first=first,
        second=second,
        is_on_one_trip=doubles.is_on_one_trip(both),
        why=doubles.why(first, second),
        rows=_rows(both, names, may_read=may_read),
        made=[(one, f"{names.get(one.decided_by, SOMEBODY)} {_DID[bool(one.is_linked)]}") for one in made],
        form=form if may_read else None,
        overtaken=overtaken,
    )


_DID = {True: "linked them as one event", False: "kept them apart, as two events"}


def _rows(both: Both, names: dict[str, str], *, may_read: bool) -> list[Row]:
    """Who and when of each; and what was written, only where both may be read."""
    places = [doubles.phone_of(row) for row in both]
    came = [(row.filed, place) for row, place in zip(both, places, strict=True)]
    authors = [author.words for author in authors_in_words(both[0].school_id, came, names)]
    first, second = (_about(*one) for one in zip(both, places, authors, strict=True))
    rows = side_by_side(first, second, by_words=False)
    if may_read:
        bodies = [what_fits(json.loads(row.filed.body)) for row in both]
        told = [{words: str(body.get(name) or "") for name, words in TEXTS.items()} | _details(body) for body in bodies]
        rows += side_by_side(*told, by_words=False)
    return rows


def _details(body: dict[str, Any]) -> dict[str, str]:
    return {one.label: one.text for one in details.in_words(body)}


def _about(row: Incident, place: str, author: str) -> dict[str, str]:
    happened = when_it_happened(row) or ""
    return {
        "Kind": rules.CATEGORY_NAMES.get(row.category or "", "No category given"),
        "Severity": rules.SEVERITY_NAMES.get(row.severity or "", ""),
        "Happened": f"{happened[:1].upper()}{happened[1:]}",
        "Written by": author,
        "Written at": clock.in_words(row.recorded_at) if row.recorded_at else "",
        "Sent from": f"{place[0].upper()}{place[1:]}",
    }
