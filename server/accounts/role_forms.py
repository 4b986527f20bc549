"""The form for the roles of one person."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from wtforms import HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.forms import TypedForm
from server.accounts.rules import ROLE_NAMES
from server.accounts.widgets import Checkboxes


class RolesForm(TypedForm):
    """Which roles somebody is to hold; `seen` is what stood on the page when it was opened."""

    roles = SelectMultipleField(
        "What are they at the school?",
        choices=[SelectChoice(role.value, words) for role, words in ROLE_NAMES.items()],
        widget=Checkboxes(),
    )
    seen = HiddenField()

    @classmethod
    def of(cls, standing: Collection[str]) -> Self:
        """As it is now."""
        return cls(formdata=None, roles=sorted(standing), seen=_mark(standing))

    def was_overtaken(self, standing: Collection[str]) -> bool:
        """Whether these are other roles than those the page showed."""
        return self.seen.data != _mark(standing)

    def refuse(self, words: str) -> None:
        """Say by the field why nothing was done."""
        self.roles.errors = [*self.roles.errors, words]


def _mark(standing: Collection[str]) -> str:
    return " ".join(sorted(standing))
