"""Forms of photos."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.name_rules import folded
from server.accounts.widgets import DayField, Radios, Select, Text, TextArea
from server.consent.rules import PURPOSE_NAMES
from server.consent.turn_rules import read_time
from server.foundation import clock
from server.photos import rules
from server.photos.held_rules import ANSWER_NAMES, KEPT

LONGEST_WORDS = 500
LONGEST_CAPTION = 200


def _words(label: str, description: str = "", *, most: int = LONGEST_WORDS, wanted: str = "") -> StringField:
    needed = [DataRequired(wanted)] if wanted else []
    return StringField(
        label,
        [*needed, Length(max=most, message=f"Use at most {most} characters")],
        filters=[lambda typed: typed.strip() if typed else ""],
        description=description,
        widget=Text(),
    )


class LookForm(TypedForm):
    """What somebody looks at photos for."""

    why = RadioField(
        "What are you looking at them for?",
        [DataRequired("Say what you are looking at them for")],
        choices=[SelectChoice(code, words) for code, words in rules.WHY_NAMES.items()],
        widget=Radios(),
    )
    words = _words("In your own words", "Needed for “Something else”. No names: it stays in the school’s log")

    def validate_words(self, field: Any) -> None:
        """Words where nothing else says it. Raises ValidationError."""
        if self.why.data == "other" and not field.data:
            raise ValidationError("Say in a few words what for")


LONGEST_NAME = 100


class FindForm(TypedForm):
    """One child, or one purpose."""

    child = StringField(
        "A child",
        [Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters")],
        description="A part of the name will do",
        widget=Text(),
    )
    purpose = SelectField(
        "Or a purpose",
        default="",
        choices=[SelectChoice("", "Choose a purpose"), *(SelectChoice(*one) for one in PURPOSE_NAMES.items())],
        widget=Select(),
    )

    def validate_child(self, field: StringField) -> None:
        """Raises ValidationError where neither a name nor a purpose is given."""
        if not self.purpose.data and not folded(field.data or ""):
            raise ValidationError("Type a name, or choose a purpose")


class ReleaseForm(TypedForm):
    """Asking for a photo to be seen."""

    purpose = RadioField(
        "What for?",
        [DataRequired("Choose what for")],
        choices=[SelectChoice(code, PURPOSE_NAMES[code]) for code in (*rules.IN_SCHOOL, *rules.BEYOND)],
        widget=Radios(),
    )
    place = _words("Where will it be seen?", "Such as Year 4 corridor, or the spring newsletter", wanted="Say where")
    caption = _words("Words beside it", "No last names. A first name only with permission", most=LONGEST_CAPTION)


class DecideForm(TypedForm):
    """What becomes of a photo that is held back."""

    answer = RadioField(
        "What becomes of it?",
        [DataRequired("Choose one")],
        choices=[SelectChoice(code, words) for code, words in ANSWER_NAMES.items()],
        widget=Radios(),
    )
    note = _words("Note", "Needed where it stays held. No names: it stays with the photo")

    def validate_note(self, field: Any) -> None:
        """Words where it stays held. Raises ValidationError."""
        if self.answer.data == KEPT and not field.data:
            raise ValidationError("Say in a few words why it stays held")


class RulesForm(TypedForm):
    """Until when photos are off the phones."""

    off_by = _words("Off the phones by", "School time, such as 16:30", most=5, wanted="Give a time such as 16:30")

    def validate_off_by(self, field: Any) -> None:
        """A time of the day. Raises ValidationError."""
        if read_time(field.data or "") is None:
            raise ValidationError("Give a time such as 16:30")


class StayForm(TypedForm):
    """Letting a trip's photos stay longer."""

    until_on = DayField("Up to and including which day?")
    why = StringField(
        "Why?",
        [DataRequired("Say why"), Length(max=LONGEST_WORDS, message=f"Use at most {LONGEST_WORDS} characters")],
        description="Such as no signal at the field centre",
        widget=TextArea(rows=3),
    )

    def validate_until_on(self, field: Any) -> None:
        """A day from today on. Raises ValidationError."""
        if field.data is None and not field.errors:
            raise ValidationError("Give a day")
        if field.data and field.data < clock.today():
            raise ValidationError("That day is over")
