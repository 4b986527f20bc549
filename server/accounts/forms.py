"""Forms of accounts."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from server.accounts.widgets import Password, Text

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 1000


class SignInForm(FlaskForm):
    """Signing in to the office."""

    email = StringField(
        "E-mail address",
        [InputRequired("Give your e-mail address"), Length(max=LONGEST_EMAIL, message="That address is too long")],
        widget=Text("email", autocomplete="username", spellcheck=False),
    )
    password = PasswordField(
        "Password",
        [InputRequired("Give your password"), Length(max=LONGEST_PASSWORD, message="That password is too long")],
        widget=Password(),
    )
