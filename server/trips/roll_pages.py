"""Pupils onto a trip from a list: choosing it, what would become of each row, doing it. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.config import LARGEST_REQUEST_BYTES
from server.foundation import access
from server.foundation.database import db
from server.phones.sheet_rules import NotRead
from server.trips import carried, planning, rolls
from server.trips.carried import Carried
from server.trips.planning_forms import RollFileForm
from server.trips.roll_rules import MOST_ROWS, STOPS, RollPlan
from server.trips.rules import PLANS_TRIPS
from server.trips.workbook import grid_of

blueprint = Blueprint(
    "trip_roll", __name__, template_folder="templates", url_prefix="/office/trips/<trip_id>/set-up/list"
)


@blueprint.url_value_preprocessor
def let_the_list_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for a whole list, before the form is read for its CSRF token."""
    request.max_form_memory_size = LARGEST_REQUEST_BYTES
    request.max_form_parts = 2 * MOST_ROWS


@blueprint.get("")
@access.staff(*PLANS_TRIPS)
def choose_file(trip_id: str) -> str:
    """Choosing a file."""
    return _choose(trip_id, RollFileForm(formdata=None))


@blueprint.post("")
@access.staff(*PLANS_TRIPS)
def preview(trip_id: str) -> Any:
    """What would become of each row."""
    person, form = access.signed_in(), RollFileForm()
    if not form.validate():
        return _choose(trip_id, form), 422
    try:
        content = form.content()
        found = carried.carried_of(grid_of(content), form.file.data.filename or "", content)
        return _preview(trip_id, found, rolls.plan(person.school, trip_id, found.grid, {}))
    except NotRead as problem:
        form.file.errors = [str(problem)]
        return _choose(trip_id, form), 422


@blueprint.post("/take-in")
@access.staff(*PLANS_TRIPS)
def take_in(trip_id: str) -> Any:
    """Look again with what was chosen, or put them on if that is still what was looked at."""
    person = access.signed_in()
    wants_it, leave_out, done = request.form.get("do") == "put", "leave_out" in request.form, None
    try:
        found = carried.from_text(request.form.get("list", ""))
        with db.atomic():
            plan = rolls.plan(person.school, trip_id, found.grid, _chosen())
            mark = request.form.get("mark", "")
            if wants_it and (leave_out or not plan.of(*STOPS)):
                done = rolls.take_in((person.school, trip_id), plan, mark, by=person.id)
    except NotRead as problem:
        form = RollFileForm(formdata=None)
        form.file.errors = [str(problem)]
        return _choose(trip_id, form), 422
    if done is None:
        is_late = wants_it and plan.mark != request.form.get("mark")
        answer = _preview(trip_id, found, plan, is_late=is_late, is_stopped=wants_it and not is_late)
        return answer, 409 if is_late else 422 if wants_it else 200
    lives = f" Home authority noted for {done[1]}." if done[1] else ""
    flash(f"{done[0]} put on from the list.{lives} Phones take it up at their next contact.", "success")
    return redirect(url_for("planning.set_up", trip_id=trip_id))


def _chosen() -> dict[int, str]:
    """By line, who was chosen among pupils of one name."""
    sent = {name.removeprefix("line-"): value for name, value in request.form.items() if name.startswith("line-")}
    return {int(line): pupil for line, pupil in sent.items() if line.isascii() and line.isdigit() and pupil}


def _choose(trip_id: str, form: RollFileForm) -> str:
    trip = planning.row_of(access.signed_in().school, trip_id)
    return render_template("trips/roll.html", trip=trip, form=form, most_rows=MOST_ROWS)


def _preview(trip_id: str, found: Carried, plan: RollPlan, *, is_late: bool = False, is_stopped: bool = False) -> str:
    school = access.signed_in().school
    return render_template(
        "trips/roll_preview.html",
        trip=planning.row_of(school, trip_id),
        plan=plan,
        pupils=rolls.named(school, plan),
        chosen=_chosen(),
        stops=plan.of(*STOPS),
        text=carried.as_text(found),
        is_late=is_late,
        is_stopped=is_stopped,
    )
