"""Phones that lost what they kept: known by their cookie or set up again, and telling of a numbering begun anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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


def recent_losses(school: str, phones: Collection[str] | None = None) -> dict[str, Loss]:
    """The latest loss of each phone, or of each of these, in the last 30 days, by its id."""
    return _losses(numbering.left_behind(school, clock.now() - SHOWN_IN_THE_OFFICE, phones))


def phone_notices(phone: str) -> list[str]:
    """`storage.lost` for a day, on a phone that is known by its old cookie and has nothing else of what it had."""
    since = clock.now() - SHOWN_ON_THE_PHONE
    left = [one for one in numbering.left_behind_by(phone) if one.noticed_at > since] if phone else []
    found = _losses(left).get(phone)
    return ["storage.lost"] if found and not found.is_set_up_again else []


def _losses(left: Sequence[LeftBehind]) -> dict[str, Loss]:
    if not left:
        return {}
    missing, set_up = numbering.missing_of([one.chain for one in left]), _set_up_at(left)
    ordered = sorted(left, key=lambda one: one.noticed_at)
    found = [Loss(one.phone, one, missing[one.chain], _was_between(one, set_up)) for one in ordered]
    # A phone set up again that had told of nothing has lost nothing that anybody knows of.
    return {loss.phone: loss for loss in found if loss.missing or not loss.is_set_up_again}


def _set_up_at(left: Sequence[LeftBehind]) -> list[tuple[str, datetime]]:
    rows = PhoneCredential.select().where(PhoneCredential.phone.in_({one.phone for one in left}))
    return [(row.phone_id, row.made_at) for row in rows]


def _was_between(left: LeftBehind, set_up: list[tuple[str, datetime]]) -> bool:
    return any(phone == left.phone and left.heard_at < at <= left.noticed_at for phone, at in set_up)
