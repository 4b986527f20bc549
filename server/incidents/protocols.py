"""What the app knows of each kind of incident beside its name: what to do, whom it is told to, the fields that matter.

It is declared once, in `first_kinds.json` (what the phone's form needs at once) and `protocols.json`; the phone reads
the same two files (ADR 0049).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXT, LONG_TEXT, ONE_OF, SOME_OF, YES_NO, TIME = "text", "long_text", "one_of", "some_of", "yes_no", "time"
TYPES = (TEXT, LONG_TEXT, ONE_OF, SOME_OF, YES_NO, TIME)


def _read(name: str) -> Any:
    return json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


_FIRST, _REST = _read("first_kinds.json"), _read("protocols.json")


@dataclass(frozen=True)
class DetailField:
    """One fact of a kind. `options` are codes with their words; `names_people`: what is typed there names somebody."""

    name: str
    label: str
    type: str
    options: tuple[tuple[str, str], ...] = ()
    names_people: bool = False
    hint: str = ""


# The kinds that a form offers, in its order: code, words, usual severity.
OFFERED: tuple[tuple[str, str, str], ...] = tuple((code, words, usual) for code, words, usual in _FIRST["kinds"])


def _field(declared: dict[str, Any]) -> DetailField:
    options = tuple((code, words) for code, words in declared.get("options", ()))
    is_name = declared.get("names_people", False)
    return DetailField(
        declared["name"], declared["label"], declared["type"], options, is_name, declared.get("hint", "")
    )


FIELDS: dict[str, tuple[DetailField, ...]] = {
    code: tuple(_field(one) for one in kind["fields"]) for code, kind in _REST["kinds"].items()
}
RIDDOR_PROMPT: str = _REST["prompts"]["riddor"]
_ASKED = {
    code: (part["asks"]["label"], part["asks"].get("hint", ""))
    for code, part in _FIRST["guidance"].items()
    if "asks" in part
}


def what_happened_in_words(category: str | None) -> str:
    """What the form calls what happened, where it asks it in another way."""
    asks = what_happened_asked(category)
    return asks[0] if asks else "What happened"


def what_happened_asked(category: str | None) -> tuple[str, str] | None:
    """The question and its hint, where a kind asks what happened in a way of its own."""
    return _ASKED.get(category or "")
