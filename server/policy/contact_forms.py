"""Forms of the contacts card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import Checkboxes, Select, Text
from server.policy import contact_rules as rules
from server.policy.contact_rules import Said
from server.policy.contact_words import KINDS, NATIONAL
from server.policy.models import Authority
from server.policy.queries import Rules

NONE = ""


def _plain(typed: str | None) -> str:
    return " ".join((typed or "").split())


def _most(number: int) -> Length:
    return Length(max=number, message=f"Use at most {number} characters")


class ContactForm(TypedForm):
    """A contact. Call `offers` before anything else: what it may be hangs on the list that it is in."""

    role = SelectField("What is it?", [InputRequired("Choose what it is")], widget=Select())
    title = StringField(
        "What a phone calls it",
        [DataRequired("Say what a phone calls it"), _most(rules.LONGEST_TITLE)],
        filters=[_plain],
        description="Such as Deputy DSL",
        widget=Text(),
    )
    name = StringField(
        "Who answers, or what it is for",
        [_most(rules.LONGEST_NAME)],
        filters=[_plain],
        description="It stands in clear on every school phone, and on paper",
        widget=Text(),
    )
    number = StringField(
        "Number to ring",
        [_most(rules.LONGEST_NUMBER)],
        filters=[_plain],
        widget=Text(inputmode="tel", classes="govuk-input--width-20"),
    )
    address = StringField(
        "Web address",
        [_most(rules.LONGEST_ADDRESS)],
        filters=[_plain],
        description="Of a form or a page, where there is one. It opens with a signal only",
        widget=Text(inputmode="url", spellcheck=False),
    )
    checked = SelectMultipleField(
        "Checked",
        choices=[SelectChoice("today", "I have checked it today: it answers, and it is who it says")],
        widget=Checkboxes(),
    )

    def offers(self, part: str) -> ContactForm:
        """Take up what a contact of this part may be. Of a national body that is settled."""
        if part == NATIONAL:
            del self.role
            return self
        kinds = KINDS[part].items()
        self.role.choices = [SelectChoice(NONE, "Choose"), *(SelectChoice(role, title) for role, title in kinds)]
        return self

    def validate_number(self, field: Field) -> None:
        """A number that can be rung, unless there is a web address. Raises ValidationError."""
        problem = rules.number_problem(field.data or "")
        if not problem and not field.data and not self.address.data:
            problem = "Give a number, or a web address"
        if problem:
            raise ValidationError(problem)

    def validate_address(self, field: Field) -> None:
        """A web address. Raises ValidationError."""
        if problem := rules.address_problem(field.data or ""):
            raise ValidationError(problem)

    def said(self, role: str = "") -> Said:
        """What was given, of a contact whose role is settled or chosen."""
        texts = (field.data or "" for field in (self.title, self.name, self.number, self.address))
        return Said(role or str(self.role.data), *texts)

    @property
    def is_checked(self) -> bool:
        """Whether somebody says that they have just checked it."""
        return bool(self.checked.data)


def _nation() -> SelectField:
    choices = [SelectChoice(nation, name) for nation, name in rules.NATIONS.items()]
    return SelectField("Nation", [InputRequired("Choose one")], choices=choices, widget=Select())


class AuthorityForm(TypedForm):
    """A local authority."""

    name = StringField(
        "Local authority",
        [DataRequired("Name it"), _most(rules.LONGEST_NAME)],
        filters=[_plain],
        description="Such as Wrenshire County Council",
        widget=Text(),
    )
    nation = _nation()

    def said(self) -> tuple[str, str]:
        """Its name and its nation."""
        return str(self.name.data), str(self.nation.data)


class RulesForm(TypedForm):
    """What the school says of itself. Call `offers` before anything else."""

    nation = _nation()
    authority = SelectField("The school’s own local authority", widget=Select())
    check_days = StringField(
        "A contact is checked again after so many days",
        filters=[_plain],
        description="Then it stands under To do, and phones say that it may be out of date",
        widget=Text(inputmode="numeric", classes="govuk-input--width-3"),
    )

    def offers(self, authorities: Iterable[Authority]) -> RulesForm:
        """Take up which authorities there are."""
        choices = [SelectChoice(one.id, one.name) for one in authorities]
        self.authority.choices = [SelectChoice(NONE, "None yet"), *choices]
        return self

    def validate_check_days(self, field: Any) -> None:
        """A whole number of days. Raises ValidationError."""
        typed = field.data or ""
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(rules.MOST_DAYS))
        if not is_number or not rules.LEAST_DAYS <= int(typed) <= rules.MOST_DAYS:
            raise ValidationError(f"Give a whole number of days from {rules.LEAST_DAYS} to {rules.MOST_DAYS}")

    def chosen(self) -> Rules:
        """What was chosen."""
        return Rules(str(self.nation.data), self.authority.data or None, int(self.check_days.data or ""))
