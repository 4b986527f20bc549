"""Forms of what comes of an incident: a follow-up, whether a family was told, an action, how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.models import Staff
from server.accounts.widgets import DayField, Radios, Select, TextArea
from server.foundation import clock
from server.incidents.chronology_rules import AGENCIES, HOW
from server.incidents.later_kinds import NOT_YET, RISK_TO_CHILD
from server.trips.paper_forms import LONGEST_TEXT, line, several
from server.trips.record_forms import RecordForm, WhenForm

TOLD = "told"
NOT_SAID = "not_said"
READ_BY = "Whoever may read the report reads this too. It cannot be changed afterwards"


def _text(label: str, missing: str, description: str = READ_BY, *, rows: int = 4) -> StringField:
    too_long = Length(max=LONGEST_TEXT, message=f"Use at most {LONGEST_TEXT} characters")
    return StringField(label, [DataRequired(missing), too_long], description=description, widget=TextArea(rows=rows))


def clock_time() -> StringField:
    """A time of the day."""
    return line("At what time?", "By the clock at school, such as 14:32. About is enough", width=5)


class FollowUpForm(WhenForm):
    """More that is known of an incident."""

    words = _text("What is there to add?", "Write what there is to add")
    on = DayField("On which day was that? Leave it out if it is only written now")
    at = clock_time()


class ParentForm(WhenForm):
    """Whether a parent or carer was told. Call `offers` before anything else."""

    told = RadioField("Was a parent or carer told?", validators=[InputRequired("Choose one")], widget=Radios())
    whom = line("If so: whom?", "Such as Rosa’s mother, or a name")
    told_by = line("By whom?")
    on = DayField("On which day?")
    at = clock_time()
    how = SelectField(
        "How?",
        choices=[
            SelectChoice("", "Not said"),
            *(SelectChoice(code, words.capitalize()) for code, words in HOW.items()),
        ],
        default="",
        widget=Select(),
    )
    words = several("What was said, or why not yet?", READ_BY)

    def offers(self, *, risk_read_by: str) -> ParentForm:
        """Take up what somebody may say; a risk to the child only where it says who reads that (R74)."""
        risk = [SelectChoice(RISK_TO_CHILD, f"Not told: risk to the child. {risk_read_by}")]
        yes_or_not_yet = [SelectChoice(TOLD, "Yes"), SelectChoice(NOT_YET, "Not yet")]
        self.told.choices = [*yes_or_not_yet, *(risk if risk_read_by else [])]
        return self

    @property
    def is_told(self) -> bool:
        """Whether somebody was told."""
        return bool(self.told.data == TOLD)

    def validate_whom(self, field: StringField) -> None:
        """Somebody, where somebody was told."""
        if self.is_told and not field.data:
            raise ValidationError("Write who was told")


class AgencyForm(WhenForm):
    """That somebody outside the school was told."""

    agency = SelectField(
        "Who was told?",
        [InputRequired("Choose who was told")],
        choices=[SelectChoice("", "Choose"), *(SelectChoice(code, words) for code, words in AGENCIES.items())],
        default="",
        widget=Select(),
    )
    told_by = line("By whom?")
    on = DayField("On which day?")
    at = clock_time()
    reference = line("Their reference, if they gave one", "Such as a crime number")
    words = several("What did they say? What happens next?", READ_BY)


class ActionForm(RecordForm):
    """Something to be done. Call `offers` before anything else."""

    what = _text(
        "What is to be done?", "Write what is to be done", "Whoever is to do it reads this line, and no more", rows=3
    )
    owner = SelectField("Who does it?", [InputRequired("Choose who does it")], default="", widget=Select())
    due = DayField("By which day?")

    def offers(self, people: Sequence[Staff]) -> ActionForm:
        """Take up who may be given it."""
        self.owner.choices = [SelectChoice("", "Choose"), *(SelectChoice(one.id, one.name) for one in people)]
        return self

    def validate_due(self, field: DayField) -> None:
        """A day, and none that is over."""
        if field.data is None and not field.errors:
            raise ValidationError("Give the day by which it is to be done")
        if field.data and field.data < clock.today():
            raise ValidationError("That day is over")


class DoneForm(RecordForm):
    """That an action was done."""

    words = several("What was done?", "Leave it empty if there is nothing to add")


class ClosingForm(RecordForm):
    """How an incident ended. `seen` is the last thing on the page that it was written on."""

    outcome = _text("What came of it?", "Write what came of it")
    lessons = several("What was learnt? What will be different?", READ_BY)
    seen = HiddenField()

    @property
    def seen_number(self) -> int:
        """The arrival number of what was seen last; 0 for none that can be read."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
