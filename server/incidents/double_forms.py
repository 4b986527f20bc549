"""The form by which somebody says whether two reports are of one event."""

from __future__ import annotations

from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from server.accounts.forms import TypedForm
from server.accounts.reasons import reason_field
from server.accounts.widgets import Radios

ONE, TWO = "one", "two"


class DoubleForm(TypedForm):
    """One event or two."""

    answer = RadioField(
        "What do you decide?",
        [DataRequired("Choose one")],
        choices=[
            SelectChoice(ONE, "Two adults, one event: link them"),
            SelectChoice(TWO, "Two events: keep them apart"),
        ],
        widget=Radios(),
    )
    reason = reason_field()
    after = HiddenField()
