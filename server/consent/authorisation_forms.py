"""Forms of image authorisations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import DayField, Radios, Select, Text, TextArea
from server.consent import authorisation_rules as rules
from server.consent.authorisations import Wanted
from server.foundation import clock
from server.trips.models import Trip

LONGEST_LINE, LONGEST_CONDITIONS, LONGEST_WHY = 200, 300, 500
WHOLE_SCHOOL = "school"
_OF_ACTIVITY = f"{rules.ACTIVITY}:"
YES = "yes"


def _words(label: str, wanted: str, most: int, description: str = "", *, rows: int = 0) -> StringField:
    needed = [DataRequired(wanted)] if wanted else []
    return StringField(
        label,
        [*needed, Length(max=most, message=f"Use at most {most} characters")],
        filters=[lambda typed: " ".join(typed.split()) if typed else ""],
        description=description,
        widget=TextArea(rows=rows) if rows else Text(),
    )


def in_words(day: date) -> str:
    """A day as a mistake names it: "28 November 2026"."""
    return f"{day.day} {day:%B %Y}"


class AuthorisationForm(TypedForm):
    """Allowing something that is otherwise forbidden. Call `offers` before anything else."""

    kind = RadioField("What is it about?", [InputRequired("Choose one")], widget=Radios())
    what = _words("What is allowed?", "Say what is allowed", LONGEST_LINE, "Such as photos of vaults, for coaching")
    who = _words("Who may do it?", "Say who may do it", LONGEST_LINE, "Such as Miss Ellis, or the Evening Post")
    from_on = DayField("From which day?")
    until_on = DayField("Up to and including which day?", description="At most a year")
    trip = SelectField("Where does it hold?", [InputRequired("Choose a trip, or the whole school")], widget=Select())
    why = _words("Why?", "Say why", LONGEST_WHY, rows=3)
    conditions = _words(
        "On what conditions?",
        "",
        LONGEST_CONDITIONS,
        "Where phones stop otherwise, they show this on the trips it holds for. No pupil’s name",
        rows=3,
    )

    def offers(self, activities: Sequence[str], trips: Sequence[Trip]) -> AuthorisationForm:
        """Take up what can be chosen: the activities that stop, and the trips of today and to come."""
        self.trips = {trip.id: trip for trip in trips}
        stopped = [SelectChoice(f"{_OF_ACTIVITY}{name}", f"{name}, where phones stop") for name in activities]
        self.kind.choices = [*stopped, *(SelectChoice(code, words) for code, words in rules.OTHER_KINDS.items())]
        listed = [SelectChoice(trip.id, f"{trip.title}, {in_words(trip.starts_on)}") for trip in trips]
        self.trip.choices = [SelectChoice("", "Choose"), *listed, SelectChoice(WHOLE_SCHOOL, "The whole school")]
        return self

    def validate_what(self, field: StringField) -> None:
        """Nothing allows a picture where nobody is ever photographed (R17)."""
        if rules.names_what_never_may(field.data or ""):
            raise ValidationError(
                "Nobody is ever photographed in toilets, in changing rooms or during personal care, and nothing can "
                "allow it. To rule it out, say so under the conditions"
            )

    def validate_from_on(self, field: DayField) -> None:
        """A day from today on: nothing is allowed afterwards."""
        if field.data is None and not field.errors:
            raise ValidationError("Give a day")
        if field.data and field.data < clock.today():
            raise ValidationError("It cannot begin before today")
        if field.data and field.data > clock.today() + timedelta(days=365):
            raise ValidationError("Give a day within a year from now")

    def validate_until_on(self, field: DayField) -> None:
        """A day from the first on, for a year at most."""
        if field.data is None and not field.errors:
            raise ValidationError("Give a day: it ends at some time")
        first = None if self.from_on.errors else self.from_on.data
        if field.data and first and field.data < first:
            raise ValidationError("It cannot end before it begins")
        if field.data and first and field.data > rules.longest(first):
            raise ValidationError(f"At most a year: give {in_words(rules.longest(first))} or a day before it")

    def validate_trip(self, field: SelectField) -> None:
        """The days are days of the trip."""
        trip = self.trips.get(field.data)
        if trip is None or self.from_on.errors or self.until_on.errors:
            return
        if self.until_on.data < trip.starts_on or trip.ends_on < self.from_on.data:
            when = f"{in_words(trip.starts_on)} to {in_words(trip.ends_on)}"
            raise ValidationError(f"That trip is from {when}: give days that include one of its own")

    def wanted(self) -> Wanted:
        """What was given."""
        kind, _, activity = str(self.kind.data).partition(":")
        return Wanted(
            kind=kind,
            activity=activity or None,
            what=self.what.data or "",
            who=self.who.data or "",
            trip=None if self.trip.data == WHOLE_SCHOOL else self.trip.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            why=self.why.data or "",
            conditions=self.conditions.data or "",
        )


class RevokeForm(TypedForm):
    """Revoking one: why, and then once more that it is meant."""

    reason = _words("Why is it revoked?", "Say why", LONGEST_WHY, rows=3)
    sure = HiddenField()
