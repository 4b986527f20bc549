"""The questions of a kind on the office's form from paper, made of what the phone's form asks (ADR 0057)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.widgets import Checkboxes, DayField
from server.foundation import clock
from server.incidents import paper_words as words
from server.incidents.paper_forms import IncidentForm
from server.incidents.protocols import (
    FIELDS,
    LONG_TEXT,
    ONE_OF,
    SOME_OF,
    TIME,
    YES_NO,
    DetailField,
    what_happened_asked,
)
from server.trips.paper_forms import FIRST_YEAR, NO, YES, checked_time, line, radios, said, several, time_in, yes_or_no

_YES_NO = ((YES, "Yes"), (NO, "No"))
THEY_STAND_BELOW = "What is asked of this kind stands below now. Enter what the paper says of it, then save it"


class KindForm(IncidentForm):
    """An incident from paper, with the questions of its kind. They are asked once, and each may be left out.

    `kind` is the category whose questions are on it, "" where there are none; `asked` the one that the page showed.
    """

    kind = ""
    asked = HiddenField()

    @property
    def questions(self) -> list[Field]:
        """The fields of its kind, in their order."""
        return [self[name] for field in FIELDS.get(self.kind, ()) for name in _names(field)]

    @property
    def kind_in_words(self) -> str:
        """What its kind is called."""
        return dict(words.CATEGORIES).get(self.kind, "")

    @property
    def details(self) -> dict[str, Any] | None:
        """What was typed of them, as a report of version 3 holds it; None where nothing was."""
        typed = {field.name: self._typed(field) for field in FIELDS.get(self.kind, ())}
        return {name: value for name, value in typed.items() if value not in (None, "", [])} or None

    def validate_category(self, _field: SelectField) -> None:
        """Nothing is filed before its kind's own questions were in sight."""
        if FIELDS.get(self.kind) and self.asked.data != self.kind:
            raise ValidationError(THEY_STAND_BELOW)

    def shown(self) -> KindForm:
        """The same, which knows that the page shows its questions."""
        self.asked.data, self.asked.raw_data = self.kind, []
        return self

    def _typed(self, field: DetailField) -> Any:
        if field.type == TIME:
            at = self._moment(field)
            return clock.as_text(at) if at else None
        data = self[_named(field)].data
        if field.type == YES_NO:
            return yes_or_no(data)
        return said(data) if field.type == ONE_OF else data

    def _moment(self, field: DetailField) -> datetime | None:
        on, at = (self[name] for name in _names(field))
        day, time = self.day_of(on), time_in(at)
        return datetime.combine(day, time, self.zone) if day and time else None

    def day_of(self, on: DayField) -> Any:
        """The day of a time of its own: where none is given, the day on which it happened or was written."""
        return on.data or self.happened_on.data or self.written_on.data


def form_of(sent: Mapping[str, str]) -> KindForm:
    """The form that was sent, with the questions of the kind that is chosen on it."""
    about = said(sent.get("about")) in dict(words.ABOUT)
    category = said(sent.get("category")) or (words.ALLEGATION if about else "")
    return asking(category if category in FIELDS else "")()


@cache
def asking(kind: str) -> type[KindForm]:
    """The form with the questions of one kind."""
    parts: dict[str, Any] = {"kind": kind}
    asks = what_happened_asked(kind)
    if asks:
        parts["what_happened"] = several(*asks, rows=5)
    for field in FIELDS.get(kind, ()):
        parts |= _of_time(field) if field.type == TIME else {_named(field): _drawn(field)}
    return type("KindForm", (KindForm,), parts)


def _names(field: DetailField) -> list[str]:
    named = _named(field)
    return [f"{named}_on", f"{named}_at"] if field.type == TIME else [named]


def _named(field: DetailField) -> str:
    return f"detail_{field.name}"


def _drawn(field: DetailField) -> Any:
    about = (field.label, field.hint)
    if field.type == SOME_OF:
        choices = [SelectChoice(*one) for one in field.options]
        return SelectMultipleField(field.label, choices=choices, description=field.hint, widget=Checkboxes())
    if field.type in (ONE_OF, YES_NO):
        return radios(field.label, *(field.options or _YES_NO), description=field.hint)
    return several(*about) if field.type == LONG_TEXT else line(*about)


def _of_time(field: DetailField) -> dict[str, Any]:
    """Its day and its time, and what is looked at in them."""
    on, at = _names(field)
    return {
        on: DayField(
            f"{field.label} On which day?", description="Only where it is another than the day it happened on"
        ),
        at: line(f"{field.label} At what time?", "By the clock where the trip was, such as 14:32", width=5),
        f"validate_{on}": _checks_day(at),
        f"validate_{at}": _checks_time(on),
    }


def _checks_day(at: str) -> Callable[[KindForm, DayField], None]:
    def check(form: KindForm, field: DayField) -> None:
        if field.data and field.data.year < FIRST_YEAR:
            raise ValidationError("Check the year")
        if field.data and not form[at].data:
            raise ValidationError("Give the time as well, or leave the day out")

    return check


def _checks_time(on: str) -> Callable[[KindForm, StringField], None]:
    def check(form: KindForm, field: StringField) -> None:
        if checked_time(field) and not form.day_of(form[on]) and not form[on].errors:
            raise ValidationError("Give the day as well")

    return check


def every_question() -> Iterator[tuple[str, list[str]]]:
    """Each kind that asks something, with what it asks in words: for the sheet that is filled in by hand."""
    for code, called in words.CATEGORIES:
        if FIELDS.get(code):
            yield called, [field.label for field in FIELDS[code]]
