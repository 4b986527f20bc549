"""Forms of photo consent."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes, DayField, File, Radios, Select, Text, TextArea
from server.consent.actions import BASIS_NAMES, Said
from server.consent.row_rules import HOW_NAMES, LONGEST_RESPONDENT, LONGEST_SMALL_PRINT
from server.consent.rules import ANSWERED_BY_NAMES, MEDIUM_NAMES, PURPOSE_NAMES, RESPONSE_NAMES
from server.consent.settings import MOST_DAYS
from server.foundation import clock
from server.trips.grid_rules import MOST_BYTES

ANSWERS = {code: name for code, name in RESPONSE_NAMES.items() if code != "not_asked"}
LONGEST_REASON = 1000


def _choices(names: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in names.items()]


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=f"Use at most {letters} characters")


class AnswerForm(TypedForm):
    """What somebody answered for a pupil, for one or several purposes."""

    purposes = SelectMultipleField(
        "For what?", [DataRequired("Choose at least one")], choices=_choices(PURPOSE_NAMES), widget=Checkboxes()
    )
    media = SelectMultipleField(
        "Which kind?", [DataRequired("Choose at least one")], choices=_choices(MEDIUM_NAMES), widget=Checkboxes()
    )
    response = RadioField(
        "What did they say?", [InputRequired("Choose one")], choices=_choices(ANSWERS), widget=Radios()
    )
    answered_by = RadioField(
        "Who answered?", [InputRequired("Choose one")], choices=_choices(ANSWERED_BY_NAMES), widget=Radios()
    )
    respondent = StringField(
        "The parent’s or carer’s name",
        [_at_most(LONGEST_RESPONDENT)],
        filters=[_line],
        description="As in their earlier answers. Two parents who disagree are told apart by it",
        widget=Text(),
    )
    able_by = StringField(
        "Who judged the pupil able to decide?",
        [_at_most(LONGEST_RESPONDENT)],
        filters=[_line],
        description="Only where the pupil answered. It is decided for each pupil, at no fixed age",
        widget=Text(),
    )
    how = SelectField("How?", choices=_choices(HOW_NAMES), widget=Select())
    decided_on = DayField("On which day?", description="The day they answered")
    valid_to = DayField("Until which day does it hold?", description="Leave empty where they gave none")
    small_print = StringField(
        "Conditions, in their words",
        [_at_most(LONGEST_SMALL_PRINT)],
        description="Such as “not on Facebook”. An answer with a condition that cannot be kept is a no",
        widget=TextArea(rows=2),
    )

    def validate_respondent(self, field: Any) -> None:
        """A parent has a name. Raises ValidationError."""
        if self.answered_by.data == "parent" and not field.data:
            raise ValidationError("Give the name of whoever answered")

    def validate_able_by(self, field: Any) -> None:
        """A pupil answers where somebody judged them able (R29). Raises ValidationError."""
        if self.answered_by.data == "pupil" and not field.data:
            raise ValidationError("Give the name of whoever judged the pupil able to decide")

    def validate_decided_on(self, field: Any) -> None:
        """A day that has come. Raises ValidationError."""
        if field.data is None and not field.errors:
            raise ValidationError("Give the day on which they answered")
        if field.data and field.data > clock.today():
            raise ValidationError("That day is still to come")

    def validate_valid_to(self, field: Any) -> None:
        """Not over before it began. Raises ValidationError."""
        if field.data and self.decided_on.data and field.data < self.decided_on.data:
            raise ValidationError("That is before the day they answered")

    def matters(self) -> list[tuple[str, str]]:
        """What it is about, as pairs of purpose and medium."""
        return [(purpose, medium) for purpose in self.purposes.data or [] for medium in self.media.data or []]

    def said(self) -> Said:
        """What was answered."""
        is_pupil = self.answered_by.data == "pupil"
        return Said(
            response=self.response.data,
            answered_by=self.answered_by.data,
            respondent="" if is_pupil else self.respondent.data or "",
            able_by=(self.able_by.data or "") if is_pupil else "",
            how=self.how.data,
            decided_on=self.decided_on.data,
            valid_to=self.valid_to.data,
            small_print=self.small_print.data or "",
        )


class WithdrawForm(TypedForm):
    """A parent takes everything back."""

    withdrawn_by = StringField(
        "Who withdraws?",
        [DataRequired("Give the name of whoever withdraws"), _at_most(LONGEST_RESPONDENT)],
        filters=[_line],
        widget=Text(),
    )


class ReasonForm(TypedForm):
    """Why a pupil is never to be photographed, or may be again."""

    reason = StringField(
        "Why?",
        [DataRequired("Give the reason"), _at_most(LONGEST_REASON)],
        description="Only the DSL and the deputy DSL can read it, and each time is noted",
        widget=TextArea(rows=3),
    )


class SearchForm(TypedForm):
    """Looking for pupils by name or number. Sent in the body: a name stands in no address."""

    words = StringField("Name, UPN or admission number", [_at_most(100)], filters=[_line], widget=Text())


class BasisForm(TypedForm):
    """On what the school bases one purpose."""

    basis = RadioField("Lawful basis", [InputRequired("Choose one")], choices=_choices(BASIS_NAMES), widget=Radios())


class LastingForm(TypedForm):
    """For how long a yes lasts."""

    days = StringField(
        "Days for which a yes lasts",
        filters=[_line],
        description="Such as 365. Leave it empty where parents are asked once, on entry",
        widget=Text(inputmode="numeric", classes="govuk-input--width-4"),
    )

    def validate_days(self, field: Any) -> None:
        """Nothing, or a number of days. Raises ValidationError."""
        text = field.data or ""
        if text and not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= MOST_DAYS):
            raise ValidationError(f"Give a whole number from 1 to {MOST_DAYS}, or nothing")

    def chosen(self) -> int | None:
        """The days; None where it is asked once."""
        return int(self.days.data) if self.days.data else None


class ListFileForm(FlaskForm):
    """A list of answers, as a file, and a mapping kept earlier."""

    file = FileField("CSV file or Excel workbook", widget=File(".csv,.txt,.xlsx,text/csv"))
    kept = SelectField("Which column is what", default="", validate_choice=False, widget=Select())

    def validate_file(self, field: Any) -> None:
        """Some file was chosen. Raises ValidationError."""
        if not field.data:
            raise ValidationError("Choose a file")

    def content(self) -> bytes:
        """The file's bytes; of one that is too large, one byte more than is read."""
        content: bytes = self.file.data.read(MOST_BYTES + 1)
        return content
