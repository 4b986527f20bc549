"""Forms for one member of staff, or one pupil: what a list of one row would say."""

from __future__ import annotations

from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Length

from server.accounts.rules import ROLE_NAMES
from server.accounts.widgets import Checkboxes, Text
from server.school.list_pages import OneForm
from server.school.list_rules import LONGEST_NAME, clean
from server.trips.grid_rules import Grid


def _tidy(typed: str | None) -> str:
    return clean(typed or "")


def _text(label: str, description: str = "", kind: str = "text") -> StringField:
    too_long = Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters")
    return StringField(label, [too_long], filters=[_tidy], description=description, widget=Text(kind))


class OneStaffForm(OneForm):
    """Somebody new, or another role for somebody who has an account."""

    name = _text("Name")
    email = _text("E-mail address", kind="email")
    roles = SelectMultipleField(
        "Roles", choices=[SelectChoice(role.value, words) for role, words in ROLE_NAMES.items()], widget=Checkboxes()
    )

    def grid(self) -> Grid:
        """As a list of one row."""
        roles = "; ".join(words for role, words in ROLE_NAMES.items() if role in (self.roles.data or []))
        return Grid(("Name", "E-mail", "Roles"), ((1, (str(self.name.data), str(self.email.data), roles)),))


class OnePupilForm(OneForm):
    """Somebody new on the roll, or another class for somebody who is on it."""

    first_name = _text("First name")
    last_name = _text("Last name")
    class_name = _text("Class")
    upn = _text("UPN", "Where there is one")
    date_of_birth = _text("Date of birth", "Such as 3/11/2015")

    def grid(self) -> Grid:
        """As a list of one row."""
        fields = (self.first_name, self.last_name, self.class_name, self.upn, self.date_of_birth)
        headings = ("First name", "Last name", "Class", "UPN", "Date of birth")
        return Grid(headings, ((1, [str(field.data) for field in fields]),))
