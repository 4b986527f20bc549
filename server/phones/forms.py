"""Forms of phones."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes, DayField, File, Radios, Select, Text, TextArea
from server.foundation import clock
from server.phones import inventory_rules, rules
from server.phones.settings import LEAST_MINUTES, MOST_MINUTES
from server.phones.sheet_rules import MOST_BYTES

MOST_LINES = 200


def _read(typed: str | None) -> str | None:
    return rules.read_name(typed) if typed else typed


class AddPhoneForm(TypedForm):
    """Adding a phone or iPad to the inventory by the name on its label."""

    name = StringField(
        "Name of the phone or iPad",
        [DataRequired("Give the phone a name")],
        filters=[_read],
        description="As on its label, such as Phone 3 or Year 5 iPad",
        widget=Text(),
    )

    def validate_name(self, field: Any) -> None:
        """A name that will do. Raises ValidationError."""
        problem = rules.name_problem(field.data or "")
        if problem:
            raise ValidationError(problem)


class AddSeveralForm(TypedForm):
    """Adding many phones: one name a line."""

    names = StringField(
        "Names, one on each line",
        [DataRequired("Give at least one name")],
        description="As on their labels. One that is there already is left as it is.",
        widget=TextArea(rows=6),
    )

    def lines(self) -> list[str]:
        """The names as typed, without empty lines."""
        return [line.strip() for line in (self.names.data or "").splitlines() if line.strip()]

    def validate_names(self, field: Any) -> None:
        """Not more than can be looked through. Raises ValidationError."""
        number = len(self.lines())
        if number == 0:
            raise ValidationError("Give at least one name")
        if number > MOST_LINES:
            raise ValidationError(f"Add at most {MOST_LINES} at a time; these are {number}")


class CardsForm(TypedForm):
    """Choosing the phones to print set-up cards for. The boxes themselves stand in the inventory's rows."""

    phone = SelectMultipleField("Phones", [DataRequired("Choose at least one phone")], validate_choice=False)
    one_to_a_page = BooleanField("One card to a page")


LONGEST_DETAIL = inventory_rules.LONGEST_DETAIL
LONGEST_NOTE = 500
MINUTES_WANTED = f"Give a whole number from {LEAST_MINUTES} to {MOST_MINUTES}"
DETAILS = ("make_and_model", "serial_number", "asset_tag", "number", "sim")


def _detail(label: str, description: str = "") -> StringField:
    too_long = Length(max=LONGEST_DETAIL, message=f"Use at most {LONGEST_DETAIL} characters")
    return StringField(label, [too_long], filters=[_read], description=description, widget=Text())


class PhoneDetailsForm(TypedForm):
    """What the school notes of a phone (R7). Nothing has to be filled in."""

    make_and_model = _detail("Make and model")
    serial_number = _detail("Serial number")
    asset_tag = _detail("Asset tag")
    number = _detail("Its own number")
    sim = _detail("SIM", "Such as the network, or none")
    can_ring = RadioField(
        "Can it ring?",
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No, as an iPad without a SIM")],
        coerce=lambda given: {True: "yes", False: "no"}.get(given, given),
        widget=Radios(),
    )

    def validate_number(self, field: Any) -> None:
        """A number that can be rung, or none. Raises ValidationError."""
        if problem := inventory_rules.number_problem(field.data or ""):
            raise ValidationError(problem)

    def details(self) -> dict[str, Any]:
        """What to keep, by the model's names."""
        texts = {name: self[name].data or "" for name in DETAILS}
        return {**texts, "can_ring": self.can_ring.data == "yes"}


class PhoneRulesForm(TypedForm):
    """After how many minutes a phone on a trip locks itself, and whether staff-owned devices are registered."""

    minutes = StringField(
        "Minutes out of sight, on a trip",
        [DataRequired(MINUTES_WANTED), Regexp(r"^(?:[2-9]|[12][0-9]|30)$", message=MINUTES_WANTED)],
        filters=[_read],
        description="From 2 to 30. The usual is 15",
        widget=Text(inputmode="numeric", classes="govuk-input--width-2"),
    )
    devices = SelectMultipleField(
        "Staff’s own devices",
        choices=[SelectChoice("registered", "The school keeps a list of those it has agreed to")],
        widget=Checkboxes(),
    )


class HandOutForm(TypedForm):
    """Who takes the phone, and for which trip, if for one."""

    staff = SelectField("Who takes it?", [DataRequired("Choose who takes it")], widget=Select())
    trip = SelectField("For which trip?", default="", widget=Select())


class HandBackForm(TypedForm):
    """What was done when it came back (R12). A box left empty is noted as well."""

    done = SelectMultipleField(
        "Done",
        choices=[SelectChoice("wiped", "No account and no passcode of theirs is left on it")],
        widget=Checkboxes(),
    )
    note = StringField(
        "Anything to note?",
        [Length(max=LONGEST_NOTE, message=f"Use at most {LONGEST_NOTE} characters")],
        description="Such as a cracked screen. Nothing about a pupil",
        widget=TextArea(rows=2),
    )


class DataIncidentForm(TypedForm):
    """Whether the regulator is told of a lost phone, and why."""

    decision = RadioField(
        "Is the Information Commissioner told?",
        [DataRequired("Choose one")],
        choices=[
            SelectChoice("told", "Yes, they have been told"),
            SelectChoice("not_told", "No, it is unlikely to be a risk to anybody"),
        ],
        widget=Radios(),
    )
    reason = StringField(
        "Why?",
        [
            DataRequired("Give the reason: it is part of the record"),
            Length(max=1000, message="Use at most 1000 characters"),
        ],
        widget=TextArea(rows=3),
    )


class FileForm(FlaskForm):
    """A list of phones, as a file."""

    file = FileField("CSV file", widget=File(".csv,text/csv"))

    def validate_file(self, field: Any) -> None:
        """Some file was chosen. Raises ValidationError."""
        if not field.data:
            raise ValidationError("Choose a file")

    def content(self) -> bytes:
        """The file's bytes; of one that is too large, one byte more than is read."""
        content: bytes = self.file.data.read(MOST_BYTES + 1)
        return content


class StaffDeviceForm(TypedForm):
    """A device of somebody's own that the school has agreed to."""

    staff = SelectField("Whose is it?", [DataRequired("Choose whose it is")], widget=Select())
    make_and_model = _detail("Make and model", "Never its number or its serial number: it is not the school’s")
    agreed_by = SelectField("Who agreed to it?", [DataRequired("Choose who agreed")], widget=Select())
    agreed_on = DayField("When?")

    def validate_make_and_model(self, field: Any) -> None:
        """Something to know it by. Raises ValidationError."""
        if not field.data:
            raise ValidationError("Give the make and model")

    def validate_agreed_by(self, field: Any) -> None:
        """Somebody else than its owner. Raises ValidationError."""
        if field.data and field.data == self.staff.data:
            raise ValidationError("Nobody agrees to a device of their own")

    def validate_agreed_on(self, field: Any) -> None:
        """A day that has come. Raises ValidationError."""
        if field.data is None and not field.errors:
            raise ValidationError("Give the day on which it was agreed")
        if field.data and field.data > clock.today():
            raise ValidationError("That day is still to come")
