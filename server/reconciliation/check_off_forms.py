"""Forms of check-off: when the trip came back, why gaps are all right, and signing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField, Text, TextArea
from server.foundation import clock, crypto
from server.reconciliation.gap import Gap

LONGEST_REASON = 2000
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def mark_of(gap: Gap) -> str:
    """What stands for a gap in a form: another one as soon as it says something else."""
    return crypto.digest(f"{gap.key}|{gap.title}".encode())[:16]


class ReturnForm(TypedForm):
    """When a trip came back. `first_day` is the earliest day that can be."""

    day = DayField("On which day was it back?")
    time = StringField(
        "At what time?",
        [DataRequired("Give the time it came back, such as 15:40")],
        description="Such as 15:40. From then on, what a phone says covers the whole trip",
        widget=Text(classes="govuk-input--width-5", inputmode="numeric"),
    )

    def __init__(self, first_day: date, **given: Any) -> None:
        now = clock.now().astimezone(clock.SCHOOL_TIME)
        super().__init__(**{"data": {"day": now.date(), "time": f"{now:%H:%M}"}, **given})
        self.first_day = first_day

    def validate_day(self, field: DayField) -> None:
        """Not before the trip's last day, and not in time to come."""
        if field.data is None and not field.errors:
            raise ValidationError("Give the day")
        if field.data is not None and not self.first_day <= field.data <= clock.today():
            raise ValidationError("Give the trip’s last day or a day after it, and none in time to come")

    def validate_time(self, field: Field) -> None:
        """A time of the day, and not in time to come."""
        if not _TIME.fullmatch((field.data or "").strip()):
            raise ValidationError("Give the time as hours and minutes, such as 15:40")
        if self.day.data is not None and self.back_at() > clock.now():
            raise ValidationError("That is still to come. Say so once it is back")

    def back_at(self) -> datetime:
        """The instant that was typed."""
        hours, minutes = re.split("[:.]", (self.time.data or "").strip())
        return datetime.combine(self.day.data or clock.today(), time(int(hours), int(minutes)), clock.SCHOOL_TIME)


class ExplainForm(TypedForm):
    """Why gaps are all right."""

    gap = SelectMultipleField("What does this explain?", validate_choice=False)
    words = StringField(
        "Why is it all right to close the trip all the same?",
        [
            DataRequired("Write why it is all right"),
            Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON} characters"),
        ],
        description="It is shown with the signed summary, also to governors: name no pupil. It cannot be changed later",
        widget=TextArea(rows=4),
    )

    def validate_gap(self, field: Field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError("Choose at least one line above")

    def chosen(self, gaps: Sequence[Gap]) -> list[tuple[str, str]]:
        """Those chosen that are still so, each by its key and what it says."""
        marks = set(self.gap.data or ())
        return [(gap.key, gap.title) for gap in gaps if mark_of(gap) in marks]


class SignForm(TypedForm):
    """Signing. `seen` is the hash of what was on the page, `number` which time it is signed."""

    seen = HiddenField()
    number = HiddenField()

    @property
    def number_seen(self) -> int:
        """The same as a number; 0 for what is none."""
        typed = self.number.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
