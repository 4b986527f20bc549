"""The office's forms of custody, made of the same fields as the phone's (custody.json)."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from server.accounts.widgets import DayField, Select
from server.custody.fields import CHOICE, FORMS, LINES, TIME, Field
from server.foundation import clock
from server.trips.paper_forms import line, several
from server.trips.record_forms import WhenForm


class LinkForm(WhenForm):
    """What became of an item."""

    kind: str

    def body(self) -> dict[str, Any]:
        """What was filled in, as its record holds it."""
        asked = [one.name for one in FORMS[self.kind].fields if one.name in self]
        said = {name: self[name].data or None for name in (*asked, "receiver_signed")}
        return {**said, FORMS[self.kind].at: clock.as_text(self.when) if self.when else None}


def _drawn(field: Field) -> Any:
    if field.kind == LINES:
        return several(field.label, field.hint)
    if field.kind == CHOICE:
        choices = [SelectChoice("", "Not said"), *(SelectChoice(*one) for one in field.options.items())]
        return SelectField(field.label, choices=choices, default="", description=field.hint, widget=Select())
    return line(field.label, field.hint)


def form_class(kind: str) -> type[LinkForm]:
    """The form of one kind of record."""
    form = FORMS[kind]
    parts: dict[str, Any] = {"kind": kind}
    for one in form.fields:
        if one.kind == TIME:
            parts["on"] = DayField("On which day was that?")
            parts["at"] = line("At what time?", "By the clock at school, such as 14:32. About is enough", width=5)
        elif one.kind != "id":
            parts[one.name] = _drawn(one)
    parts["receiver_signed"] = line(form.receiver, "If they are there. It shows what they typed, and proves nothing")
    return type("CustodyLinkForm", (LinkForm,), parts)


RELEASED, POLICE, MOVED = (form_class(kind) for kind in ("item.released", "item.handed_to_police", "item.moved"))
