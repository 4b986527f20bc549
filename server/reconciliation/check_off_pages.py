"""Checking a trip off: its phones, what is still open and why that is all right, signing; and what was signed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from server.foundation import access, clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.phones.queries import names_of
from server.reconciliation import check_off, check_off_queries, check_off_rules, sign_offs
from server.reconciliation.check_off import Look
from server.reconciliation.check_off_forms import ExplainForm, ReturnForm, SignForm, mark_of
from server.reconciliation.check_off_models import TripSignOff
from server.reconciliation.check_off_queries import CheckOff
from server.reconciliation.trip_states import phones_in_words

blueprint = Blueprint("check_off", __name__, template_folder="templates")
PAGE = 100
SAID = {
    check_off.DONE: ("success", "The trip is signed off. What was signed is kept below and cannot be changed."),
    check_off.FIRST: ("success", "You have signed. A second person now looks at the same summary and signs it."),
    check_off.ALREADY: ("info", "It had been signed off already: see by whom below."),
    check_off.YOURS_STANDS: ("info", "You have signed already. Somebody else has to be the second."),
    check_off.CHANGED: (
        "info",
        "Something has changed since you opened this page. Look again, and sign what is so.",
    ),
    check_off.OPEN_GAPS: ("info", "Something is open that nobody has explained. Look again before you sign."),
    check_off.TOO_EARLY: ("info", "It cannot be signed off yet: see below."),
}


@blueprint.get("/office/trips/<trip_id>/check-off")
@access.staff()
def check_off_page(trip_id: str) -> str:
    """What is open on a trip, and signing it off."""
    return _page(check_off.look(access.signed_in(), trip_id))


@blueprint.post("/office/trips/<trip_id>/check-off/back")
@access.staff()
def came_back(trip_id: str) -> Any:
    """Say since when the trip is back."""
    person = access.signed_in()
    found = check_off_queries.find_to_sign(person, trip_id)
    form = ReturnForm(found.span.ends_on)
    if not form.validate():
        return _page(check_off.look(person, trip_id), returned=form), 422
    check_off.note_return(person, trip_id, form.back_at())
    flash("It is noted that the trip is back.", "success")
    return _to_page(trip_id)


@blueprint.post("/office/trips/<trip_id>/check-off/explain")
@access.staff()
def explain(trip_id: str) -> Any:
    """Write down why gaps are all right."""
    person, form = access.signed_in(), ExplainForm()
    now = check_off.look(person, trip_id)
    if not form.validate():
        return _page(now, explaining=form), 422
    done = check_off.explain(person, trip_id, form.chosen(now.still_open), form.words.data or "")
    if done:
        flash(f"{len(done)} thing{'' if len(done) == 1 else 's'} explained.", "success")
    else:
        flash("What you chose is no longer so: see below.", "info")
    return _to_page(trip_id)


@blueprint.post("/office/trips/<trip_id>/check-off/sign")
@access.staff()
def sign(trip_id: str) -> Any:
    """Sign what was on the page."""
    form = SignForm()
    if not form.validate():
        raise Problem("request.malformed")
    outcome = check_off.sign(access.signed_in(), trip_id, form.seen.data or "", form.number_seen)
    category, words = SAID[outcome]
    flash(words, category)
    return _to_page(trip_id)


@blueprint.get("/office/trips/<trip_id>/check-off/<int(max=99999):number>")
@access.staff()
def summary(trip_id: str, number: int) -> str:
    """A summary that was signed, to show to a governor."""
    found, row = _signed(access.signed_in(), trip_id, number)
    content = json.loads(row.summary)
    shown = max(request.args.get("page", 1, type=int) or 1, 1)
    records = content["records"]
    return render_template(
        "reconciliation/summary.html",
        row=row,
        summary=content,
        starts_on=date.fromisoformat(content["trip"]["starts_on"]),
        ends_on=date.fromisoformat(content["trip"]["ends_on"]),
        when=clock.from_text,
        records=records[(shown - 1) * PAGE : shown * PAGE],
        page=shown,
        pages=max(-(-len(records) // PAGE), 1),
        phone_names=names_of(row.school_id) | {one["id"]: one["name"] for one in content["phones"]},
        reopened=sign_offs.reopened_by(row.n),
        latest=found.number,
    )


@blueprint.get("/office/trips/<trip_id>/check-off/<int(max=99999):number>.json")
@access.staff()
def summary_file(trip_id: str, number: int) -> Response:
    """The very bytes whose hash was signed."""
    _, row = _signed(access.signed_in(), trip_id, number)
    name = f"trip-summary-{number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(row.summary.encode(), mimetype="application/json", headers=headers)


def part_of(person: Person, found: CheckOff) -> dict[str, Any]:
    """What the trip's page says of its check-off: {found, last, reopened, may_sign, may_read}."""
    signed = check_off_queries.every_sign_off(found.trip) if found.number else []
    return {
        "found": found,
        "last": signed[0] if signed else None,
        "reopened": sign_offs.reopened_by(signed[0].n) if found.is_reopened else [],
        "may_sign": check_off_rules.may_sign(person.roles, leads=found.leads),
        "may_read": check_off_rules.may_read(person.roles, leads=found.leads),
    }


def _signed(person: Person, trip_id: str, number: int) -> tuple[CheckOff, TripSignOff]:
    """A trip, and one of its sign-offs. Raises Problem access.role_missing where somebody may not read it."""
    found = check_off_queries.find(person.school, trip_id, person.id)
    if not check_off_rules.may_read(person.roles, leads=found.leads):
        raise Problem("access.role_missing")
    return found, sign_offs.find(person.school, trip_id, number)


def _page(now: Look, returned: ReturnForm | None = None, explaining: ExplainForm | None = None) -> str:
    found = now.found
    signing = SignForm(formdata=None, data={"seen": now.seen, "number": str(found.number + 1)})
    explaining = explaining or ExplainForm(formdata=None)
    return render_template(
        "reconciliation/check_off.html",
        now=now,
        found=found,
        explained=check_off_queries.latest_by_key(list(now.explained)),
        still_so={gap.key: gap.title for gap in now.every},
        phones_in_words=phones_in_words(now.standings),
        signed=check_off_queries.every_sign_off(found.trip) if found.number else [],
        returned=returned or ReturnForm(found.span.ends_on, formdata=None),
        explaining=explaining,
        chosen=set(explaining.gap.data or ()),
        signing=signing,
        mark_of=mark_of,
        me=access.signed_in().id,
        today=clock.today(),
    )


def _to_page(trip_id: str) -> Any:
    return redirect(url_for("check_off.check_off_page", trip_id=trip_id))
