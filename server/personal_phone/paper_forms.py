"""The form by which the office enters a use of an own phone that somebody wrote on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import Field, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from server.accounts.forms import TypedForm
from server.accounts.models import Staff
from server.accounts.widgets import DayField, Select
from server.foundation import clock
from server.personal_phone import own_numbers
from server.personal_phone.dial_rules import dial
from server.personal_phone.dial_words import WHY
from server.personal_phone.own_number_rules import without_own
from server.personal_phone.use_rules import ended_after
from server.policy.models import Contact
from server.trips.models import Trip
from server.trips.paper import zone_of
from server.trips.paper_forms import (
    FIRST_YEAR,
    NO,
    NOT_SAID,
    PAPER_SAYS_NOT,
    SOMEBODY_ELSE,
    YES,
    checked_time,
    form_id,
    instant,
    is_right,
    line,
    radios,
    said,
    several,
)
from server.trips.paper_rules import day_in_words, days_in_words, is_outside

NO_TRIP = "none"
_OWN = "That is the own number of whoever made or types this log. It is never kept: leave it out"


class PaperForm(TypedForm):
    """A use of an own phone from paper. Call `offers` and `typed_by` before anything else.

    Only whose phone and which trip have to be answered, and both may be "not said".
    """

    used_by = SelectField("Whose phone was it?", [InputRequired("Choose who")], widget=Select())
    trip = SelectField("On which trip?", [InputRequired("Choose a trip, or none")], widget=Select())
    on = DayField("On which day?")
    began = line("When did the call begin?", "By the clock where the trip was, such as 14:32. About is enough", width=5)
    ended = line("When did it end?", width=5)
    outside = is_right("Is the day right?", "Yes, it is right")
    called = SelectField("Who was called?", widget=Select())
    called_name = line("If somebody else: who?", "Such as Aldermere Castle first aid")
    called_number = line(
        "Which number?", "Only if it is on the paper. Never the number of whose phone it was", width=20
    )
    why_no_school_phone = several("Why was there no school phone?")
    what_was_said = several("What was said?")
    withheld = radios(
        "Was the number withheld?",
        ("tried", "Tried: 141 was dialled first"),
        ("confirmed", "Confirmed: whoever was called saw no number"),
        ("not_possible", "Not possible"),
    )
    another_adult_heard = radios("Did another adult hear the call?", (YES, "Yes"), (NO, "No"))
    agreed = radios(
        "Was it agreed?", ("prior", "Yes, before the call"), ("retrospective", "No: to be agreed afterwards")
    )
    agreed_by = line("Who agreed, or was asked?")
    photographs_taken = radios("Were photographs taken with the own phone?", (NO, "No"), (YES, "Yes"))
    photographs_about = several("If photographs were taken: of what, and who had allowed it?")
    record = form_id()

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
            SelectChoice(NOT_SAID, PAPER_SAYS_NOT),
        ]
        listed = [SelectChoice(trip.id, f"{trip.title}, {day_in_words(trip.starts_on)}") for trip in trips]
        self.trip.choices = [SelectChoice("", "Choose"), *listed, SelectChoice(NO_TRIP, "No trip")]
        self.called.choices = [
            SelectChoice("", PAPER_SAYS_NOT),
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
        return said(self.used_by.data)

    @property
    def zone(self) -> ZoneInfo:
        """Whose clock the times are by."""
        return zone_of(self.trips.get(self.trip.data or ""))

    @property
    def began_at(self) -> datetime | None:
        """When it began; None where that is not known, or wrong."""
        return instant(self.on, self.began, self.zone)

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, past midnight included."""
        began_at, ended_at = self.began_at, instant(self.on, self.ended, self.zone)
        return ended_after(began_at, ended_at) if began_at and ended_at else ended_at

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
        at = checked_time(field)
        if at is None and (self.on.data or self.ended.data):
            raise ValidationError("Give the time as well. About is enough")
        if self.began_at and self.began_at > clock.now() and not self.on.errors:
            raise ValidationError("That time is still to come")

    def validate_ended(self, field: StringField) -> None:
        """A time after the beginning, and over."""
        if checked_time(field) is None or not (self.began_at and self.ended_at):
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
        days = (trip.starts_on, trip.ends_on)
        if is_outside(self.began_at, days, self.zone):
            raise ValidationError(
                f"{trip.title} was {days_in_words(days)}. Correct the day above, or tick that it is right"
            )

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
