"""The form by which a phone was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import Text
from server.consent.turn_rules import on_the_day, read_time
from server.consent.turns import Turned
from server.foundation import clock


class ToldForm(TypedForm):
    """At what time somebody told a phone, today."""

    at = StringField(
        "Told at",
        description="School time, such as 08:20",
        default=lambda: f"{clock.now().astimezone(clock.SCHOOL_TIME):%H:%M}",
        filters=[lambda typed: typed.strip() if typed else ""],
        widget=Text(classes="govuk-input--width-5"),
    )

    def validate_at(self, field: Any) -> None:
        """A time of today that has come. Raises ValidationError."""
        if read_time(field.data or "") is None:
            raise ValidationError("Give a time such as 08:20")
        if self.instant() > clock.now():
            raise ValidationError("That time is still to come")

    def typed_time(self) -> str:
        """The time as it is worded: "08:20"."""
        return str(read_time(self.at.data or ""))

    def instant(self) -> datetime:
        """When they were told."""
        return on_the_day(clock.today(), self.typed_time(), clock.SCHOOL_TIME)


Forms = dict[tuple[int, str], ToldForm]


def forms_for(found: list[Turned], sent: Forms | None = None) -> Forms:
    """A form for each phone that has to be rung, by (turn, phone); the one that was sent as it was typed."""
    rung = [(one.turn.n, phone.out.phone.id) for one in found for phone in one.phones if phone.has_to_be_rung]
    forms = {**{key: ToldForm(formdata=None) for key in rung}, **(sent or {})}
    for (turn, phone), form in forms.items():
        form.at.id = f"told-{turn}-{phone}"
    return forms
