"""The form of where a pupil lives."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.forms import TypedForm
from server.accounts.widgets import Select
from server.policy.models import Authority


class HomeForm(TypedForm):
    """Which local authority. Call `offers` before anything else."""

    authority = SelectField("Home local authority", widget=Select())

    def offers(self, authorities: Iterable[Authority]) -> HomeForm:
        """Take up which there are."""
        choices = [SelectChoice(one.id, one.name) for one in authorities]
        self.authority.choices = [SelectChoice("", "Not known, or the school’s own"), *choices]
        return self
