"""Forms of the first page, and of a list to bring in."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from server.accounts.forms import LONGEST_CODE, LONGEST_EMAIL, LONGEST_PASSWORD, TypedForm
from server.accounts.rules import KEEPS_ACCOUNTS, ROLE_NAMES, Role
from server.accounts.strength import SHORTEST
from server.accounts.widgets import Checkboxes, File, Password, Text
from server.school.beginning import Administrator
from server.school.list_rules import LONGEST_NAME, clean
from server.trips.grid_rules import MOST_BYTES

OFFERED = (Role.HEADTEACHER, Role.DSL, Role.OFFICE, Role.NETWORK_MANAGER)
_ADDRESS = r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$"
_KEEPERS = "Choose Headteacher, Office or Network manager: an administrator is one of these"


def _tidy(typed: str | None) -> str:
    return clean(typed or "")


def _name(label: str, missing: str) -> StringField:
    too_long = Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters")
    return StringField(label, [DataRequired(missing), too_long], filters=[_tidy], widget=Text())


def _lower(typed: str | None) -> str:
    return _tidy(typed).lower()


def _email(label: str) -> StringField:
    is_address = Regexp(_ADDRESS, message="Give an e-mail address, such as m.ansah@school.example")
    checks = [
        DataRequired("Give the e-mail address"),
        is_address,
        Length(max=LONGEST_EMAIL, message="That address is too long"),
    ]
    return StringField(label, checks, filters=[_lower], widget=Text("email", spellcheck=False))


def _roles(label: str) -> SelectMultipleField:
    choices = [SelectChoice(role.value, ROLE_NAMES[role]) for role in OFFERED]
    return SelectMultipleField(label, [InputRequired(_KEEPERS)], choices=choices, widget=Checkboxes())


class FirstRunForm(TypedForm):
    """The one page that begins a school."""

    code = StringField(
        "Server code",
        [InputRequired("Give the server code"), Length(max=LONGEST_CODE, message="That code is too long")],
        description="Printed where the server was started, such as ABCD-2345-EFGH",
        widget=Text(autocomplete="one-time-code", spellcheck=False, classes="govuk-input--width-20"),
    )
    school = _name("Name of the school", "Give the name of the school")
    first_name = _name("Your name", "Give your name")
    first_email = _email("Your e-mail address")
    first_roles = _roles("What are you at the school?")
    password = PasswordField(
        "A password for you",
        [InputRequired("Give a password"), Length(max=LONGEST_PASSWORD, message="That password is too long")],
        description=f"At least {SHORTEST} characters, of any kind. Three random words are good, and easy to type.",
        widget=Password(autocomplete="new-password"),
    )
    second_name = _name("Their name", "Give the name of the second administrator")
    second_email = _email("Their e-mail address")
    second_roles = _roles("What are they at the school?")

    def validate_first_roles(self, field: Any) -> None:
        """Somebody who keeps accounts. Raises ValidationError."""
        _judge(field.data)

    def validate_second_roles(self, field: Any) -> None:
        """The same of the second. Raises ValidationError."""
        _judge(field.data)

    def validate_second_email(self, field: Any) -> None:
        """Two people, not one twice. Raises ValidationError."""
        if field.data and field.data == self.first_email.data:
            raise ValidationError("That is your own address. The second administrator is somebody else")

    def people(self) -> tuple[Administrator, Administrator]:
        """The two."""
        first = Administrator(str(self.first_name.data), str(self.first_email.data), self.first_roles.data or [])
        return first, Administrator(
            str(self.second_name.data), str(self.second_email.data), self.second_roles.data or []
        )


def _judge(roles: list[str] | None) -> None:
    if not set(roles or []) & set(KEEPS_ACCOUNTS):
        raise ValidationError(_KEEPERS)


class ListForm(FlaskForm):
    """A list of staff or a pupil roll, as a file."""

    file = FileField("CSV file or Excel workbook", widget=File(".csv,.txt,.xlsx,text/csv"))

    def validate_file(self, field: Any) -> None:
        """Some file was chosen. Raises ValidationError."""
        if not field.data:
            raise ValidationError("Choose a file")

    def content(self) -> bytes:
        """The file's bytes; of one that is too large, one byte more than is read."""
        content: bytes = self.file.data.read(MOST_BYTES + 1)
        return content
