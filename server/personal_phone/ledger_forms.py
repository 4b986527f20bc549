"""What of the ledger is asked for, in the address: ids and days, and no name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import request
from wtforms import Form, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.widgets import DATE_PARTS, DayField, Select
from server.personal_phone.ledger_rules import FINDING_NAMES, Wanted

# What is shown until other days are asked for.
TERM = timedelta(days=90)


class LedgerForm(Form):
    """Which trip, person, finding and days. Everything may be left out. Call `offers` before anything else."""

    trip = SelectField("Trip", default="", widget=Select())
    person = SelectField("Whose phone", default="", widget=Select())
    finding = SelectField("Finding", default="", widget=Select())
    first = DayField("From which day")
    last = DayField("Up to and including which day")

    def offers(self, trips: dict[str, str], people: Iterable[Any]) -> LedgerForm:
        """Take up what can be chosen."""
        self.trip.choices = [SelectChoice("", "Every trip"), *(SelectChoice(*one) for one in trips.items())]
        self.person.choices = [SelectChoice("", "Everybody"), *(SelectChoice(row.id, row.name) for row in people)]
        self.finding.choices = [SelectChoice("", "Everything"), *(SelectChoice(*one) for one in FINDING_NAMES.items())]
        return self

    def begun(self, today: date) -> LedgerForm:
        """With a term back as its first day, where the address says nothing of days or a trip."""
        asked = self.asked(request.args)
        if not any(name == "trip" or name.startswith("first") for name in asked):
            day = today - TERM
            self.first.data, self.first.typed = day, {part: str(getattr(day, part)) for part in DATE_PARTS}
        return self

    def validate_last(self, field: DayField) -> None:
        """Not before the first day."""
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("It cannot end before it begins")

    def asked(self, address: Mapping[str, str]) -> dict[str, str]:
        """What of an address this form has fields for, as it stood there: the rest leads nowhere."""
        boxes = [f"{field}-{part}" for field in ("first", "last") for part in ("day", "month", "year")]
        return {name: address[name] for name in ("trip", "person", "finding", *boxes) if name in address}

    def wanted(self) -> Wanted:
        """What was asked for."""
        return Wanted(
            trip=self.trip.data or None,
            staff=self.person.data or None,
            finding=self.finding.data or None,
            first=self.first.data,
            last=self.last.data,
        )
