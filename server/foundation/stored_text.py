"""A text as it is read from the database. Pure."""

from __future__ import annotations


def as_text(stored: bytes) -> str:
    """The text of these bytes: half an emoji, which `json_extract` gives as it stands in a record, is read as U+FFFD.

    Without, one such record would fail each page that reads it among others.
    """
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored.decode("utf-8", "replace")
