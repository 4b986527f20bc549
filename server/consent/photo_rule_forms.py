"""Forms of the rules for photos."""

from __future__ import annotations

from dataclasses import replace

from wtforms import RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes, Radios, Text
from server.consent.check_rules import ALWAYS_STOPS, STOP, WARN
from server.consent.photo_rules import (
    LEAST_HOURS,
    LONGEST_LINE,
    LONGEST_NAME,
    MOST_ACTIVITIES,
    MOST_HOURS,
    PURPOSES,
    Activity,
    Rules,
)
from server.consent.rules import PURPOSE_NAMES

_HOURS = f"Give a whole number of hours from {LEAST_HOURS} to {MOST_HOURS}"


def _line(label: str) -> StringField:
    said = [
        DataRequired("Say in a few words why not"),
        Length(max=LONGEST_LINE, message=f"Use at most {LONGEST_LINE} characters"),
    ]
    return StringField(label, said, widget=Text())


class HoursField(StringField):
    """A whole number of hours, from 1 to 168; what was typed is kept."""

    def pre_validate(self, _form: object) -> None:
        """Raise ValidationError for anything else."""
        typed = (self.data or "").strip()
        is_hours = typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_HOURS))
        if not is_hours or not LEAST_HOURS <= int(typed) <= MOST_HOURS:
            raise ValidationError(_HOURS)


class PhotoRulesForm(TypedForm):
    """How old a list may be, what pictures are for, and what is said where none are ever taken."""

    warns = HoursField(
        "A phone warns when its list is so many hours old",
        description="Counted from when the school last said that the list still holds",
        widget=Text(inputmode="numeric", classes="govuk-input--width-3"),
    )
    stops = HoursField(
        "It takes no photos of pupils when the list is so many hours old",
        widget=Text(inputmode="numeric", classes="govuk-input--width-3"),
    )
    purposes = SelectMultipleField(
        "The school takes photos for",
        [InputRequired("Choose at least one")],
        choices=[SelectChoice(purpose, PURPOSE_NAMES[purpose]) for purpose in PURPOSES],
        widget=Checkboxes(),
    )
    names = SelectMultipleField(
        "Names",
        choices=[SelectChoice("first", "A first name may stand beside a picture, where that was agreed to")],
        widget=Checkboxes(),
    )
    toilets = _line("What a phone says in toilets")
    changing = _line("What it says in changing rooms")
    care = _line("What it says during personal care")

    @classmethod
    def of(cls, rules: Rules) -> PhotoRulesForm:
        """The form as the rules stand."""
        toilets, changing, care = rules.lines
        return cls(
            formdata=None,
            warns=str(rules.list_warns_hours),
            stops=str(rules.list_stops_hours),
            purposes=list(rules.purposes),
            names=["first"] if rules.has_first_names else [],
            toilets=toilets,
            changing=changing,
            care=care,
        )

    def validate_stops(self, field: HoursField) -> None:
        """It stops after it has warned."""
        if not (field.errors or self.warns.errors) and int(field.data or "0") < int(self.warns.data or "0"):
            raise ValidationError("It cannot stop before it warns: give at least as many hours")

    def chosen(self, before: Rules) -> Rules:
        """The rules as chosen; activities stay as they were."""
        return replace(
            before,
            list_warns_hours=int(self.warns.data or ""),
            list_stops_hours=int(self.stops.data or ""),
            purposes=tuple(purpose for purpose in PURPOSES if purpose in (self.purposes.data or [])),
            has_first_names="first" in (self.names.data or []),
            lines=tuple((field.data or "").strip() for field in (self.toilets, self.changing, self.care)),
        )


class ActivityForm(TypedForm):
    """An activity during which a phone warns before a photo, or takes none."""

    name = StringField(
        "Activity",
        [DataRequired("Name it"), Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters")],
        description="Such as Gymnastics",
        widget=Text(),
    )
    kind = RadioField(
        "What a phone does",
        [InputRequired("Choose one")],
        choices=[SelectChoice(WARN, "Warns, and goes on"), SelectChoice(STOP, "Stops: no photos")],
        widget=Radios(),
    )
    line = _line("What it says")

    def knows(self, rules: Rules) -> None:
        """Take up what is in force, before it is validated."""
        self.rules = rules

    def validate_name(self, field: StringField) -> None:
        """One of the places that always stop is no activity to choose about, and a list stays short."""
        name = (field.data or "").strip().casefold()
        if name in {place.casefold() for place in ALWAYS_STOPS}:
            raise ValidationError("There nobody is ever photographed. Only what it says can be changed, above")
        is_new = name not in {one.name.casefold() for one in self.rules.activities}
        if is_new and len(self.rules.activities) >= MOST_ACTIVITIES:
            raise ValidationError(f"At most {MOST_ACTIVITIES}: remove one first")

    def activity(self) -> Activity:
        """What was given."""
        name, line = ((field.data or "").strip() for field in (self.name, self.line))
        return Activity(name, self.kind.data, line)
