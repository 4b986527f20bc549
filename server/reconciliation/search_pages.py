"""One box to look for a pupil, somebody on the staff, a trip or a phone, and what was found.

What is typed is sent in a form and kept for an hour; the page it leads to has an address that says nothing.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.name_rules import folded
from server.accounts.widgets import Text
from server.foundation import access
from server.foundation.access import Person
from server.reconciliation import search as looking
from server.reconciliation.search import MOST_FOUND, Found

blueprint = Blueprint("search", __name__, template_folder="templates", url_prefix="/office/search")
LONGEST = 100
PAGES = {"staff": "staff.staff_page", "consent": "consent.pupil_page"}


class SearchForm(TypedForm):
    """What to look for."""

    words = StringField(
        "A pupil, somebody on the staff, a trip or a phone",
        [
            DataRequired("Type a name, or a part of one"),
            Length(max=LONGEST, message=f"Use at most {LONGEST} characters"),
        ],
        description="A part of a name will do. Capitals, accents and apostrophes do not matter",
        widget=Text(),
    )

    def validate_words(self, field: StringField) -> None:
        """Raises ValidationError for what has nothing to look for in it."""
        if not folded(field.data or ""):
            raise ValidationError("Type at least one letter or number")


@blueprint.get("")
@access.staff()
def search() -> str:
    """The box."""
    return _page(SearchForm(formdata=None))


@blueprint.post("")
@access.staff()
def ask() -> Any:
    """Look for what was typed."""
    form = SearchForm()
    if not form.validate():
        return _page(form), 422
    asked = looking.ask(access.signed_in(), form.words.data or "")
    return redirect(url_for("search.found", search_id=asked.id))


@blueprint.get("/<search_id>")
@access.staff()
def found(search_id: str) -> Any:
    """What was found. Of a search that is over, and of another's, the box alone."""
    person = access.signed_in()
    asked = looking.find_asked(person, search_id)
    if asked is None:
        return _page(SearchForm(formdata=None), is_over=True), 404
    return _page(SearchForm(formdata=None, words=asked.words), looking.found_by(person, asked.words))


def _page(form: SearchForm, found: Found | None = None, *, is_over: bool = False) -> str:
    person = access.signed_in()
    return render_template(
        "reconciliation/search.html",
        form=form,
        found=found,
        is_over=is_over,
        most=MOST_FOUND,
        may={name: _may_open(person, endpoint) for name, endpoint in PAGES.items()},
        finds_people=bool(looking.FINDS_PEOPLE & person.roles),
    )


def _may_open(person: Person, endpoint: str) -> bool:
    return bool(access.declared_by(current_app.view_functions[endpoint]).roles & person.roles)
