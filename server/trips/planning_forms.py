"""Forms of setting a trip up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.models import Staff
from server.accounts.widgets import Checkboxes, DayField, File, Radios, Select, Text, TextArea
from server.foundation import clock
from server.phones.inventory_rules import number_problem
from server.trips import planning_rules as rules
from server.trips.grid_rules import MOST_BYTES
from server.trips.itinerary import LONGEST_WORDS, Place
from server.trips.planning_rules import NO, YES, Details
from server.trips.roster import LONGEST_WHY
from server.trips.team import NOBODY, Team

LONGEST_TITLE, LONGEST_PLACE, LONGEST_NUMBER = 80, 120, 30
_NARROW = "govuk-input--width-5"


def _line(typed: str | None) -> str | None:
    """One line of what can be seen."""
    return " ".join("".join(one for one in typed if one.isprintable() or one.isspace()).split()) if typed else typed


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=f"Use at most {longest} characters")


def _time_field(label: str, description: str) -> StringField:
    return StringField(label, filters=[_line], description=description, widget=Text(classes=_NARROW))


class TimedForm(TypedForm):
    """A form with times of the day in it."""

    def time_of(self, field: Any) -> Any:
        """The time in a field, or None. Raises ValidationError."""
        try:
            return rules.read_time(field.data or "")
        except rules.NoTimeError as problem:
            raise ValidationError(str(problem)) from problem


class DetailsForm(TimedForm):
    """What a trip is, where and when. `judged_since`: the days it had before, which are not judged again."""

    title = StringField(
        "What is the trip called?",
        [DataRequired("Give it a title"), _at_most(LONGEST_TITLE)],
        filters=[_line],
        description="As staff know it, such as Castle visit",
        widget=Text(),
    )
    place = StringField(
        "Where does it go?",
        [DataRequired("Say where it goes"), _at_most(LONGEST_PLACE)],
        filters=[_line],
        widget=Text(),
    )
    starts_on = DayField("First day")
    ends_on = DayField("Last day", description="The same for a trip of one day")
    leaves = _time_field(
        "When does it leave?", "On its first day, by the school’s clock, such as 08:30. Leave empty if not known"
    )
    returns = _time_field(
        "When is it back?",
        "On its last day. Where its phones are silent long after, its leader and the office are told",
    )
    swims = RadioField(
        "Do pupils swim?",
        choices=[SelectChoice(YES, "Yes"), SelectChoice(NO, "No")],
        default=NO,
        description="Before a photo the phone then names swimming first. What it means is the school’s rule",
        widget=Radios(),
    )
    known_days: tuple[date, date] | None = None

    def validate_starts_on(self, field: Any) -> None:
        """A day that a trip can begin on. Raises ValidationError."""
        if field.data is None and not field.errors:
            raise ValidationError("Give the first day")
        is_known = self.known_days is not None and self.known_days[0] == field.data
        if field.data and not is_known and (problem := rules.first_day_problem(field.data, clock.today())):
            raise ValidationError(problem)

    def validate_ends_on(self, field: Any) -> None:
        """Not before it begins, and not a year later. Raises ValidationError."""
        if field.data is None and not field.errors:
            raise ValidationError("Give the last day")
        first = self.starts_on.data
        if field.data and first and (problem := rules.last_day_problem(first, field.data)):
            raise ValidationError(problem)

    def validate_leaves(self, field: Field) -> None:
        """A time or nothing."""
        self.time_of(field)

    def validate_returns(self, field: Field) -> None:
        """A time or nothing, and after it left. Raises ValidationError."""
        at, first, last = self.time_of(field), self.starts_on.data, self.ends_on.data
        try:
            leaves = rules.read_time(self.leaves.data or "")
        except rules.NoTimeError:
            return
        if first and last and (problem := rules.return_problem((first, last), leaves, at)):
            raise ValidationError(problem)

    def details(self) -> Details:
        """What was typed, once it is valid."""
        return Details(
            title=self.title.data or "",
            place=self.place.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            leaves=rules.read_time(self.leaves.data or ""),
            returns=rules.read_time(self.returns.data or ""),
            swims=self.swims.data == YES,
        )


def typed_details(details: Details) -> dict[str, Any]:
    """Details as the form's fields hold them."""
    texts = {name: rules.time_in_words(getattr(details, name)) for name in ("leaves", "returns")}
    return {**details.__dict__, **texts, "swims": YES if details.swims else NO}


class TeamForm(TypedForm):
    """Who goes and who is rung. Call `offers` before anything else."""

    leader = SelectField("Who leads it?", validate_choice=False, widget=Select())
    staff = SelectMultipleField("Who else goes?", widget=Checkboxes())
    base_contact = SelectField(
        "Base contact",
        validate_choice=False,
        description="Who is at school, or at home, to be rung for this trip",
        widget=Select(),
    )
    number = StringField(
        "Their number, day and night",
        [_at_most(LONGEST_NUMBER)],
        filters=[_line],
        description="This trip’s phones show it first. Left empty, they show the school’s contacts alone",
        widget=Text("tel", classes="govuk-input--width-20"),
    )

    def offers(self, people: Sequence[Staff], contacts: Collection[str]) -> TeamForm:
        """Take up who can be chosen; base contacts by their role come first."""
        named = [
            SelectChoice(one.id, one.name if one.is_active else f"{one.name} (can no longer sign in)") for one in people
        ]
        ordered = sorted(named, key=lambda one: one.value not in contacts)
        self.leader.choices = [SelectChoice(NOBODY, "Nobody yet"), *named]
        self.staff.choices = named
        self.base_contact.choices = [SelectChoice(NOBODY, "Nobody in particular"), *ordered]
        return self

    def validate_leader(self, field: SelectField) -> None:
        """One of the list."""
        _one_of(field)

    def validate_base_contact(self, field: SelectField) -> None:
        """One of the list."""
        _one_of(field)

    def validate_number(self, field: Field) -> None:
        """A number that can be rung, or none. Raises ValidationError."""
        if number_problem(field.data or ""):
            raise ValidationError("That is no phone number. Give one such as 07700 900123 or +44 7700 900123")

    def team(self) -> Team:
        """What was chosen, once it is valid."""
        return Team(
            self.leader.data or NOBODY,
            frozenset(self.staff.data or ()),
            self.base_contact.data or NOBODY,
            self.number.data or "",
        )


def _offered(field: SelectField) -> set[Any]:
    return {value for value, *_rest in field.iter_choices()}


def _one_of(field: SelectField) -> None:
    if (field.data or NOBODY) not in _offered(field):
        raise ValidationError("Choose somebody from the list")


class WhyForm(TypedForm):
    """Why somebody or something comes off a trip that is out."""

    why = StringField(
        "Why, if anything is taken off?",
        [_at_most(LONGEST_WHY)],
        filters=[_line],
        description="The trip is out: whoever looks later has to understand it. Such as: went home ill at noon",
        widget=TextArea(rows=2),
    )


class PlaceForm(TimedForm):
    """One place of a trip's plan. Call `offers` before anything else."""

    day = SelectField("On which day?", [InputRequired("Choose the day")], validate_choice=False, widget=Select())
    at = _time_field("At what time?", "By the school’s clock, such as 10:15. Leave empty if it does not matter")
    words = StringField(
        "Where, and what?",
        [DataRequired("Say where, and what"), _at_most(LONGEST_WORDS)],
        filters=[_line],
        description="Such as: lunch at the lakeside shelter",
        widget=Text(),
    )

    def offers(self, first: date, last: date, own: date | None = None) -> PlaceForm:
        """Take up the days of the trip, and the day that it is on now."""
        days = {first + timedelta(days=i) for i in range((last - first).days + 1)} | ({own} if own else set())
        self.day.choices = [SelectChoice(day.isoformat(), rules.day_in_words(day)) for day in sorted(days)]
        return self

    def validate_day(self, field: SelectField) -> None:
        """A day of the trip. Raises ValidationError."""
        if field.data not in _offered(field):
            raise ValidationError("Choose a day of the trip")

    def validate_at(self, field: Field) -> None:
        """A time or nothing."""
        self.time_of(field)

    def chosen(self) -> Place:
        """What was typed, once it is valid."""
        at = rules.time_in_words(rules.read_time(self.at.data or ""))
        return Place(date.fromisoformat(str(self.day.data)), at, self.words.data or "")


class RollFileForm(FlaskForm):
    """A list of who goes, as a file."""

    file = FileField("CSV file or Excel workbook", widget=File(".csv,.txt,.xlsx,text/csv"))

    def validate_file(self, field: Any) -> None:
        """Some file was chosen. Raises ValidationError."""
        if not field.data:
            raise ValidationError("Choose a file")

    def content(self) -> bytes:
        """The file's bytes; of one that is too large, one byte more than is read."""
        content: bytes = self.file.data.read(MOST_BYTES + 1)
        return content
