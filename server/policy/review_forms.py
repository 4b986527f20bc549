"""Forms of the yearly review: signing it, and noting that a newer national text was read."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField, Radios, TextArea
from server.foundation import clock
from server.policy.review_rules import LONGEST_WORDS, OUTCOMES, due_problem, text_problem
from server.policy.reviews import Said
from server.policy.texts import Standing


def _written(label: str, missing: str, hint: str) -> StringField:
    most = Length(max=LONGEST_WORDS, message=f"Use at most {LONGEST_WORDS} characters")
    strip = [lambda typed: (typed or "").strip()]
    return StringField(label, [DataRequired(missing), most], filters=strip, description=hint, widget=TextArea(rows=4))


class ReviewForm(TypedForm):
    """Signing that the policy was reviewed."""

    outcome = RadioField(
        "With what outcome?",
        [InputRequired("Choose one")],
        choices=[SelectChoice(code, words) for code, words in OUTCOMES.items()],
        widget=Radios(),
    )
    words = _written(
        "What was looked at, and what was agreed",
        "Say what was looked at, and what was agreed",
        "Kept for good, for whoever reviews it next. No pupil’s name",
    )
    next_due = DayField(
        "Next due", description="Within a year; sooner after something serious. It then stands under To do"
    )

    def validate_next_due(self, field: Any) -> None:
        """A day within a year. Raises ValidationError."""
        if field.errors:
            return
        if field.data is None:
            raise ValidationError("Give the day by which it is reviewed again")
        if problem := due_problem(field.data, clock.today()):
            raise ValidationError(problem)

    def said(self) -> Said:
        """What was given. Only of a form that holds."""
        return Said(str(self.outcome.data), self.words.data or "", self.next_due.data)


class TextForm(TypedForm):
    """Noting that the school has read a newer one. Call `of` before anything else."""

    standing: Standing
    dated = DayField("Which one: the day on it", description="The day it came into force, or was published")
    words = _written(
        "What it changes at this school",
        "Say what it changes here, or that it changes nothing",
        "In your own words. It stands on the page of the yearly review",
    )

    def of(self, standing: Standing) -> TextForm:
        """Take up which text it is of."""
        self.standing = standing
        return self

    def validate_dated(self, field: Any) -> None:
        """A newer one than is known, and not one to come. Raises ValidationError."""
        if field.errors:
            return
        if field.data is None:
            raise ValidationError("Give the day on it")
        if problem := text_problem(field.data, self.standing.dated, clock.today()):
            raise ValidationError(problem)
