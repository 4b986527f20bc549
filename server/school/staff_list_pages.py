"""A list of staff in from a file: what would become of each row, then doing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts.rules import KEEPS_ACCOUNTS
from server.foundation import access
from server.school import staff_lists, steps
from server.school.forms import ListForm
from server.school.list_pages import ListPages, OneForm, let_the_list_through
from server.school.one_forms import OneStaffForm
from server.school.staff_rules import COLUMNS, MOST_STAFF, Plan
from server.trips.grid_rules import Grid

blueprint = Blueprint("staff_lists", __name__, template_folder="templates", url_prefix="/office/staff/import")
blueprint.url_value_preprocessor(let_the_list_through)


class StaffListPages(ListPages[Plan]):
    """Nobody loses an account or a role by a list; some roles wait for a second person."""

    one_form = OneStaffForm

    def plan(self, grid: Grid) -> Plan:
        """What would become of these rows. Raises NotRead."""
        return staff_lists.plan(access.signed_in().school, grid)

    def do(self, plan: Plan) -> Response:
        """Do it, and say how many roles wait."""
        person = access.signed_in()
        waits = staff_lists.take_in(plan, person)
        flash(f"Staff imported: {len(plan.added)} added, {len(plan.changed)} changed.", "success")
        if waits:
            flash(f"Roles that wait for a second person: {waits}. They are agreed to under Getting ready.", "info")
        return redirect(url_for("ready.getting_ready" if steps.was_begun_here(person.school) else "staff.staff_list"))

    def chooser(self, form: ListForm, one_form: OneForm) -> str:
        """The page that asks for a file, or for one person by hand."""
        about = {"columns": COLUMNS, "most_rows": MOST_STAFF}
        return render_template("school/staff_list.html", form=form, one_form=one_form, **about)

    def shown(self, plan: Plan, **about: Any) -> str:
        """The page of what would become of each row, with the trips of those whom the file leaves out."""
        person = access.signed_in()
        waits = staff_lists.waits_among(plan, person.roles)
        trips = staff_lists.on_trips(person.school, {one.id for one in plan.missing})
        return render_template("school/staff_preview.html", plan=plan, waits=waits, trips=trips, **about)


PAGES = StaffListPages()


@blueprint.get("")
@access.staff(*KEEPS_ACCOUNTS)
def choose_file() -> str:
    """Choosing a file."""
    return PAGES.choose_file()


@blueprint.post("")
@access.staff(*KEEPS_ACCOUNTS)
def preview() -> Any:
    """What would become of each row."""
    return PAGES.preview()


@blueprint.post("/take-in")
@access.staff(*KEEPS_ACCOUNTS)
def take_in() -> Any:
    """Do it, if that is still what somebody looked at."""
    return PAGES.take_in()


@blueprint.post("/one")
@access.staff(*KEEPS_ACCOUNTS)
def one() -> Any:
    """What would become of one person, typed in by hand."""
    return PAGES.one()
