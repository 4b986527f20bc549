"""Phones that lost what they kept: known by their cookie or set up again, and telling of a numbering begun anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from server.foundation import clock
from server.intake import numbering
from server.intake.numbering import LeftBehind
from server.phones.models import PhoneCredential

# How long the office is reminded, and how long the phone says it to whoever holds it.
SHOWN_IN_THE_OFFICE = timedelta(days=30)
SHOWN_ON_THE_PHONE = timedelta(days=1)


@dataclass(frozen=True)
class Loss:
    """What one phone lost. `missing` are the numbers the school knows of and does not have.

    `is_set_up_again`: another handset may have been given the phone's name, and the first one may still have it all.
    """

    phone: str
    left: LeftBehind
    missing: list[int]
    is_set_up_again: bool

    def title(self, name: str) -> str:
        """What happened to the phone of this name."""
        return f"{name} {'was set up again without what it kept' if self.is_set_up_again else 'has lost what it kept'}"

    @property
    def missing_in_words(self) -> str:
        """What is known to be missing, by number."""
        if not self.missing:
            return "All that it had told the school of is here; what it had not told of cannot be counted."
        numbers = ", ".join(str(seq) for seq in self.missing)
        return f"Not arrived: {'number' if len(self.missing) == 1 else 'numbers'} {numbers}."


def recent_losses(school: str) -> dict[str, Loss]:
    """The latest loss of each phone in the last 30 days, by its id."""
    return _losses(numbering.left_behind(school), SHOWN_IN_THE_OFFICE)


def phone_notices(phone: str) -> list[str]:
    """`storage.lost` for a day, on a phone that is known by its old cookie and has nothing else of what it had."""
    found = _losses(numbering.left_behind_by(phone), SHOWN_ON_THE_PHONE).get(phone) if phone else None
    return ["storage.lost"] if found and not found.is_set_up_again else []


def _losses(left: Iterable[LeftBehind], within: timedelta) -> dict[str, Loss]:
    since = clock.now() - within
    found = [_loss(one) for one in sorted(left, key=lambda one: one.noticed_at) if one.noticed_at > since]
    # A phone set up again that had told of nothing has lost nothing that anybody knows of.
    return {loss.phone: loss for loss in found if loss.missing or not loss.is_set_up_again}


def _loss(left: LeftBehind) -> Loss:
    again = PhoneCredential.select().where(
        PhoneCredential.phone == left.phone,
        PhoneCredential.made_at > left.heard_at,
        PhoneCredential.made_at <= left.noticed_at,
    )
    return Loss(left.phone, left, numbering.missing_of(left.chain), again.exists())
