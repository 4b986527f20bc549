"""A list of staff in from a file: what would become of each row, then doing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.rules import KEEPS_ACCOUNTS
from server.config import LARGEST_REQUEST_BYTES
from server.foundation import access
from server.foundation.database import db
from server.phones.sheet_rules import NotRead
from server.school import staff_lists, steps
from server.school.forms import ListForm
from server.school.one_forms import OneStaffForm
from server.school.staff_rules import COLUMNS, MOST_STAFF, Plan
from server.trips import carried
from server.trips.carried import Carried
from server.trips.workbook import grid_of

blueprint = Blueprint("staff_lists", __name__, template_folder="templates")

MOST_LISTED = 200
# In the place of a file's name.
BY_HAND = ""


@blueprint.url_value_preprocessor
def let_the_list_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for a whole list, before the form is read for its CSRF token."""
    request.max_form_memory_size = LARGEST_REQUEST_BYTES


@blueprint.get("/office/staff/import")
@access.staff(*KEEPS_ACCOUNTS)
def choose_file() -> str:
    """Choosing a file."""
    return _choose(ListForm(formdata=None))


@blueprint.post("/office/staff/import")
@access.staff(*KEEPS_ACCOUNTS)
def preview() -> Any:
    """What would become of each row. Nothing is kept of the file: the page carries it on."""
    form = ListForm()
    if not form.validate():
        return _choose(form), 422
    try:
        content = form.content()
        found = carried.carried_of(grid_of(content), form.file.data.filename or "list", content)
        return _shown(found, staff_lists.plan(access.signed_in().school, found.grid))
    except NotRead as problem:
        return _refused(problem)


@blueprint.post("/office/staff/import/take-in")
@access.staff(*KEEPS_ACCOUNTS)
def take_in() -> Any:
    """Do it, if that is still what somebody looked at, and nothing is wrong."""
    person = access.signed_in()
    try:
        found = carried.from_text(request.form.get("list", ""))
        with db.atomic():
            plan = staff_lists.plan(person.school, found.grid)
            if plan.wrong or plan.mark != request.form.get("mark"):
                return _shown(found, plan, is_late=True)
            waits = staff_lists.take_in(plan, person)
    except NotRead as problem:
        return _refused(problem)
    flash(f"Staff imported: {len(plan.added)} added, {len(plan.changed)} changed.", "success")
    if waits:
        flash(f"Roles that wait for a second person: {waits}. They are agreed to under Getting ready.", "info")
    return redirect(url_for("ready.getting_ready" if steps.was_begun_here(person.school) else "staff.staff_list"))


@blueprint.post("/office/staff/import/one")
@access.staff(*KEEPS_ACCOUNTS)
def one() -> Any:
    """What would become of one person, typed in by hand."""
    form = OneStaffForm()
    if not form.validate():
        return _choose(ListForm(formdata=None), form), 422
    plan = staff_lists.plan(access.signed_in().school, form.grid())
    if plan.wrong:
        form.name.errors = [plan.wrong[0].problem]
        return _choose(ListForm(formdata=None), form), 422
    return _shown(carried.carried_of(form.grid(), BY_HAND, b""), plan)


def _refused(problem: NotRead) -> Any:
    form = ListForm(formdata=None)
    form.file.errors = [str(problem)]
    return _choose(form), 422


def _choose(form: ListForm, one_form: OneStaffForm | None = None) -> str:
    return render_template(
        "school/staff_list.html",
        form=form,
        one_form=one_form or OneStaffForm(formdata=None),
        columns=COLUMNS,
        most_rows=MOST_STAFF,
    )


def _shown(found: Carried, plan: Plan, *, is_late: bool = False) -> Any:
    person = access.signed_in()
    page = render_template(
        "school/staff_preview.html",
        plan=plan,
        waits=staff_lists.waits_among(plan, person.roles),
        trips=staff_lists.on_trips(person.school, {one.id for one in plan.missing}),
        text=carried.as_text(found),
        is_list=found.name != BY_HAND,
        is_late=is_late and not plan.wrong,
        most=MOST_LISTED,
        form=ListForm(formdata=None),
    )
    return page, 422 if plan.wrong else 409 if is_late else 200
