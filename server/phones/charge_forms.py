"""The form for how full the phones are: a box and a number for each phone, by its id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import Optional as MayBeEmpty
from wtforms.validators import Regexp, ValidationError

from server.accounts.forms import TypedForm
from server.accounts.widgets import Text
from server.phones.models import Phone

FULL = 100


class ChargeForm(TypedForm):
    """What all of these forms have; `charge_form` adds each phone's own fields."""

    phones: Sequence[Phone] = ()

    def of(self, phone: Phone) -> tuple[Any, Any]:
        """One phone's box "full" and its number."""
        return self[f"full-{phone.id}"], self[f"percent-{phone.id}"]

    def percents(self) -> dict[str, int]:
        """What was said, in percent by phone; nothing of those left empty."""
        said = ((phone.id, *self.of(phone)) for phone in self.phones)
        return {
            phone: FULL if full.data else int(number.data) for phone, full, number in said if full.data or number.data
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether each can be read, and at least one phone was named."""
        is_good: bool = super().validate(extra_validators)
        if is_good and not self.percents():
            self.form_errors = ["Tick a phone, or give a number"]
        return is_good and not self.form_errors


def charge_form(phones: Sequence[Phone]) -> ChargeForm:
    """A form for these phones."""
    fields: dict[str, Any] = {"phones": phones}
    for phone in phones:
        fields[f"full-{phone.id}"] = BooleanField()
        fields[f"percent-{phone.id}"] = _percent(phone)
    made: ChargeForm = type("PhonesChargeForm", (ChargeForm,), fields)()
    return made


def _percent(phone: Phone) -> StringField:
    label = {"text": f"Charge of {phone.name}", "classes": "govuk-visually-hidden"}
    number = Text(inputmode="numeric", classes="govuk-input--width-3", label=label)
    wanted = f"{phone.name}: give a number from 0 to 100"
    return StringField(
        f"Charge of {phone.name}",
        [MayBeEmpty(), Regexp(r"^(?:100|[0-9]{1,2})$", message=wanted), _not_both(phone)],
        filters=[lambda typed: typed.strip() if typed else typed],
        widget=number,
    )


def _not_both(phone: Phone) -> Any:
    def check(form: ChargeForm, field: Any) -> None:
        full, _number = form.of(phone)
        if full.data and field.data != str(FULL):
            raise ValidationError(f"{phone.name}: tick it as full or give a number, not both")

    return check
