"""The forms by which the office enters what somebody wrote on a trip sheet: an incident, or the sheet itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField, Radios, Select
from server.foundation import clock
from server.incidents import paper_words as words
from server.intake.filing import OnPaper
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
    time_in,
)
from server.trips.paper_rules import days_in_words, is_outside

_CLOCK = "By the clock where the trip was, such as 14:32. About is enough"
NONE, SOME = "none", "some"
MOST_INCIDENTS = 99


@dataclass(frozen=True)
class Writer:
    """Somebody who may have written it: a member of staff by `staff`, a helper by name alone."""

    key: str
    label: str
    on_paper: OnPaper


class FromPaper(TypedForm):
    """Who wrote it and when. Call `offers` before anything else.

    Only who wrote it has to be answered, and that may be "the paper does not say".
    """

    wrote = SelectField("Who wrote it?", [InputRequired("Choose who")], widget=Select())
    wrote_name = line("If somebody else: their name", "As it stands on the paper")
    written_on = DayField("On which day was it written?")
    written_at = line("At what time was it written?", _CLOCK, width=5)
    record = form_id()

    trip: Trip | None
    writers: dict[str, Writer]

    def offers(self, writers: Sequence[Writer], trip: Trip | None) -> FromPaper:
        """Take up of which trip it is, and who may have written it."""
        self.trip, self.writers = trip, {one.key: one for one in writers}
        self.wrote.choices = [
            SelectChoice("", "Choose"),
            *(SelectChoice(one.key, one.label) for one in writers),
            SelectChoice(SOMEBODY_ELSE, "Somebody else: type their name"),
            SelectChoice(NOT_SAID, PAPER_SAYS_NOT),
        ]
        return self

    @property
    def zone(self) -> ZoneInfo:
        """Whose clock the times are by."""
        return zone_of(self.trip)

    @property
    def author(self) -> OnPaper:
        """Who wrote it, as far as it is known."""
        known = self.writers.get(self.wrote.data or "")
        return known.on_paper if known else OnPaper(typed_name=self.wrote_name.data or None)

    @property
    def written(self) -> tuple[datetime | None, date | None]:
        """When it was written; where no time is given, the day alone."""
        return self._when(self.written_on, self.written_at)

    def _when(self, day: DayField, at: StringField) -> tuple[datetime | None, date | None]:
        moment = instant(day, at, self.zone)
        return (moment, None) if moment else (None, day.data)

    def validate_wrote_name(self, field: StringField) -> None:
        """A name, where somebody else is chosen; and nobody else, where somebody is."""
        if self.wrote.data == SOMEBODY_ELSE and not field.data:
            raise ValidationError("Type their name, or choose that the paper does not say")
        if field.data and self.wrote.data != SOMEBODY_ELSE and not self.wrote.errors:
            raise ValidationError("Choose “Somebody else” above, or leave this empty")

    def validate_written_on(self, field: DayField) -> None:
        """A day that a person can mean."""
        _check_day(field, self.written_at)

    def validate_written_at(self, field: StringField) -> None:
        """A time that can be read."""
        checked_time(field)


class IncidentForm(FromPaper):
    """An incident from paper, with the phone's own questions."""

    category = radios(words.WHAT_KIND, *words.CATEGORIES)
    about = radios(
        f"Of a concern about staff: {words.ABOUT_WHOM.lower()}",
        *words.ABOUT,
        description="About the headteacher: ring the chair of governors first. It goes to the chair alone",
    )
    what_happened = several(words.WHAT_HAPPENED, "As it stands on the paper, word for word", rows=5)
    severity = radios(words.HOW_SERIOUS, *words.SEVERITIES)
    happened_on = DayField("On which day did it happen?")
    happened_at = line("At what time did it happen?", _CLOCK, width=5)
    place = line(words.WHERE)
    pupils = line(words.WHICH_PUPILS, 'Names, or "all"')
    what_was_done = several(words.WHAT_WAS_DONE)
    who_was_told = line(words.WHO_WAS_TOLD)
    follow_up_needed = radios(words.FOLLOW_UP, (YES, "Yes"), (NO, "No"))
    times_right = is_right("Are the days and times right?", "Yes: that is what the paper says")

    @property
    def happened(self) -> tuple[datetime | None, date | None]:
        """When it happened; where no time is given, the day alone."""
        return self._when(self.happened_on, self.happened_at)

    @property
    def is_about_head(self) -> bool:
        """Whether it is for the chair of governors alone."""
        return bool(self.about.data == words.HEAD)

    def validate_about(self, field: RadioField) -> None:
        """Whom it is about is asked of a concern about staff alone, so that none is told to the wrong people."""
        if said(field.data) and said(self.category.data) not in (None, words.ALLEGATION):
            raise ValidationError(f"Choose “Concern about staff” above, or “{PAPER_SAYS_NOT}” here")

    def validate_happened_on(self, field: DayField) -> None:
        """A day that a person can mean."""
        _check_day(field, self.happened_at)

    def validate_happened_at(self, field: StringField) -> None:
        """A time that can be read."""
        checked_time(field)

    def validate_times_right(self, field: SelectMultipleField) -> None:
        """What looks wrong is asked about once, and then taken as it is."""
        typed = (self.written_on, self.written_at, self.happened_on, self.happened_at)
        if YES in (field.data or []) or any(one.errors for one in typed):
            return
        odd = list(self._odd())
        if odd:
            raise ValidationError(f"{'. '.join(odd)}. Correct it, or tick that the paper says so")

    def _odd(self) -> Iterator[str]:
        happened, written = (_moment(when, self.zone) for when in (self.happened, self.written))
        now = clock.now()
        if happened and happened > now:
            yield "When it happened is still to come"
        if written and written > now:
            yield "When it was written is still to come"
        if self.happened[0] and self.written[0] and self.written[0] < self.happened[0]:
            yield "It was written before it happened"
        days = (self.trip.starts_on, self.trip.ends_on) if self.trip else None
        if days and is_outside(happened, days, self.zone):
            yield f"{self.trip.title} was {days_in_words(days)}" if self.trip else ""


class SheetForm(FromPaper):
    """A trip sheet that came back: for which phone, and whether any incident is on it."""

    phone = SelectField("In place of which phone?", [InputRequired("Choose a phone, or none")], widget=Select())
    happened = RadioField(
        "Are there incidents on it?",
        choices=[SelectChoice(NONE, "No: nothing happened"), SelectChoice(SOME, "Yes: each is entered by itself")],
        validators=[InputRequired("Choose one")],
        widget=Radios(),
    )
    how_many = line("How many incidents?", "A number, where there are any", width=2)
    head_counts = several("Head counts on it", "Such as 10:05 coach 32, 12:40 lunch 32. Leave it empty where none are")

    def offers_phones(self, phones: Sequence[tuple[str, str]]) -> SheetForm:
        """Take up which phones it may stand for: id and name."""
        listed = [SelectChoice(key, name) for key, name in phones]
        none = [SelectChoice(NONE, "No phone of this trip"), SelectChoice(NOT_SAID, PAPER_SAYS_NOT)]
        self.phone.choices = [SelectChoice("", "Choose"), *listed, *none]
        return self

    @property
    def count(self) -> int | None:
        """How many incidents are on it; None where there are some and nobody said how many."""
        if self.happened.data == NONE:
            return 0
        typed = self.how_many.data or ""
        return int(typed) if typed else None

    def validate_how_many(self, field: StringField) -> None:
        """A number of incidents, where there are any."""
        typed = field.data or ""
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_INCIDENTS))):
            raise ValidationError(f"Give a number up to {MOST_INCIDENTS}")
        if (int(typed) == 0) != (self.happened.data == NONE) and not self.happened.errors:
            raise ValidationError("That does not go with the answer above")


def _check_day(day: DayField, at: StringField) -> None:
    if day.data is None and not day.errors and time_in(at):
        raise ValidationError("Give the day as well")
    if day.data and day.data.year < FIRST_YEAR:
        raise ValidationError("Check the year")


def _moment(when: tuple[datetime | None, date | None], zone: ZoneInfo) -> datetime | None:
    """The instant, or the beginning of the day that stands for one."""
    moment, day = when
    return moment or (datetime(day.year, day.month, day.day, tzinfo=zone) if day else None)
