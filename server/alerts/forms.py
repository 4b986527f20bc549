"""Forms of alerts: handing on, closing, adding to the table, the school's times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from wtforms import IntegerField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from server.accounts.forms import TypedForm
from server.accounts.models import Staff
from server.accounts.rules import ROLE_NAMES
from server.accounts.widgets import Select, Text, TextArea
from server.alerts.escalation_rules import Times
from server.alerts.routing_rules import FIXED
from server.alerts.row_words import ROW_NAMES
from server.alerts.settings import MOST_MINUTES
from server.alerts.take_up import LONGEST_WORDS

ROLE, PERSON = "role:", "person:"
_LONG = Length(max=LONGEST_WORDS, message=f"Use at most {LONGEST_WORDS} characters")


def _stripped(typed: str | None) -> str:
    return typed.strip() if typed else ""


class HandOnForm(TypedForm):
    """Handing an alert on to somebody else. Call `offers` before anything else."""

    to = SelectField("To whom?", [InputRequired("Choose who is to have it")], widget=Select())
    note = StringField("A word to them", [_LONG], filters=[_stripped], widget=TextArea(rows=2))

    def offers(self, people: Iterable[Staff]) -> HandOnForm:
        """Take up who may be given it."""
        self.to.choices = [SelectChoice("", "Choose"), *(SelectChoice(one.id, one.name) for one in people)]
        return self


class CloseForm(TypedForm):
    """Closing an alert, with what was done; and why alone, where it takes two. Say `is_alone` before anything else."""

    is_alone = False
    words = StringField(
        "What was done?",
        [DataRequired("Write what was done"), _LONG],
        filters=[_stripped],
        description="Those who were told read it. It cannot be changed afterwards",
        widget=TextArea(rows=3),
    )
    alone_because = StringField(
        "Why did nobody else take it up?",
        [_LONG],
        filters=[_stripped],
        description="The chair of governors reads this. No pupil’s name",
        widget=TextArea(rows=2),
    )

    def validate_alone_because(self, field: StringField) -> None:
        """There is a reason, where it takes two and one alone closes it."""
        if self.is_alone and not field.data:
            raise ValidationError("Write why nobody else took it up, or have a second person take it up first")


class AddForm(TypedForm):
    """Adding a role or a person to a row of the table. Call `offers` before anything else."""

    row = SelectField(
        "Told of what?",
        [InputRequired("Choose what they are told of")],
        choices=[
            SelectChoice("", "Choose"),
            *(SelectChoice(row, name) for row, name in ROW_NAMES.items() if row not in FIXED),
        ],
        widget=Select(),
    )
    who = SelectField("Who?", [InputRequired("Choose a role or a person")], widget=Select())

    def offers(self, people: Iterable[Staff]) -> AddForm:
        """Take up the roles and the people there are."""
        roles = [SelectChoice(ROLE + role, f"Role: {name}") for role, name in ROLE_NAMES.items()]
        named = [SelectChoice(PERSON + one.id, one.name) for one in people]
        self.who.choices = [SelectChoice("", "Choose"), *roles, *named]
        return self

    def chosen(self) -> tuple[str | None, str | None]:
        """(role, staff), one of them."""
        who = str(self.who.data)
        return (who.removeprefix(ROLE), None) if who.startswith(ROLE) else (None, who.removeprefix(PERSON))


def _minutes(label: str) -> IntegerField:
    limits = f"Give a number of minutes from 1 to {MOST_MINUTES}"
    field = Text(inputmode="numeric", classes="govuk-input--width-4")
    return IntegerField(label, [InputRequired(limits), NumberRange(1, MOST_MINUTES, limits)], widget=field)


def _hour(label: str, description: str = "") -> StringField:
    return StringField(
        label,
        [InputRequired("Give a time, such as 17:00"), Length(max=20, message="Give a time, such as 17:00")],
        filters=[_stripped],
        description=description,
        widget=Text(classes="govuk-input--width-5"),
    )


class TimesForm(TypedForm):
    """When the next person is told."""

    first_minutes = _minutes("Needs you now: minutes until the next person is told")
    then_minutes = _minutes("Minutes from then on, each time")
    today_by = _hour("Read today: the next person is told at", "By the clock at school, such as 17:00")
    quiet_from = _hour(
        "Quiet hours begin at", "They hold back what is to be read today. What needs somebody now waits for nothing"
    )
    quiet_until = _hour("Quiet hours end at")

    def validate_today_by(self, field: StringField) -> None:
        """It is a time."""
        _read(field.data)

    def validate_quiet_from(self, field: StringField) -> None:
        """It is a time."""
        _read(field.data)

    def validate_quiet_until(self, field: StringField) -> None:
        """It is a time."""
        _read(field.data)

    def chosen(self) -> Times:
        """The same as Times."""
        clocks = (_read(field.data) for field in (self.today_by, self.quiet_from, self.quiet_until))
        return Times(int(self.first_minutes.data or 0), int(self.then_minutes.data or 0), *clocks)


def _read(typed: str | None) -> time:
    """A time of the day, from `17:00`, `17.00` or `9:05`. Raises ValidationError."""
    hour, _, minute = (typed or "").replace(".", ":").partition(":")
    parts = (hour, minute)
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        raise ValidationError("Give a time, such as 17:00")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise ValidationError("There is no such time. Give one from 00:00 to 23:59")
