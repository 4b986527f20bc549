"""Forms of the second step at sign-in."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import LONGEST_CODE, LONGEST_PASSWORD, TypedForm
from server.accounts.widgets import Password, Radios, Text

LONGEST_NAME = 40
# A browser's answer is about a kilobyte; one with a long certificate is a few.
LONGEST_ANSWER = 30_000
OFFERED, REQUIRED = "offered", "required"


def _name() -> StringField:
    return StringField(
        "What you call it",
        [
            DataRequired("Give it a name, so that you know it again"),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters"),
        ],
        description="Such as “Office laptop” or “Blue key on my ring”",
        widget=Text(classes="govuk-input--width-20"),
    )


def _answer() -> HiddenField:
    return HiddenField(validators=[InputRequired(), Length(max=LONGEST_ANSWER)])


class ConfirmForm(TypedForm):
    """One's own password, before something of the second step changes."""

    current = PasswordField(
        "Your password",
        [InputRequired("Give your password"), Length(max=LONGEST_PASSWORD, message="That password is too long")],
        widget=Password(),
    )


class NameKeyForm(ConfirmForm):
    """A name for the passkey to be added, and one's own password."""

    name = _name()


class NewKeyForm(TypedForm):
    """What the browser made, and its name."""

    name = _name()
    credential = _answer()


class KeyForm(TypedForm):
    """What the browser answered for a passkey."""

    credential = _answer()


class CodeForm(TypedForm):
    """A code of one's printed sheet."""

    code = StringField(
        "One-time code",
        [InputRequired("Give a code of your sheet"), Length(max=LONGEST_CODE, message="That code is too long")],
        description="One that is not crossed out, such as ABCD-2345. Small letters and spaces are fine.",
        widget=Text(autocomplete="one-time-code", spellcheck=False, classes="govuk-input--width-10"),
    )


class RuleForm(TypedForm):
    """The school's own choice of whether some roles must have a second step."""

    rule = RadioField(
        "The second step",
        choices=[
            SelectChoice(OFFERED, "They are offered one"),
            SelectChoice(REQUIRED, "They must have one"),
        ],
        validators=[InputRequired("Choose one")],
        widget=Radios(),
    )
