"""A pupil roll in from a file: what would become of each row, then doing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.rules import KEEPS_ACCOUNTS
from server.config import LARGEST_REQUEST_BYTES
from server.foundation import access
from server.foundation.database import db
from server.phones.sheet_rules import NotRead
from server.school import pupil_lists, steps
from server.school.forms import ListForm
from server.school.one_forms import OnePupilForm
from server.school.pupil_rules import COLUMNS, MOST_PUPILS, Plan
from server.trips import carried
from server.trips.carried import Carried
from server.trips.workbook import grid_of

blueprint = Blueprint("pupil_lists", __name__, template_folder="templates")

MOST_LISTED = 200
# In the place of a file's name.
BY_HAND = ""


@blueprint.url_value_preprocessor
def let_the_list_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for a whole list, before the form is read for its CSRF token."""
    request.max_form_memory_size = LARGEST_REQUEST_BYTES


@blueprint.get("/office/pupils/import")
@access.staff(*KEEPS_ACCOUNTS)
def choose_file() -> str:
    """Choosing a file."""
    return _choose(ListForm(formdata=None))


@blueprint.post("/office/pupils/import")
@access.staff(*KEEPS_ACCOUNTS)
def preview() -> Any:
    """What would become of each row. Nothing is kept of the file: the page carries it on."""
    form = ListForm()
    if not form.validate():
        return _choose(form), 422
    try:
        content = form.content()
        found = carried.carried_of(grid_of(content), form.file.data.filename or "list", content)
        return _shown(found, pupil_lists.plan(access.signed_in().school, found.grid))
    except NotRead as problem:
        return _refused(problem)


@blueprint.post("/office/pupils/import/take-in")
@access.staff(*KEEPS_ACCOUNTS)
def take_in() -> Any:
    """Do it, if that is still what somebody looked at, and nothing is wrong."""
    person = access.signed_in()
    try:
        found = carried.from_text(request.form.get("list", ""))
        with db.atomic():
            plan = pupil_lists.plan(person.school, found.grid)
            if plan.wrong or plan.mark != request.form.get("mark"):
                return _shown(found, plan, is_late=True)
            pupil_lists.take_in(person.school, plan, person.id)
    except NotRead as problem:
        return _refused(problem)
    flash(f"Pupil roll imported: {len(plan.added):,} added, {len(plan.changed):,} changed.", "success")
    return redirect(
        url_for("ready.getting_ready" if steps.was_begun_here(person.school) else "pupil_lists.choose_file")
    )


@blueprint.post("/office/pupils/import/one")
@access.staff(*KEEPS_ACCOUNTS)
def one() -> Any:
    """What would become of one pupil, typed in by hand."""
    form = OnePupilForm()
    if not form.validate():
        return _choose(ListForm(formdata=None), form), 422
    plan = pupil_lists.plan(access.signed_in().school, form.grid())
    if plan.wrong:
        form.first_name.errors = [plan.wrong[0].problem]
        return _choose(ListForm(formdata=None), form), 422
    return _shown(carried.carried_of(form.grid(), BY_HAND, b""), plan)


def _refused(problem: NotRead) -> Any:
    form = ListForm(formdata=None)
    form.file.errors = [str(problem)]
    return _choose(form), 422


def _choose(form: ListForm, one_form: OnePupilForm | None = None) -> str:
    pupils, classes = pupil_lists.counted(access.signed_in().school)
    return render_template(
        "school/pupil_list.html",
        form=form,
        one_form=one_form or OnePupilForm(formdata=None),
        columns=COLUMNS.values(),
        most_rows=MOST_PUPILS,
        pupils=pupils,
        classes=classes,
    )


def _shown(found: Carried, plan: Plan, *, is_late: bool = False) -> Any:
    missing, trips = pupil_lists.missing(access.signed_in().school, plan)
    page = render_template(
        "school/pupil_preview.html",
        plan=plan,
        columns=COLUMNS,
        missing=missing,
        trips=trips,
        text=carried.as_text(found),
        is_list=found.name != BY_HAND,
        is_late=is_late and not plan.wrong,
        most=MOST_LISTED,
        form=ListForm(formdata=None),
    )
    return page, 422 if plan.wrong else 409 if is_late else 200
