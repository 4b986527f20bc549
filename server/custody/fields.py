"""What each record of custody asks, read from custody.json: the one place, for the phone's forms and the office's.

An id is put in by the app; a line, lines, a choice and a time are a person's, and each may be missing (R67).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

LINE, LINES, CHOICE, TIME, ID = "line", "lines", "choice", "time", "id"


@dataclass(frozen=True)
class Field:
    """One thing that a form asks. `missing`: how its lack is worded; "" where nobody is reminded of it."""

    name: str
    kind: str
    label: str = ""
    hint: str = ""
    missing: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One kind of record: what it is called to do and once done, the field of its time, who signs beside its author.

    `first`: what to do before anything is typed.
    """

    kind: str
    title: str
    done: str
    at: str
    fields: tuple[Field, ...]
    receiver: str = ""
    first: str = ""

    def named(self, name: str) -> Field:
        """One of its fields."""
        return next(one for one in self.fields if one.name == name)


def _field(given: dict[str, object]) -> Field:
    rest = {name: value for name, value in given.items() if name != "is"}
    return Field(kind=str(given["is"]), **rest)  # type: ignore[arg-type]  # what the file holds is ours


def _form(kind: str, given: dict[str, object]) -> Form:
    fields: list[dict[str, object]] = given["fields"]  # type: ignore[assignment]  # the same
    words = {name: str(given[name]) for name in ("title", "done", "at")}
    more = {name: str(given.get(name, "")) for name in ("receiver", "first")}
    return Form(kind, **words, fields=tuple(map(_field, fields)), **more)


_READ = json.loads((Path(__file__).parent / "custody.json").read_text(encoding="utf-8"))
FORMS = {kind: _form(kind, given) for kind, given in _READ.items()}
