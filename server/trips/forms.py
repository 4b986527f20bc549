"""Forms of trips."""

from __future__ import annotations

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes, Radios, Select, Text
from server.trips import countries
from server.trips.rules import JOINER_PARTS

CONTACTS, CARE = "contacts", "care"
LONGEST_NAME = 100


class ListForm(TypedForm):
    """What today's list carries besides names and classes. Nothing has to be ticked."""

    carries = SelectMultipleField(
        "Today's list also carries",
        choices=[
            SelectChoice(CONTACTS, "Whom to ring for each pupil, with the DSL's \u201cdo not ring\u201d marks"),
            SelectChoice(CARE, "What to watch for, in plain words, never a diagnosis"),
        ],
        description="For what does not travel staff ring the office; the phone gives its number in the same place.",
        widget=Checkboxes(),
    )


class JoinerForm(TypedForm):
    """Somebody who joins one trip."""

    name = StringField(
        "Name",
        [DataRequired("Give their name"), Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters")],
        description="As it is to stand in what they report",
        widget=Text(),
    )
    part = RadioField(
        "They join as",
        [InputRequired("Choose one")],
        choices=[SelectChoice(part, words) for part, words in JOINER_PARTS.items()],
        widget=Radios(),
    )
    has_assured = SelectMultipleField(
        "What they have said",
        choices=[SelectChoice("assured", "Their own phone stays off and out of sight near pupils")],
        widget=Checkboxes(),
    )


class CountryForm(TypedForm):
    """In which country and time zone a trip is. Call `offers` before anything else."""

    country = SelectField("Country", [InputRequired("Choose a country")], validate_choice=False, widget=Select())
    time_zone = SelectField(
        "Time zone",
        validate_choice=False,
        widget=Select(),
        description="Another country has others: choose the country first. Where it has one only, that is taken",
    )

    def offers(self) -> CountryForm:
        """Take up what can be chosen: every country, and the time zones of the one that is chosen."""
        self.country.choices = [SelectChoice(code, name) for code, name in countries.names().items()]
        zones = countries.zones().get(self.country.data or "", {})
        asked = [SelectChoice("", "Choose")] if len(zones) != 1 or self.time_zone.data not in zones else []
        self.time_zone.choices = [*asked, *(SelectChoice(zone, called) for zone, called in zones.items())]
        return self

    def validate_country(self, field: SelectField) -> None:
        """One of the list."""
        if field.data not in countries.names():
            raise ValidationError("Choose a country from the list")

    def validate_time_zone(self, field: SelectField) -> None:
        """One of the country's; the only one it has needs no choice."""
        country = self.country.data
        if country not in countries.names() or countries.only_zone(country):
            return
        if not countries.is_zone_of(country, field.data or ""):
            raise ValidationError(f"Choose the time zone: {countries.names()[country]} has more than one")

    def chosen(self) -> tuple[str, str]:
        """(country, time zone)."""
        country = str(self.country.data)
        return country, countries.only_zone(country) or str(self.time_zone.data)
