"""Looking for names inside the database: `folded`, of name_rules, as a function of SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import fn

from server.accounts.name_rules import folded
from server.foundation.database import db

db.register_function(folded, "folded", 1)


def says(parts: Iterable[object], words: str) -> Any:
    """The condition that each of these words is somewhere in these columns. Raises ValueError for no words at all.

    What is looked for is letters and digits alone, so that nothing in it is a pattern.
    """
    wanted = folded(words).split()
    if not wanted:
        raise ValueError("nothing to look for")
    columns = list(parts)
    text = fn.folded(columns[0] if len(columns) == 1 else _together(columns))
    condition: Any = None
    for word in wanted:
        has = text.contains(word)
        condition = has if condition is None else condition & has
    return condition


def _together(columns: list[Any]) -> Any:
    text: Any = None
    for column in columns:
        text = column if text is None else text.concat(" ").concat(column)
    return text
