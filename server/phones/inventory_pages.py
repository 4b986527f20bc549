"""The inventory out as a file, and in from one in two steps: what would become of it, then doing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from server.foundation import access, clock
from server.phones import inventory
from server.phones.forms import FileForm
from server.phones.inventory_rules import COLUMNS, Plan
from server.phones.pages import KEEPS_PHONES
from server.phones.sheet_rules import MOST_BYTES, MOST_ROWS, NotRead, heading_key

blueprint = Blueprint("inventory", __name__, template_folder="templates")

# A file travels on to the second step as text, whose letters take up to four bytes.
MOST_FORM_BYTES = 4 * MOST_BYTES


@blueprint.url_value_preprocessor
def let_the_text_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for the text of a whole file, before the form is read for its CSRF token."""
    request.max_form_memory_size = MOST_FORM_BYTES


@blueprint.get("/office/phones/list.csv")
@access.staff(*KEEPS_PHONES)
def as_csv() -> Response:
    """The inventory as a file, with who has each phone."""
    person = access.signed_in()
    headers = {"Content-Disposition": f'attachment; filename="phones-{clock.today().isoformat()}.csv"'}
    return Response(inventory.as_csv(person.school, by=person.id), mimetype="text/csv", headers=headers)


@blueprint.get("/office/phones/import")
@access.staff(*KEEPS_PHONES)
def choose_file() -> str:
    """Choosing a file."""
    return _choose(FileForm(formdata=None))


@blueprint.post("/office/phones/import")
@access.staff(*KEEPS_PHONES)
def preview() -> Any:
    """What would become of a file. Nothing is kept of it, here or on the disk: the page carries it on."""
    person = access.signed_in()
    form = FileForm()
    if not form.validate():
        return _choose(form), 422
    try:
        text, plan = inventory.plan(person.school, form.content())
    except NotRead as problem:
        form.file.errors = [str(problem)]
        return _choose(form), 422
    return _shown(plan, text)


@blueprint.post("/office/phones/import/confirm")
@access.staff(*KEEPS_PHONES)
def take_in() -> Any:
    """Do it, if the inventory is still what it was when somebody looked."""
    person = access.signed_in()
    text = request.form.get("text", "")
    try:
        plan, is_done = inventory.take_in(person.school, text, request.form.get("mark", ""), by=person.id)
    except NotRead as problem:
        form = FileForm(formdata=None)
        form.file.errors = [str(problem)]
        return _choose(form), 422
    if not is_done and (plan.wrong or plan.added or plan.changed):
        return _shown(plan, text, is_late=True)
    flash(f"{len(plan.added)} added, {len(plan.changed)} changed.", "success")
    return redirect(url_for("phones.inventory"))


def _choose(form: FileForm) -> str:
    return render_template("phones/import.html", form=form, columns=COLUMNS.values(), most_rows=MOST_ROWS)


def _shown(plan: Plan, text: str, *, is_late: bool = False) -> Any:
    told = {heading_key(words) for words in inventory.TOLD}
    page = render_template(
        "phones/import_preview.html",
        plan=plan,
        columns=COLUMNS,
        text=text,
        is_late=is_late,
        form=FileForm(formdata=None),
        left=[words for words in plan.strangers if heading_key(words) in told],
        unknown=[words for words in plan.strangers if heading_key(words) not in told],
    )
    return page, 422 if plan.wrong else 409 if is_late else 200
