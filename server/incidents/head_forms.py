"""Forms of the chair's pages: a note on a concern, and whether the vice-chair stands in."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import Radios, TextArea
from server.foundation.database import new_id

LONGEST_NOTE = 5000
NOTE, OUTCOME = "note", "outcome"
MYSELF, VICE_CHAIR = "chair", "vice_chair"


class NoteForm(TypedForm):
    """What was done. `note` is made with the page, so that a form sent twice is one note."""

    words = StringField(
        "What was done?",
        [
            DataRequired("Write what was done"),
            Length(max=LONGEST_NOTE, message=f"Use at most {LONGEST_NOTE} characters"),
        ],
        description="Locked with the chair’s key like the concern itself. It cannot be changed afterwards",
        widget=TextArea(rows=4),
    )
    kind = RadioField(
        "What is it?",
        choices=[SelectChoice(NOTE, "A note; it goes on"), SelectChoice(OUTCOME, "The outcome")],
        validators=[InputRequired("Choose one")],
        widget=Radios(),
    )
    note = HiddenField(validators=[Length(max=40, message="Open the page again, and write it once more")])

    def begun(self) -> NoteForm:
        """The same with an id for the note, where the page gave none."""
        if not self.note.data:
            self.note.data, self.note.raw_data = new_id(), []
        return self


class StandInForm(TypedForm):
    """Who opens concerns about the headteacher."""

    opens = RadioField(
        "Who opens concerns about the headteacher?",
        choices=[
            SelectChoice(MYSELF, "The chair of governors"),
            SelectChoice(VICE_CHAIR, "The vice-chair, while the chair is away or concerned in one"),
        ],
        validators=[InputRequired("Choose one")],
        widget=Radios(),
    )

    @property
    def is_on(self) -> bool:
        """Whether the vice-chair stands in."""
        return bool(self.opens.data == VICE_CHAIR)


def stand_in_form(*, is_on: bool) -> StandInForm:
    """The form as it stands."""
    chosen: dict[str, Any] = {"opens": VICE_CHAIR if is_on else MYSELF}
    return StandInForm(formdata=None, **chosen)
