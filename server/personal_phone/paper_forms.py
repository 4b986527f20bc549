"""The form by which the office enters a use of an own phone that somebody wrote on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.models import Staff
from server.accounts.widgets import Checkboxes, DayField, Radios, Select, Text, TextArea
from server.foundation import clock
from server.personal_phone import own_numbers
from server.personal_phone.dial_rules import dial
from server.personal_phone.dial_words import WHY
from server.personal_phone.own_number_rules import without_own
from server.personal_phone.paper_rules import read_time
from server.personal_phone.use_rules import ended_after, is_outside
from server.personal_phone.uses import zone_of
from server.policy.models import Contact
from server.trips.models import Trip

LONGEST_LINE, LONGEST_TEXT = 200, 5000
FIRST_YEAR = 2000
NOT_SAID, NO_TRIP, SOMEBODY_ELSE, YES, NO = "not_said", "none", "other", "yes", "no"
_OWN = "That is the own number of whoever made or types this log. It is never kept: leave it out"
_TIMES = "Give a time such as 14:32"


def _line(label: str, description: str = "", *, width: int = 0) -> StringField:
    too_long = Length(max=LONGEST_LINE, message=f"Use at most {LONGEST_LINE} characters")
    widget = Text(classes=f"govuk-input--width-{width}") if width else Text()
    return StringField(label, [too_long], filters=[_one_line], description=description, widget=widget)


def _several(label: str, description: str = "") -> StringField:
    too_long = Length(max=LONGEST_TEXT, message=f"Use at most {LONGEST_TEXT} characters")
    return StringField(label, [too_long], description=description, widget=TextArea(rows=3))


def _one_line(typed: str | None) -> str:
    return " ".join(typed.split()) if typed else ""


def _radios(label: str, *choices: tuple[str, str]) -> RadioField:
    every = [SelectChoice(code, words) for code, words in (*choices, (NOT_SAID, "The paper does not say"))]
    return RadioField(label, choices=every, default=NOT_SAID, widget=Radios())


class PaperForm(TypedForm):
    """A use of an own phone from paper. Call `offers` and `typed_by` before anything else.

    Only whose phone and which trip have to be answered, and both may be "not said".
    """

    used_by = SelectField("Whose phone was it?", [InputRequired("Choose who")], widget=Select())
    trip = SelectField("On which trip?", [InputRequired("Choose a trip, or none")], widget=Select())
    on = DayField("On which day?")
    began = _line(
        "When did the call begin?", "By the clock where the trip was, such as 14:32. About is enough", width=5
    )
    ended = _line("When did it end?", width=5)
    outside = SelectMultipleField(
        "Is the day right?", choices=[SelectChoice(YES, "Yes, it is right")], widget=Checkboxes()
    )
    called = SelectField("Who was called?", widget=Select())
    called_name = _line("If somebody else: who?", "Such as Aldermere Castle first aid")
    called_number = _line(
        "Which number?", "Only if it is on the paper. Never the number of whose phone it was", width=20
    )
    why_no_school_phone = _several("Why was there no school phone?")
    what_was_said = _several("What was said?")
    withheld = _radios(
        "Was the number withheld?",
        ("tried", "Tried: 141 was dialled first"),
        ("confirmed", "Confirmed: whoever was called saw no number"),
        ("not_possible", "Not possible"),
    )
    another_adult_heard = _radios("Did another adult hear the call?", (YES, "Yes"), (NO, "No"))
    agreed = _radios(
        "Was it agreed?", ("prior", "Yes, before the call"), ("retrospective", "No: to be agreed afterwards")
    )
    agreed_by = _line("Who agreed, or was asked?")
    photographs_taken = _radios("Were photographs taken with the own phone?", (NO, "No"), (YES, "Yes"))
    photographs_about = _several("If photographs were taken: of what, and who had allowed it?")
    record = HiddenField()

    trips: dict[str, Trip]
    contacts: dict[str, Contact]
    typist: str

    def offers(self, staff: Sequence[Staff], trips: Sequence[Trip], contacts: Sequence[Contact]) -> PaperForm:
        """Take up what can be chosen."""
        self.trips = {trip.id: trip for trip in trips}
        self.contacts = {f"{one.role}.{one.position}": one for one in contacts}
        self.used_by.choices = [
            SelectChoice("", "Choose"),
            *(SelectChoice(row.id, row.name) for row in staff),
            SelectChoice(NOT_SAID, "The paper does not say"),
        ]
        listed = [SelectChoice(trip.id, f"{trip.title}, {_day(trip.starts_on)}") for trip in trips]
        self.trip.choices = [SelectChoice("", "Choose"), *listed, SelectChoice(NO_TRIP, "No trip")]
        self.called.choices = [
            SelectChoice("", "The paper does not say"),
            *(SelectChoice(key, f"{one.title}: {one.name}") for key, one in self.contacts.items()),
            SelectChoice(SOMEBODY_ELSE, "Somebody else"),
        ]
        return self

    def typed_by(self, staff: str) -> PaperForm:
        """Take up who types it."""
        self.typist = staff
        return self

    @property
    def whose(self) -> str | None:
        """Whose phone it was: a staff id, None where the paper does not say."""
        return None if self.used_by.data in (None, "", NOT_SAID) else self.used_by.data

    @property
    def zone(self) -> ZoneInfo:
        """Whose clock the times are by."""
        return zone_of(self.trips.get(self.trip.data or ""))

    @property
    def began_at(self) -> datetime | None:
        """When it began; None where that is not known, or wrong."""
        return self._instant(self.began)

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, past midnight included."""
        began_at, ended_at = self.began_at, self._instant(self.ended)
        return ended_after(began_at, ended_at) if began_at and ended_at else ended_at

    def _instant(self, field: StringField) -> datetime | None:
        at = _time(field)
        is_whole = at and self.on.data and self.on.data.year >= FIRST_YEAR
        return datetime.combine(self.on.data, at, self.zone) if at and is_whole else None

    def validate_on(self, field: DayField) -> None:
        """A day that is over or today, wherever a time is given."""
        if field.data is None and not field.errors and (self.began.data or self.ended.data):
            raise ValidationError("Give the day as well")
        if field.data and field.data.year < FIRST_YEAR:
            raise ValidationError("Check the year")
        if field.data and field.data > clock.now().astimezone(self.zone).date():
            raise ValidationError("That day is still to come")

    def validate_began(self, field: StringField) -> None:
        """A time that is over, wherever a day is given."""
        at = _checked(field)
        if at is None and (self.on.data or self.ended.data):
            raise ValidationError("Give the time as well. About is enough")
        if self.began_at and self.began_at > clock.now() and not self.on.errors:
            raise ValidationError("That time is still to come")

    def validate_ended(self, field: StringField) -> None:
        """A time after the beginning, and over."""
        if _checked(field) is None or not (self.began_at and self.ended_at):
            return
        if self.ended_at < self.began_at:
            raise ValidationError("It cannot end before it began")
        if self.ended_at > clock.now() and not self.began.errors:
            raise ValidationError("That time is still to come")

    def validate_outside(self, field: SelectMultipleField) -> None:
        """A day outside the trip is asked about once, and then taken as it is."""
        trip = self.trips.get(self.trip.data or "")
        if trip is None or YES in (field.data or []) or self.on.errors or self.began.errors:
            return
        if is_outside(self.began_at, (trip.starts_on, trip.ends_on), self.zone):
            raise ValidationError(f"{trip.title} was {_days(trip)}. Correct the day above, or tick that it is right")

    def validate_called_number(self, field: StringField) -> None:
        """One telephone number, and not the own one; nothing at all is fine."""
        found = dial(field.data or "")
        if found.verdict == "refused" and found.why != "empty":
            raise ValidationError(WHY[found.why])
        self._refuse_own(field)
        if found.number and self._is_own()(found.number):
            raise _own_number(field)

    def _refuse_own(self, field: Field) -> None:
        """No text holds the own number of whose phone it was, or of who types this (R54)."""
        if without_own(field.data or "", self._is_own()) != (field.data or ""):
            raise _own_number(field)

    validate_called_name = validate_agreed_by = _refuse_own
    validate_why_no_school_phone = validate_what_was_said = validate_photographs_about = _refuse_own

    def _is_own(self) -> Callable[[str], bool]:
        return own_numbers.is_own_of((self.typist, self.whose))


def _own_number(field: Field) -> ValidationError:
    """A mistake; what was typed is not sent back, not even to whoever typed it."""
    field.data, field.raw_data = "", []
    return ValidationError(_OWN)


def _time(field: StringField) -> time | None:
    try:
        return read_time(field.data or "")
    except ValueError:
        return None


def _checked(field: StringField) -> time | None:
    try:
        return read_time(field.data or "")
    except ValueError:
        raise ValidationError(_TIMES)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(trip: Trip) -> str:
    if trip.starts_on == trip.ends_on:
        return f"on {_day(trip.starts_on)}"
    return f"from {_day(trip.starts_on)} to {_day(trip.ends_on)}"
