"""Signing that somebody looked at who can see what."""

from __future__ import annotations

from typing import Any

from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField, TextArea
from server.foundation import clock
from server.policy.review_rules import LONGEST_WORDS, due_problem


class AccessReviewForm(TypedForm):
    """What was found, and when it is looked at again."""

    words = StringField(
        "What was found, and what was changed",
        [
            DataRequired("Say what was found, or that everything is as it should be"),
            Length(max=LONGEST_WORDS, message=f"Use at most {LONGEST_WORDS} characters"),
        ],
        filters=[lambda typed: (typed or "").strip()],
        description="Kept for good. Change roles and end accounts first, then sign",
        widget=TextArea(rows=4),
    )
    next_due = DayField("Next due", description="Within a year. It then stands under To do")

    def validate_next_due(self, field: Any) -> None:
        """A day within a year. Raises ValidationError."""
        if field.errors:
            return
        if field.data is None:
            raise ValidationError("Give the day by which it is looked at again")
        if problem := due_problem(field.data, clock.today(), "who can see what"):
            raise ValidationError(problem)
