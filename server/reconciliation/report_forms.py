"""Of which days the monitoring report is asked for: a term, or a first and a last day. In the address, and no name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wtforms import Form, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.widgets import DATE_PARTS, DayField, Select
from server.reconciliation.report_period_rules import LONGEST_DAYS, Period, chosen_days, terms_until

OWN_DAYS = "days"
EARLIEST_YEAR, LATEST_YEAR = 2000, 2999


class PeriodForm(Form):
    """A term, or days. Call `offers` before anything else."""

    term = SelectField("Term", default="", widget=Select())
    first = DayField("From which day", description="For days of your own. Leave them empty for a whole term.")
    last = DayField("Up to and including which day")
    today: date

    def offers(self, today: date) -> PeriodForm:
        """Take up what can be chosen."""
        self.today = today
        terms = [SelectChoice(term.key, term.name) for term in terms_until(today)]
        self.term.choices = [*terms, SelectChoice(OWN_DAYS, "The days below")]
        if not self.term.data:
            self.term.data = OWN_DAYS if self.first.data or self.last.data else terms[0].value
        return self

    def validate_first(self, field: DayField) -> None:
        """Needed for days of one's own."""
        if self.term.data == OWN_DAYS:
            _must_be_given(field, "Give the first day")

    def validate_last(self, field: DayField) -> None:
        """Not before the first, and not more than a year behind it."""
        if self.term.data != OWN_DAYS:
            return
        _must_be_given(field, "Give the last day")
        if field.data is None:
            return
        if self.first.data and field.data < self.first.data:
            raise ValidationError("It cannot end before it begins")
        if self.first.data and (field.data - self.first.data).days >= LONGEST_DAYS:
            raise ValidationError("Choose a year at most")

    def asked(self, address: Mapping[str, str]) -> dict[str, str]:
        """What of an address this form has fields for, as it stood there: the rest leads nowhere."""
        boxes = [f"{field}-{part}" for field in ("first", "last") for part in DATE_PARTS]
        return {name: address[name] for name in ("term", *boxes) if name in address}

    def period(self) -> Period:
        """The days that were asked for. Only of a form that holds."""
        if self.term.data == OWN_DAYS and self.first.data and self.last.data:
            return chosen_days(self.first.data, self.last.data)
        return next(term for term in terms_until(self.today) if term.key == self.term.data)


def _must_be_given(field: DayField, words: str) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(words)
    if field.data and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
        raise ValidationError(f"Choose days from {EARLIEST_YEAR} on")
