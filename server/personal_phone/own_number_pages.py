"""Somebody's own number, as a mark: left on their own page, so that a log leaves the number out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import Text
from server.foundation import access
from server.personal_phone import own_numbers
from server.personal_phone.dial_rules import dial
from server.personal_phone.dial_words import WHY

blueprint = Blueprint("own_number", __name__, template_folder="templates")
LONGEST_NUMBER = 60


class OwnNumberForm(TypedForm):
    """One's own number, of which a mark alone is kept."""

    number = StringField(
        "Your own number",
        [InputRequired("Give your own number"), Length(max=LONGEST_NUMBER, message="That is too long for one number")],
        description="Such as 07700 900123. It is turned into a mark at once, and is kept nowhere itself",
        widget=Text("tel", classes="govuk-input--width-20"),
    )


@blueprint.get("/office/you/own-number")
@access.staff()
def own_number() -> str:
    """Whether there is a mark, and the form for one."""
    return _page(OwnNumberForm(formdata=None))


@blueprint.post("/office/you/own-number")
@access.staff()
def keep() -> Any:
    """Keep a mark of it."""
    person, form = access.signed_in(), OwnNumberForm()
    if not form.validate():
        return _page(form), 422
    typed = form.number.data or ""
    if not own_numbers.is_markable(typed):
        found = dial(typed)
        form.number.errors = [
            WHY[found.why] if found.verdict == "refused" else "That is nobody’s own number. Give your own"
        ]
        return _page(form), 422
    own_numbers.keep(person.school, person.id, typed)
    flash("A mark of it is kept, and not the number. Logs leave it out from now on.", "success")
    return redirect(url_for("own_number.own_number"))


@blueprint.post("/office/you/own-number/forget")
@access.staff()
def forget() -> Any:
    """Take the mark away."""
    person = access.signed_in()
    own_numbers.forget(person.school, person.id)
    flash("The mark is gone. A number that you wrote into a log in words can be read again.", "success")
    return redirect(url_for("own_number.own_number"))


def _page(form: OwnNumberForm) -> str:
    return render_template("personal_phone/own_number.html", form=form, mark=own_numbers.mark_of(access.signed_in().id))
