"""The forms by which somebody decides of a held item, or which of two versions counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from server.accounts.forms import TypedForm
from server.accounts.models import Staff
from server.accounts.reasons import reason_field, seen
from server.accounts.widgets import Radios, Select
from server.reconciliation.decision_rules import ANSWER_NAMES, ASSIGNED, BOTH, COUNTS
from server.reconciliation.decisions import Given
from server.trips.models import Trip

_AS_IT_SAYS = "As it says itself"


class DecideForm(TypedForm):
    """What becomes of a held item."""

    answer = RadioField("What do you decide?", [DataRequired("Choose one")], widget=Radios())
    trip = SelectField("Trip", default="", widget=Select())
    staff = SelectField("Who wrote it", default="", widget=Select())
    reason = reason_field()
    after = HiddenField()

    def offers(self, answers: Sequence[str], trips: Sequence[tuple[Trip, str]], staff: Sequence[Staff]) -> DecideForm:
        """Take up what can be chosen; trips each with their words."""
        self.answer.choices = [SelectChoice(answer, ANSWER_NAMES[answer]) for answer in answers]
        self.trip.choices = [SelectChoice("", _AS_IT_SAYS), *(SelectChoice(trip.id, words) for trip, words in trips)]
        self.staff.choices = [
            SelectChoice("", _AS_IT_SAYS),
            *(SelectChoice(row.id, row.name if row.is_active else f"{row.name} (left)") for row in staff),
        ]
        if ASSIGNED not in answers:
            del self.trip, self.staff
        return self

    def validate_trip(self, field: Any) -> None:
        """Somewhere to assign it to, wherever it is assigned. Raises ValidationError."""
        if self.answer.data == ASSIGNED and not (field.data or self.staff.data):
            raise ValidationError("Choose a trip, or who wrote it")

    def validate_answer(self, field: Any) -> None:
        """Nothing chosen besides that would be left out. Raises ValidationError."""
        chosen = "trip" in self and (self.trip.data or self.staff.data)
        if field.data in ANSWER_NAMES and field.data != ASSIGNED and chosen:
            raise ValidationError("You chose a trip or a person below. Assign it, or take that out")

    def given(self) -> Given:
        """The decision, once the form is valid."""
        is_assigned = self.answer.data == ASSIGNED
        trip, staff = (self.trip.data or None, self.staff.data or None) if is_assigned else (None, None)
        return Given(str(self.answer.data), str(self.reason.data), seen(self.after), trip, staff)


class VersionsForm(TypedForm):
    """Which of two versions counts; nobody has to say."""

    answer = RadioField("Which one counts?", [DataRequired("Choose one")], widget=Radios())
    reason = reason_field()
    after = HiddenField()

    def offers(self, first: int, later: int) -> VersionsForm:
        """Take up the arrival numbers of the two."""
        self.answer.choices = [
            SelectChoice(str(first), "The first one"),
            SelectChoice(str(later), "The later one"),
            SelectChoice(BOTH, "Both stand, and nobody has to choose"),
        ]
        return self

    def given(self) -> Given:
        """The decision, once the form is valid."""
        answer = str(self.answer.data)
        counts = None if answer == BOTH else int(answer)
        return Given(BOTH if counts is None else COUNTS, str(self.reason.data), seen(self.after), counts_n=counts)
