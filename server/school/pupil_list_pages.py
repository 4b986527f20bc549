"""A pupil roll in from a file: what would become of each row, then doing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.accounts.rules import KEEPS_ACCOUNTS
from server.foundation import access
from server.school import pupil_lists, steps
from server.school.forms import ListForm
from server.school.list_pages import ListPages, OneForm, let_the_list_through
from server.school.one_forms import OnePupilForm
from server.school.pupil_rules import COLUMNS, MOST_PUPILS, Plan
from server.trips.grid_rules import Grid

blueprint = Blueprint("pupil_lists", __name__, template_folder="templates", url_prefix="/office/pupils/import")
blueprint.url_value_preprocessor(let_the_list_through)


class PupilListPages(ListPages[Plan]):
    """Nobody is taken off the roll by a list."""

    one_form = OnePupilForm

    def plan(self, grid: Grid) -> Plan:
        """What would become of these rows. Raises NotRead."""
        return pupil_lists.plan(access.signed_in().school, grid)

    def do(self, plan: Plan) -> Response:
        """Do it."""
        person = access.signed_in()
        pupil_lists.take_in(person.school, plan, person.id)
        flash(f"Pupil roll imported: {len(plan.added):,} added, {len(plan.changed):,} changed.", "success")
        is_first = steps.was_begun_here(person.school)
        return redirect(url_for("ready.getting_ready" if is_first else "pupil_lists.choose_file"))

    def chooser(self, form: ListForm, one_form: OneForm) -> str:
        """The page that asks for a file, or for one pupil by hand, and says how many there are."""
        pupils, classes = pupil_lists.counted(access.signed_in().school)
        about = {"columns": COLUMNS.values(), "most_rows": MOST_PUPILS, "pupils": pupils, "classes": classes}
        return render_template("school/pupil_list.html", form=form, one_form=one_form, **about)

    def shown(self, plan: Plan, **about: Any) -> str:
        """The page of what would become of each row, with whom the file leaves out and the trips they are on."""
        missing, trips = pupil_lists.missing(access.signed_in().school, plan)
        found = {"columns": COLUMNS, "missing": missing, "trips": trips}
        return render_template("school/pupil_preview.html", plan=plan, **found, **about)


PAGES = PupilListPages()


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
    """What would become of one pupil, typed in by hand."""
    return PAGES.one()
