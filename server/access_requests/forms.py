"""Forms of access requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.access_requests import rules
from server.access_requests.outgoing import in_lines
from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField, Radios, Select, Text, TextArea
from server.foundation import clock
from server.trips.models import Pupil
from server.trips.paper_forms import LONGEST_LINE, LONGEST_TEXT, several

NOT_ON_ROLL = "none"
FIRST_YEAR = 2018


def _line(label: str, missing: str, description: str = "") -> StringField:
    too_long = Length(max=LONGEST_LINE, message=f"Use at most {LONGEST_LINE} characters")
    return StringField(label, [DataRequired(missing), too_long], description=description, widget=Text())


class RequestForm(TypedForm):
    """What somebody asks for. Call `offers` with the pupils of the names typed before anything else."""

    asked_by = _line("Who is asking?", "Write who is asking", "Their name, as they gave it")
    asker = RadioField(
        "Who are they?",
        choices=[SelectChoice(code, words) for code, words in rules.ASKERS.items()],
        validators=[InputRequired("Choose who they are")],
        widget=Radios(),
    )
    identity = several(
        "How was that checked?",
        "Such as: known to the office for years; passport seen. Leave it empty if that is still to do",
    )
    name = _line("Which child is it about?", "Write the child’s name", "First and last name")
    names = several(
        "What else is the child called, or was?",
        "Former names, nicknames and short forms, a line each. Everything held is searched for each of them",
    )
    pupil = RadioField("Which pupil is that?", widget=Radios(), validate_choice=False)
    received = DayField("On which day did it come?")
    scope = several("What do they ask for?", "In their words, where it is less than everything", rows=2)
    offered: frozenset[str] = frozenset()
    risk = several(
        "Could anything put the child at risk if whoever asks reads it?",
        "Such as an address one parent must not learn. The DSLs and the headteacher read this; it never goes out",
    )

    def offers(self, pupils: Sequence[Pupil]) -> RequestForm:
        """Take up whom the names may mean."""
        choices = [SelectChoice(one.id, _told_apart(one)) for one in pupils]
        self.offered = frozenset({NOT_ON_ROLL, *(one.id for one in pupils)})
        self.pupil.choices = [*choices, SelectChoice(NOT_ON_ROLL, "None of these: not on the roll")]
        return self

    def validate_pupil(self, field: RadioField) -> None:
        """One of those offered: two children may have one name."""
        if field.data not in self.offered:
            raise ValidationError("Choose which pupil it is: a person says so, never the name alone")

    def validate_received(self, field: DayField) -> None:
        """A day that is over or today."""
        if field.errors:
            return
        if field.data is None:
            raise ValidationError("Give the day on which it came: the month runs from it")
        if field.data > clock.today():
            raise ValidationError("That day is still to come")
        if field.data.year < FIRST_YEAR:
            raise ValidationError("Check the year")

    def asked(self) -> dict[str, Any]:
        """What is kept of it."""
        names = [words.strip() for words in (self.names.data or "").splitlines() if words.strip()]
        return {
            "asked_by": self.asked_by.data,
            "asker": self.asker.data,
            "name": " ".join((self.name.data or "").split()),
            "names": "\n".join(dict.fromkeys(names)),
            "pupil": None if self.pupil.data == NOT_ON_ROLL else self.pupil.data,
            "received_on": self.received.data,
            "scope": self.scope.data or "",
            "risk": self.risk.data or "",
        }


def _told_apart(pupil: Pupil) -> str:
    born = pupil.date_of_birth
    day = f", born {born.day} {born:%B %Y}" if born else ", no date of birth on the roll"
    return f"{pupil.first_name} {pupil.last_name}, {pupil.class_name}{day}"


class StepForm(TypedForm):
    """One thing done about a request, in words. Call `asks` before anything else."""

    words = several("What was done?")

    def asks(self, label: str, description: str) -> StepForm:
        """Take up what is asked."""
        self.words.label.text, self.words.description = label, description
        return self

    def validate_words(self, field: StringField) -> None:
        """Never nothing: it is read again when somebody complains."""
        if not (field.data or "").strip():
            raise ValidationError("Write it down: it stays in the log")


class PauseForm(StepForm):
    """Stopping the clock, and for what."""

    waits_for = RadioField(
        "What is the school waiting for?",
        choices=[SelectChoice(code, f"For {words}") for code, words in rules.WAITS_FOR.items()],
        validators=[InputRequired("Choose what the school waits for: the clock stops for nothing else")],
        widget=Radios(),
    )


class DecisionForm(TypedForm):
    """What becomes of one thing."""

    decision = RadioField(
        "What becomes of it?",
        choices=[SelectChoice(code, words) for code, words in rules.DECISIONS.items()],
        validators=[InputRequired("Choose what becomes of it")],
        widget=Radios(),
    )
    ground = SelectField(
        "If it is held back: on which ground?",
        choices=[SelectChoice("", "Not held back"), *(SelectChoice(*one) for one in rules.GROUNDS.items())],
        default="",
        widget=Select(),
    )
    words = several("Why?", "Needed where it is held back. It stays in the log and never goes out")

    def validate_ground(self, field: SelectField) -> None:
        """A ground where it is held back, and none elsewhere."""
        if self.decision.data == rules.HELD and not field.data:
            raise ValidationError("Choose the ground on which it is held back")

    def validate_words(self, field: StringField) -> None:
        """A reason where it is held back."""
        if self.decision.data == rules.HELD and not (field.data or "").strip():
            raise ValidationError("Write why it is held back")


class StrikeForm(TypedForm):
    """A passage to take out of what goes out. Call `of` with its lines before anything else."""

    passage = StringField(
        "Which words are to be taken out?",
        [DataRequired("Write the words to take out"), Length(max=LONGEST_TEXT)],
        description="As they stand under “As it goes out”, letter for letter",
        filters=[lambda words: in_lines(words or "")],
        widget=TextArea(rows=2),
    )
    reason = StringField(
        "Why?", [DataRequired("Write why: it stays in the log"), Length(max=LONGEST_TEXT)], widget=TextArea(rows=2)
    )
    lines: Sequence[str] = ()

    def of(self, lines: Sequence[str]) -> StrikeForm:
        """Take up what stands there."""
        self.lines = lines
        return self

    def validate_passage(self, field: StringField) -> None:
        """Words that stand there: otherwise nothing would be taken out, and nobody would notice."""
        if field.data and not any(field.data in words for words in self.lines):
            raise ValidationError("These words do not stand there. Copy them as they are")


class SeenForm(TypedForm):
    """A signature under what its page showed."""

    seen = HiddenField()
