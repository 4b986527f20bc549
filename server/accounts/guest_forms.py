"""The form by which somebody comes for some days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.rules import LONGEST_STAY_DAYS
from server.accounts.widgets import DayField, Text
from server.foundation import clock

LONGEST_NAME = 80


class GuestForm(TypedForm):
    """Who, and until when."""

    name = StringField(
        "Name",
        [DataRequired("Give their name"), Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters")],
        filters=[lambda typed: (typed or "").strip()],
        description="As it is to stand in what they report",
        widget=Text(),
    )
    last_day = DayField(
        "Last day", description="The account ends with it, by itself, and what it opened on a phone with it"
    )

    def validate_last_day(self, field: Any) -> None:
        """A day from today on, and not too far away. Raises ValidationError."""
        if field.errors:
            return
        if field.data is None:
            raise ValidationError("Give their last day")
        if field.data < clock.today():
            raise ValidationError("Give today or a day to come")
        if field.data > clock.today() + timedelta(days=LONGEST_STAY_DAYS):
            raise ValidationError(
                f"Give a day within {LONGEST_STAY_DAYS} days. Whoever stays longer has an account of the staff’s own"
            )
