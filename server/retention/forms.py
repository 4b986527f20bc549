"""Forms of retention: putting a hold on something, and ending one."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import Radios, Text, TextArea
from server.foundation.access import Person
from server.retention.handling import rules_of
from server.retention.holds import RECORD, WHATS, incidents_under
from server.retention.naming import subject_of
from server.retention.rules import LONGEST_WHY

_STRIP = [lambda typed: (typed or "").strip()]


def _why(label: str, hint: str) -> StringField:
    checks = [DataRequired("Say why"), Length(max=LONGEST_WHY, message=f"Use at most {LONGEST_WHY} characters")]
    return StringField(label, checks, filters=_STRIP, description=hint, widget=TextArea(rows=3))


class HoldForm(TypedForm):
    """A hold. `subject` is typed as people know it, and becomes an id; call `of` before anything else."""

    person: Person
    found = ""
    what = RadioField(
        "On what?",
        [InputRequired("Choose one")],
        choices=[SelectChoice(code, words) for code, words in WHATS.items()],
        widget=Radios(),
    )
    subject = StringField(
        "Which?",
        [DataRequired("Say which"), Length(max=200, message="Use at most 200 characters")],
        filters=_STRIP,
        description="A trip’s title, a person’s whole name, or an incident’s address as its page has it",
        widget=Text(),
    )
    why = _why("Why?", "Such as a claim, an inquiry, or what concerns sexual abuse. No pupil’s name")

    def of(self, person: Person) -> HoldForm:
        """Take up who holds it: whose trips and people are meant, and which incidents they handle."""
        self.person = person
        return self

    def validate_subject(self, field: Any) -> None:
        """One that is there, and one alone. Raises ValidationError."""
        if field.errors or self.what.data not in WHATS:
            return
        found = subject_of(self.person.school, self.what.data, field.data or "")
        if self.what.data == RECORD:
            found = list(incidents_under(self.person.school, found, rules_of(self.person)))
        if not found:
            raise ValidationError("There is none of that name. Write it as its page has it")
        if len(found) > 1:
            raise ValidationError("There are several of that name. Paste the address of the right one’s page")
        self.found = found[0]


class EndForm(TypedForm):
    """Ending a hold."""

    why = _why("Why is it over?", "Kept with the hold for good")
