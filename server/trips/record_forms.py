"""Forms of the office that become records: filed once however often they are sent, and of a time that is over."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from wtforms import StringField, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField
from server.foundation import clock
from server.foundation.database import new_id
from server.trips.paper_forms import FIRST_YEAR, checked_time, form_id, instant


class RecordForm(TypedForm):
    """A form that becomes a record. `record` is made with the page, so that one sent twice is filed once."""

    record = form_id()

    def begun(self) -> Self:
        """The same with an id for the record, where the page gave none."""
        if not self.record.data:
            self.record.data, self.record.raw_data = new_id(), []
        return self


class WhenForm(RecordForm):
    """A form that may say when something was, by the clock at school: the day and the time, or neither."""

    on: DayField
    at: StringField

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
