"""Forms of accounts. A new password is judged in strength.py, where what is known of the person is."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.rules import PASSWORD_DAYS
from server.accounts.strength import SHORTEST
from server.accounts.widgets import Password, Radios, Text, TextArea

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 1000
LONGEST_CODE = 40
LONGEST_AGREEMENT = 3000
NEVER = "never"


def _email() -> StringField:
    return StringField(
        "E-mail address",
        [InputRequired("Give your e-mail address"), Length(max=LONGEST_EMAIL, message="That address is too long")],
        widget=Text("email", autocomplete="username", spellcheck=False),
    )


def _password(label: str, missing: str) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(missing), Length(max=LONGEST_PASSWORD, message="That password is too long")],
        widget=Password(),
    )


def _new_password() -> PasswordField:
    return PasswordField(
        "New password",
        [InputRequired("Give a new password"), Length(max=LONGEST_PASSWORD, message="That password is too long")],
        description=f"At least {SHORTEST} characters, of any kind. Three random words are good, and easy to type.",
        widget=Password(autocomplete="new-password"),
    )


class TypedForm(FlaskForm):
    """A form of typed text. A file sent in the place of text is not read, so that it is text that is missing."""

    class Meta(FlaskForm.Meta):
        """What flask-wtf asks of a form."""

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            """What was typed, where flask-wtf would mix uploaded files in; None when nothing was sent."""
            was_sent = request.method == "POST" and formdata is not None
            return request.form if was_sent else None


class SignInForm(TypedForm):
    """Signing in to the office."""

    email = _email()
    password = _password("Password", "Give your password")


class ChangePasswordForm(TypedForm):
    """Changing one's own password."""

    current = _password("Current password", "Give your current password")
    new = _new_password()


class ForgottenForm(TypedForm):
    """Setting a new password with a reset code."""

    email = _email()
    code = StringField(
        "Reset code",
        [InputRequired("Give the reset code"), Length(max=LONGEST_CODE, message="That code is too long")],
        description="Such as ABCD-2345. Small letters and spaces are fine.",
        widget=Text(autocomplete="one-time-code", spellcheck=False, classes="govuk-input--width-10"),
    )
    new = _new_password()


class AgreementForm(TypedForm):
    """The text of the agreement on acceptable use."""

    text = StringField(
        "What staff agree to",
        [
            DataRequired("Write what staff agree to"),
            Length(max=LONGEST_AGREEMENT, message=f"Use at most {LONGEST_AGREEMENT} characters: it is read on a phone"),
        ],
        description="One point to a line. It is read on a phone",
        widget=TextArea(rows=14),
    )


class SignInRulesForm(TypedForm):
    """The school's own choice of when a password ends."""

    password_days = RadioField(
        "Passwords end",
        choices=[SelectChoice(NEVER, "Never"), SelectChoice(str(PASSWORD_DAYS), f"After {PASSWORD_DAYS} days")],
        validators=[InputRequired("Choose one")],
        widget=Radios(),
    )

    def days(self) -> int | None:
        """The choice as days; None is never."""
        return None if self.password_days.data == NEVER else int(self.password_days.data)
