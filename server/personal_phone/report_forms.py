"""The form of what came of a report."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from server.accounts.forms import TypedForm
from server.accounts.widgets import TextArea

LONGEST_OUTCOME = 5000


class OutcomeForm(TypedForm):
    """What came of it. `seen` is the last outcome that was on the page."""

    words = StringField(
        "What came of it?",
        [
            DataRequired("Write what came of it"),
            Length(max=LONGEST_OUTCOME, message=f"Use at most {LONGEST_OUTCOME} characters"),
        ],
        description="Whoever takes such a report up reads it, and nobody else. It cannot be changed afterwards",
        widget=TextArea(rows=4),
    )
    seen = HiddenField()

    @property
    def seen_number(self) -> int:
        """The same as a number; 0 for none, and for what is no number."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
