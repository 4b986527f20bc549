"""Forms of phones."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import Text, TextArea
from server.phones import rules

MOST_LINES = 200


def _read(typed: str | None) -> str | None:
    return rules.read_name(typed) if typed else typed


class AddPhoneForm(TypedForm):
    """Adding a phone or iPad to the inventory by the name on its label."""

    name = StringField(
        "Name of the phone or iPad",
        [DataRequired("Give the phone a name")],
        filters=[_read],
        description="As on its label, such as Phone 3 or Year 5 iPad",
        widget=Text(),
    )

    def validate_name(self, field: Any) -> None:
        """A name that will do. Raises ValidationError."""
        problem = rules.name_problem(field.data or "")
        if problem:
            raise ValidationError(problem)


class AddSeveralForm(TypedForm):
    """Adding many phones: one name a line."""

    names = StringField(
        "Names, one on each line",
        [DataRequired("Give at least one name")],
        description="As on their labels. One that is there already is left as it is.",
        widget=TextArea(rows=6),
    )

    def lines(self) -> list[str]:
        """The names as typed, without empty lines."""
        return [line.strip() for line in (self.names.data or "").splitlines() if line.strip()]

    def validate_names(self, field: Any) -> None:
        """Not more than can be looked through. Raises ValidationError."""
        number = len(self.lines())
        if number == 0:
            raise ValidationError("Give at least one name")
        if number > MOST_LINES:
            raise ValidationError(f"Add at most {MOST_LINES} at a time; these are {number}")


class CardsForm(TypedForm):
    """Choosing the phones to print set-up cards for. The boxes themselves stand in the inventory's rows."""

    phone = SelectMultipleField("Phones", [DataRequired("Choose at least one phone")], validate_choice=False)
    one_to_a_page = BooleanField("One card to a page")
