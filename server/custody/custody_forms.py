"""The office's forms of custody, made of the same fields as the phone's (custody.json)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField, Select
from server.custody.fields import CHOICE, FORMS, LINES, TIME, Field
from server.foundation import clock
from server.foundation.database import new_id
from server.trips.paper_forms import FIRST_YEAR, checked_time, form_id, instant, line, several


class LinkForm(TypedForm):
    """What became of an item. `record` is made with the page, so that a form sent twice is filed once."""

    kind: str
    record = form_id()
    on: DayField
    at: StringField

    def begun(self) -> LinkForm:
        """The same with an id for the record, where the page gave none."""
        if not self.record.data:
            self.record.data, self.record.raw_data = new_id(), []
        return self

    @property
    def when(self) -> datetime | None:
        """When it was; None where nobody said, or wrong."""
        return instant(self.on, self.at, clock.SCHOOL_TIME)

    def validate_on(self, field: DayField) -> None:
        """A day that is over or today, wherever a time is given."""
        if field.data is None and not field.errors and self.at.data:
            raise ValidationError("Give the day as well, or leave the time out")
        if field.data and field.data.year < FIRST_YEAR:
            raise ValidationError("Check the year")
        if field.data and field.data > clock.today():
            raise ValidationError("That day is still to come")

    def validate_at(self, field: StringField) -> None:
        """A time that is over, wherever a day is given."""
        if checked_time(field) is None and self.on.data:
            raise ValidationError("Give the time as well. About is enough")
        if self.when and self.when > clock.now() and not self.on.errors:
            raise ValidationError("That time is still to come")

    def body(self) -> dict[str, Any]:
        """What was filled in, as its record holds it."""
        asked = [one.name for one in FORMS[self.kind].fields if one.name in self]
        said = {name: self[name].data or None for name in (*asked, "receiver_signed")}
        return {**said, FORMS[self.kind].at: clock.as_text(self.when) if self.when else None}


def _drawn(field: Field) -> Any:
    if field.kind == LINES:
        return several(field.label, field.hint)
    if field.kind == CHOICE:
        choices = [SelectChoice("", "Not said"), *(SelectChoice(*one) for one in field.options.items())]
        return SelectField(field.label, choices=choices, default="", description=field.hint, widget=Select())
    return line(field.label, field.hint)


def form_class(kind: str) -> type[LinkForm]:
    """The form of one kind of record."""
    form = FORMS[kind]
    parts: dict[str, Any] = {"kind": kind}
    for one in form.fields:
        if one.kind == TIME:
            parts["on"] = DayField("On which day was that?")
            parts["at"] = line("At what time?", "By the clock at school, such as 14:32. About is enough", width=5)
        elif one.kind != "id":
            parts[one.name] = _drawn(one)
    parts["receiver_signed"] = line(form.receiver, "If they are there. It shows what they typed, and proves nothing")
    return type("CustodyLinkForm", (LinkForm,), parts)


RELEASED, POLICE, MOVED = (form_class(kind) for kind in ("item.released", "item.handed_to_police", "item.moved"))
