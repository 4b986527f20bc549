"""A list of answers in from a file: which column is what, what would become of each row, doing it, undoing it."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts.queries import staff_of
from server.config import LARGEST_REQUEST_BYTES
from server.consent import imports, queries
from server.consent.answer_rules import code_of, target_of
from server.consent.forms import ListFileForm
from server.consent.layout_rules import FIELDS, LEFT_OUT, Layout, guess, guess_type, is_code, problems_of
from server.consent.plan_rules import Plan
from server.consent.rules import PURPOSE_NAMES
from server.consent.settings import KEEPS_CONSENT
from server.consent.told_pages import after_saving
from server.foundation import access
from server.foundation.database import db
from server.phones.sheet_rules import NotRead
from server.trips import carried
from server.trips.carried import Carried
from server.trips.models import Pupil
from server.trips.workbook import grid_of

blueprint = Blueprint("consent_imports", __name__, template_folder="templates")

# A page that is read by somebody; the command lists every row.
MOST_LISTED = 200
MOST_KINDS = 60
# A tick for each pupil of a large school.
MOST_CONFIRMED, MOST_FORM_PARTS = 3000, 5000
LONGEST_NAME = 60
SAMPLES = 3


def _targets() -> dict[str, str]:
    kinds = {"photo": "photos", "photo+video": "photos and video", "video": "video", "audio": "audio"}
    named = [(purpose, name, code) for purpose, name in PURPOSE_NAMES.items() for code in kinds]
    return {f"{purpose}/{code}": f"{name}: {kinds[code]}" for purpose, name, code in named}


TARGETS = _targets()


@blueprint.url_value_preprocessor
def let_the_list_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for a whole list, before the form is read for its CSRF token."""
    request.max_form_memory_size = LARGEST_REQUEST_BYTES
    request.max_form_parts = MOST_FORM_PARTS


@blueprint.get("/office/consent/imports")
@access.staff(*KEEPS_CONSENT)
def every_import() -> str:
    """The lists brought in, the latest first."""
    school = access.signed_in().school
    rows = [(row, json.loads(row.totals)) for row in queries.imports_of(school)]
    people = {row.id: row.name for row in staff_of(school)}
    return render_template("consent/imports.html", rows=rows, people=people)


@blueprint.post("/office/consent/imports/<import_id>/undo")
@access.staff(*KEEPS_CONSENT)
def undo(import_id: str) -> Any:
    """Undo one whole."""
    person = access.signed_in()
    imports.undo(person.school, import_id, by=person.id)
    flash("Undone. None of its answers counts any more.", "success")
    return redirect(after_saving(person.school, url_for("consent_imports.every_import")))


@blueprint.get("/office/consent/import")
@access.staff(*KEEPS_CONSENT)
def choose_file() -> str:
    """Choosing a file."""
    return _choose(ListFileForm(formdata=None))


@blueprint.post("/office/consent/import")
@access.staff(*KEEPS_CONSENT)
def choose_columns() -> Any:
    """Which column is what, as far as the headings tell. Nothing is kept of the file: the page carries it on."""
    person, form = access.signed_in(), ListFileForm()
    if not form.validate():
        return _choose(form), 422
    try:
        content = form.content()
        found = carried.carried_of(grid_of(content), form.file.data.filename or "", content)
        layout = guess(found.grid.headings, imports.mappings_of(person.school).get(form.kept.data or ""))
        return _columns(found, layout)
    except NotRead as problem:
        form.file.errors = [str(problem)]
        return _choose(form), 422


@blueprint.post("/office/consent/import/columns")
@access.staff(*KEEPS_CONSENT)
def take_columns() -> Any:
    """Take the columns as chosen, keep them by name where one was given, and show what would become of each row."""
    person = access.signed_in()
    try:
        found = carried.from_text(request.form.get("list", ""))
    except NotRead as problem:
        return _start_again(problem)
    layout = Layout(_chosen("column", found.grid.headings), {})
    name = " ".join(request.form.get("mapping_name", "").split())[:LONGEST_NAME]
    problems = problems_of(layout, found.grid.headings)
    if problems:
        return _columns(found, layout, problems, name), 422
    if name:
        imports.keep_mapping(person.school, name, layout, by=person.id)
    return _preview(found, layout, imports.plan(person.school, found.grid, layout))


@blueprint.post("/office/consent/import/preview")
@access.staff(*KEEPS_CONSENT)
def take_in() -> Any:
    """Look again with what was ticked and chosen, or do it if that is still what was looked at."""
    person = access.signed_in()
    try:
        found = carried.from_text(request.form.get("list", ""))
        layout = _layout_sent(found)
    except NotRead as problem:
        return _start_again(problem)
    do, confirmed = request.form.get("do"), request.form.getlist("confirm")
    wants_it = do == "import"
    with db.atomic():
        planned = imports.plan(person.school, found.grid, layout, confirmed)
        is_seen = planned.mark == request.form.get("mark") and not planned.totals["error"]
        done = None
        if wants_it and is_seen:
            done = imports.take_in(person.school, planned, (found.name, found.digest), by=person.id)
    if do == "all":
        confirmed = [one.candidate for one in planned.outcomes if one.candidate]
        planned = imports.plan(person.school, found.grid, layout, confirmed)
    if done is None:
        return _preview(found, layout, planned, confirmed, is_late=wants_it and not is_seen)
    totals = planned.totals
    flash(f"Imported. Rows added: {totals['added']}, changed: {totals['changed']}.", "success")
    return redirect(after_saving(person.school, url_for("consent_imports.every_import")))


def _layout_sent(found: Carried) -> Layout:
    layout = Layout(_chosen("column", found.grid.headings))
    if problems_of(layout, found.grid.headings):
        raise NotRead("The list did not come back whole. Choose the file again.")
    return Layout(layout.columns, _chosen("kind", _kinds(found, layout)))


def _chosen(prefix: str, names: list[str] | Any) -> dict[str, str]:
    """What was chosen for each of these, in their order; what is no code is left out."""
    sent = {name: request.form.get(f"{prefix}-{i}") for i, name in enumerate(names)}
    return {name: code if is_code(code) else LEFT_OUT for name, code in sent.items() if code is not None}


def _kinds(found: Carried, layout: Layout) -> list[str]:
    """The kinds of consent that stand in the rows, where they do."""
    if not layout.is_long:
        return []
    at = next(i for i, heading in enumerate(found.grid.headings) if layout.columns.get(heading) == "type")
    return sorted({cells[at] for _line, cells in found.grid.rows if cells[at]})[:MOST_KINDS]


def _start_again(problem: NotRead) -> Any:
    form = ListFileForm(formdata=None)
    form.file.errors = [str(problem)]
    return _choose(form), 422


def _choose(form: ListFileForm) -> str:
    names = list(imports.mappings_of(access.signed_in().school))
    form.kept.choices = [("", "Told from the headings"), *((name, name) for name in names)]
    return render_template("consent/import.html", form=form, has_kept=bool(names))


def _columns(found: Carried, layout: Layout, problems: list[str] | None = None, name: str = "") -> str:
    grid = found.grid
    samples = [[cells[i] for _line, cells in grid.rows[:50] if cells[i]][:SAMPLES] for i in range(len(grid.headings))]
    return render_template(
        "consent/columns.html",
        columns=[
            (heading, _shown(layout.columns.get(heading, LEFT_OUT)), some)
            for heading, some in zip(grid.headings, samples, strict=True)
        ],
        fields=FIELDS,
        targets=TARGETS,
        left_out=LEFT_OUT,
        mapping_name=name,
        problems=problems if problems is not None else problems_of(layout, grid.headings),
        text=carried.as_text(found),
        rows=len(grid.rows),
    )


def _shown(code: str) -> str:
    """A code as the choices have it: "website" is "website/photo"."""
    targets = target_of(code)
    return code_of(targets) if targets else code


def _preview(
    found: Carried, layout: Layout, planned: Plan, confirmed: list[str] | None = None, *, is_late: bool = False
) -> Any:
    school = access.signed_in().school
    # The first row of each pupil stands for all of theirs.
    asked = {one.candidate: one for one in reversed(planned.outcomes) if one.candidate}
    page = render_template(
        "consent/preview.html",
        plan=planned,
        columns=[(heading, layout.columns.get(heading, LEFT_OUT)) for heading in found.grid.headings],
        kinds=[(kind, _shown(guess_type(kind, layout))) for kind in _kinds(found, layout)],
        candidates={row.id: row for row in Pupil.select().where(Pupil.school == school, Pupil.id.in_(list(asked)))},
        asked=sorted(asked.values(), key=lambda one: one.line)[:MOST_CONFIRMED],
        text=carried.as_text(found),
        targets=TARGETS,
        left_out=LEFT_OUT,
        most=MOST_LISTED,
        is_late=is_late,
        confirmed=confirmed or [],
    )
    return page, 422 if planned.totals["error"] else 409 if is_late else 200
