"""What a form has where somebody decides: why, in writing, and which decision they had in sight."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from server.accounts.widgets import TextArea

LONGEST_REASON = 1000


def reason_field() -> StringField:
    """Why somebody decides as they do."""
    return StringField(
        "Why?",
        [DataRequired("Say why"), Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON} characters")],
        filters=[lambda typed: typed.strip() if typed else ""],
        description="It stays with what you decide",
        widget=TextArea(rows=3),
    )


def seen(field: HiddenField) -> int:
    """The decision that a form had in sight, by its number; 0 for none, and for what is no number."""
    typed = str(field.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


def set_seen(field: HiddenField, n: int) -> None:
    """Have a form know the last decision, so that sending it again adds to that one knowingly."""
    field.data, field.raw_data = str(n), None
