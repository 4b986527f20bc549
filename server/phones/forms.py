"""Forms of phones."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length, Regexp

from server.accounts.widgets import Text

LONGEST_NAME = 60


def _stripped(typed: str | None) -> str | None:
    return typed.strip() if typed else typed


class AddPhoneForm(FlaskForm):
    """Adding a phone or iPad to the inventory by the name on its label."""

    name = StringField(
        "Name of the phone or iPad",
        [
            DataRequired("Give the phone a name"),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters"),
            Regexp(r"[^\x00-\x1f\x7f]*\Z", message="Use letters, figures and spaces only"),
        ],
        filters=[_stripped],
        description="As on its label, such as Phone 3 or Year 5 iPad",
        widget=Text(),
    )
