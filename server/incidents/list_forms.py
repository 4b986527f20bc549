"""The form above the list of incidents. It goes into the address, so that it holds codes and days and no name."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.widgets import DayField, Select
from server.incidents.lists import CLOSED, NONE, OPEN, Wanted
from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES

BY_ID = ("trip", "staff", "phone", "pupil")
LONGEST_ID = 100
# SQLite and the clock count no further.
EARLIEST, LATEST = date(1970, 1, 1), date(2900, 1, 1)


def _any_of(names: dict[str, str], any_: str) -> list[SelectChoice]:
    return [SelectChoice("", any_), *(SelectChoice(code, name) for code, name in names.items())]


class NarrowForm(Form):
    """What to show of the list."""

    category = SelectField(
        "Category",
        choices=_any_of({**CATEGORY_NAMES, NONE: "No category given"}, "Every category"),
        default="",
        widget=Select(),
    )
    severity = SelectField(
        "Severity",
        choices=_any_of({**SEVERITY_NAMES, NONE: "Not given"}, "Every severity"),
        default="",
        widget=Select(),
    )
    state = SelectField(
        "Open or closed",
        choices=_any_of({OPEN: "Open", CLOSED: "Closed"}, "Open and closed"),
        default="",
        widget=Select(),
    )
    since = DayField("From", description="The day it happened, such as 3 11 2026")
    until = DayField("To")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be shown; a day that is none, or an end before the start, is said by its field."""
        is_well = super().validate(extra_validators)
        for field in (self.since, self.until):
            if field.data and not EARLIEST <= field.data <= LATEST:
                field.errors = ["That year is too far away"]
                is_well = False
        if is_well and self.since.data and self.until.data and self.until.data < self.since.data:
            self.until.errors = ["The last day is before the first"]
            return False
        return is_well

    def wanted(self, asked: Any) -> Wanted:
        """What is asked for; `asked` is the query of the address. An id that is too long to be one is none."""
        ids = {name: asked.get(name, "")[:LONGEST_ID] for name in BY_ID}
        codes = {name: self[name].data or "" for name in ("category", "severity", "state")}
        return Wanted(**ids, **codes, since=self.since.data, until=self.until.data)
