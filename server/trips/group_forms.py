"""The form that puts pupils of a trip in a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.forms import TypedForm
from server.accounts.widgets import Select, Text
from server.trips.group_rules import NO_NAME, tidy

# What the choice sends in place of a group's name: nothing yet, and no group, which none can be called.
NOT_CHOSEN, NONE = "", "\u2013"


class GroupForm(TypedForm):
    """Which group, or a new one. Call `offers` before anything else."""

    group = SelectField("Put the ticked in", validate_choice=False, widget=Select())
    new_name = StringField(
        "Or in a new one",
        filters=[lambda typed: tidy(typed or "")],
        description="Such as Coach 1. A locked phone shows it, so no pupil’s name",
        widget=Text(classes="govuk-input--width-10"),
    )

    def offers(self, names: Sequence[str]) -> GroupForm:
        """Take up the groups that there are."""
        known = [SelectChoice(name, name) for name in names]
        self.group.choices = [SelectChoice(NOT_CHOSEN, "Choose"), *known, SelectChoice(NONE, "No group")]
        return self

    def validate_group(self, field: SelectField) -> None:
        """One of the list. Raises ValidationError."""
        if field.data not in {value for value, *_rest in field.iter_choices()}:
            raise ValidationError("Choose a group from the list")

    def validate_new_name(self, field: Any) -> None:
        """One of both, and not both. Raises ValidationError."""
        if self.group.data and field.data:
            raise ValidationError("Choose a group above, or type a new one here: not both")
        if not self.group.data and not field.data:
            raise ValidationError(NO_NAME)

    def chosen(self) -> str:
        """The group's name; "" for none. Once it is valid."""
        if self.group.data == NONE:
            return ""
        return str(self.group.data or self.new_name.data)
