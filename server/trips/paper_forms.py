"""What every form shares by which the office enters what somebody wrote on paper.

Nothing is asked that the paper may not say: lines may be empty, and a choice can be "the paper does not say".
"""

from __future__ import annotations

from datetime import datetime, time, tzinfo

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Length

from server.accounts.widgets import Checkboxes, DayField, Radios, Text, TextArea
from server.trips.paper_rules import read_time

LONGEST_LINE, LONGEST_TEXT = 200, 5000
FIRST_YEAR = 2000
NOT_SAID, SOMEBODY_ELSE, YES, NO = "not_said", "other", "yes", "no"
PAPER_SAYS_NOT = "The paper does not say"
_TIMES = "Give a time such as 14:32"


def line(label: str, description: str = "", *, width: int = 0) -> StringField:
    """One line of text; `width` in characters, 0 for the whole width."""
    too_long = Length(max=LONGEST_LINE, message=f"Use at most {LONGEST_LINE} characters")
    widget = Text(classes=f"govuk-input--width-{width}") if width else Text()
    return StringField(label, [too_long], filters=[_one_line], description=description, widget=widget)


def several(label: str, description: str = "", *, rows: int = 3) -> StringField:
    """Several lines of text."""
    too_long = Length(max=LONGEST_TEXT, message=f"Use at most {LONGEST_TEXT} characters")
    return StringField(label, [too_long], description=description, widget=TextArea(rows=rows))


def radios(label: str, *choices: tuple[str, str], description: str = "") -> RadioField:
    """One of a few, or that the paper does not say."""
    every = [SelectChoice(code, words) for code, words in (*choices, (NOT_SAID, PAPER_SAYS_NOT))]
    return RadioField(label, choices=every, default=NOT_SAID, description=description, widget=Radios())


def is_right(label: str, words: str) -> SelectMultipleField:
    """A box to tick where something looks wrong, and is what the paper says."""
    return SelectMultipleField(label, choices=[SelectChoice(YES, words)], widget=Checkboxes())


def form_id() -> HiddenField:
    """What is made with the page, so that a form sent twice is filed once."""
    return HiddenField()


def said(choice: str | None) -> str | None:
    """A choice; None where the paper does not say."""
    return None if choice in (None, "", NOT_SAID) else choice


def yes_or_no(choice: str | None) -> bool | None:
    """The same of a question that is answered by yes or no."""
    return None if said(choice) is None else choice == YES


def instant(day: DayField, clock_time: StringField, zone: tzinfo) -> datetime | None:
    """When that was; None where the day or the time is not known, or wrong."""
    at = time_in(clock_time)
    is_whole = at and day.data and day.data.year >= FIRST_YEAR
    return datetime.combine(day.data, at, zone) if at and is_whole else None


def time_in(field: StringField) -> time | None:
    """The time that was typed; None where none was, or none that can be read."""
    try:
        return read_time(field.data or "")
    except ValueError:
        return None


def checked_time(field: StringField) -> time | None:
    """The same. Raises ValidationError where it cannot be read."""
    try:
        return read_time(field.data or "")
    except ValueError:
        raise ValidationError(_TIMES)


def _one_line(typed: str | None) -> str:
    return " ".join(typed.split()) if typed else ""
