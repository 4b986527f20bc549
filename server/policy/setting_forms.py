"""The form of one setting: its value, by what it may be, the school's own sentence and clause, and why it changes."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes, File, Radios, Text, TextArea
from server.foundation.settings import Choice, ClockTime, Number, Own, Setting, Several, Words, WordsAlone, YesNo
from server.policy.policy_rules import LONGEST_CLAUSE, LONGEST_REASON, LONGEST_SENTENCE, Said

YES, NO = "yes", "no"
LONGEST_NUMBER, MOST_BYTES = 6, 200_000


def _plain(typed: str | None) -> str:
    return " ".join((typed or "").split())


def _most(number: int) -> Length:
    return Length(max=number, message=f"Use at most {number} characters")


def reason_field(why: str) -> StringField:
    """Why something of the policy changes; it is kept with the change, for good."""
    return StringField(
        "Why?",
        [DataRequired(why), _most(LONGEST_REASON)],
        filters=[_plain],
        description="It stands in the list of changes, for good. No pupil’s name",
        widget=TextArea(rows=2),
    )


class SettingForm(TypedForm):
    """A setting of the policy. Make it with `form_of`: its value hangs on what the setting may be."""

    setting: Setting[Any]
    kept: Said
    value: Any = None
    sentence = StringField(
        "What the school’s own policy says",
        [_most(LONGEST_SENTENCE)],
        filters=[_plain],
        description="One sentence, word for word, to be quoted where it bites",
        widget=TextArea(rows=2),
    )
    clause = StringField(
        "Where it says so",
        [_most(LONGEST_CLAUSE)],
        filters=[_plain],
        description="Such as 6.2",
        widget=Text(classes="govuk-input--width-10"),
    )
    reason = reason_field("Say why it changes")

    def validate_value(self, field: Field) -> None:
        """It is within what the setting may be. Raises ValidationError."""
        if problem := self.setting.kind.problem(self.read()):
            raise ValidationError(problem)

    def read(self) -> Any:
        """The value as it is kept; what was typed where it is none."""
        return self.kept.value if self.value is None else _read(self.setting.kind, self.value.data)

    def said(self) -> Said:
        """The whole of it."""
        return Said(self.read(), self.sentence.data or "", self.clause.data or "")


def form_of(setting: Setting[Any], kept: Said, *, is_sent: bool) -> SettingForm:
    """The form of a setting, as it was sent, or as the school has it."""
    field = _field(setting)
    own: dict[str, Any] = {"setting": setting, "kept": kept, **({"value": field} if field else {})}
    made = type("SettingForm", (SettingForm,), own)
    if is_sent:
        form: SettingForm = made()
        return form
    given = {} if field is None else {"value": _typed(setting.kind, kept.value)}
    opened: SettingForm = made(formdata=None, sentence=kept.sentence, clause=kept.clause, **given)
    return opened


def _field(setting: Setting[Any]) -> Field | None:
    kind = setting.kind
    if isinstance(kind, Own | WordsAlone):
        return None
    if isinstance(kind, YesNo):
        return _radios(setting, {YES: kind.yes, NO: kind.no})
    if isinstance(kind, Choice):
        return _radios(setting, dict(kind.options))
    if isinstance(kind, Several):
        choices = [SelectChoice(code, words) for code, words in kind.options.items()]
        wanted = [InputRequired("Choose at least one")]
        return SelectMultipleField(setting.label, wanted, choices=choices, widget=Checkboxes())
    if isinstance(kind, Number):
        empty = f". Leave it empty for: {kind.never}" if kind.never else ""
        width = Text(inputmode="numeric", classes="govuk-input--width-4")
        said = f"A whole number of {kind.unit}s from {kind.least} to {kind.most}{empty}"
        return StringField(setting.label, filters=[_plain], description=said, widget=width)
    if isinstance(kind, ClockTime):
        said = "By the clock at school, such as 16:30"
        return StringField(
            setting.label, filters=[_plain], description=said, widget=Text(classes="govuk-input--width-5")
        )
    return StringField(setting.label, filters=[_plain], widget=Text())


def _radios(setting: Setting[Any], options: dict[str, str]) -> RadioField:
    choices = [SelectChoice(code, words) for code, words in options.items()]
    return RadioField(setting.label, [InputRequired("Choose one")], choices=choices, widget=Radios())


def _typed(kind: Any, value: Any) -> Any:
    if isinstance(kind, YesNo):
        return YES if value else NO
    if isinstance(kind, Number):
        return "" if value is None else str(value)
    return value


def _read(kind: Any, typed: Any) -> Any:
    """The value that was typed, as the setting keeps it; what was typed where it is no such thing."""
    if isinstance(kind, YesNo):
        return {YES: True, NO: False}.get(typed)
    if isinstance(kind, Several):
        return [code for code in kind.options if code in (typed or [])]
    if isinstance(kind, Number):
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
        return int(typed) if is_number else typed or None
    if isinstance(kind, ClockTime):
        hour, _, minute = (typed or "").replace(".", ":").partition(":")
        return f"{hour.zfill(2)}:{minute}"
    if isinstance(kind, Words | Choice):
        return typed or ""
    return typed


class PresetForm(TypedForm):
    """Taking up a preset, whole or in part. Call `offers` before anything else."""

    take = SelectMultipleField(
        "What is taken up", [InputRequired("Choose at least one, or leave it")], widget=Checkboxes()
    )
    reason = reason_field("Say why the school takes it up")
    # The file that it came in, carried on by the page: nothing is kept of it.
    text = HiddenField()

    def offers(self, differing: dict[str, str]) -> PresetForm:
        """Take up what would change, in words by the setting's code; all of it is ticked before anybody chooses."""
        self.take.choices = [SelectChoice(code, words) for code, words in differing.items()]
        return self


class PolicyFileForm(FlaskForm):
    """A policy as a file."""

    file = FileField("Policy file", widget=File(".json,application/json"))

    def validate_file(self, field: Any) -> None:
        """Some file was chosen. Raises ValidationError."""
        if not field.data:
            raise ValidationError("Choose a file")

    def content(self) -> bytes:
        """The file's bytes; of one that is too large, one byte more than is read."""
        content: bytes = self.file.data.read(MOST_BYTES + 1)
        return content


class TurnDownForm(TypedForm):
    """Refusing what somebody wished for, or taking one's own wish back."""

    why = reason_field("Say why not")
