"""Forms of trips."""

from __future__ import annotations

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes

CONTACTS, CARE = "contacts", "care"


class ListForm(TypedForm):
    """What today's list carries besides names and classes. Nothing has to be ticked."""

    carries = SelectMultipleField(
        "Today's list also carries",
        choices=[
            SelectChoice(CONTACTS, "Whom to ring for each pupil, with the DSL's \u201cdo not ring\u201d marks"),
            SelectChoice(CARE, "What to watch for, in plain words, never a diagnosis"),
        ],
        description="For what does not travel staff ring the office; the phone gives its number in the same place.",
        widget=Checkboxes(),
    )
