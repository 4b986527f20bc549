"""Forms of trips."""

from __future__ import annotations

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes, Radios, Text
from server.trips.rules import JOINER_PARTS

CONTACTS, CARE = "contacts", "care"
LONGEST_NAME = 100


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


class JoinerForm(TypedForm):
    """Somebody who joins one trip."""

    name = StringField(
        "Name",
        [DataRequired("Give their name"), Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters")],
        description="As it is to stand in what they report",
        widget=Text(),
    )
    part = RadioField(
        "They join as",
        [InputRequired("Choose one")],
        choices=[SelectChoice(part, words) for part, words in JOINER_PARTS.items()],
        widget=Radios(),
    )
    has_assured = SelectMultipleField(
        "What they have said",
        choices=[SelectChoice("assured", "Their own phone stays off and out of sight near pupils")],
        widget=Checkboxes(),
    )
