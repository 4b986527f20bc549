"""What a form carries of something that several people change: which version was seen, which id is new."""

from __future__ import annotations

import uuid

from flask import request

from server.foundation.database import new_id


def seen() -> int:
    """The version of the part that the page showed; 0, before every other, where it says none."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def own_id() -> str:
    """The id that was made with the form; a fresh one for a form just opened, and for one that brings back none."""
    try:
        return str(uuid.UUID(request.form.get("id", "")))
    except ValueError:
        return new_id()
