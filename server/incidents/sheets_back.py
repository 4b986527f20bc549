"""Trip sheets that came back on paper: each a record like any other, which says for which phone it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from server.accounts.queries import staff_names
from server.foundation import clock
from server.foundation.access import Person
from server.incidents.kinds import RETURNED
from server.incidents.paper import written_by
from server.incidents.paper_forms import NONE, SheetForm
from server.intake.author_rules import OFFICE, author_of
from server.intake.authors import named_in
from server.intake.filing import Written
from server.intake.from_paper import file_once
from server.intake.models import Authorship, Envelope, Record
from server.trips.paper_forms import said


@dataclass(frozen=True)
class SheetBack:
    """A sheet that came back. `phone` is the id of the phone it stands for; `incidents` is 0 where nothing happened,
    None where there were some and nobody said how many.
    """

    phone: str | None
    incidents: int | None
    head_counts: str | None
    author: str


def enter(form: SheetForm, by: Person) -> bool:
    """File that a sheet came back. False where it was filed before, word for word."""
    phone = said(form.phone.data)
    body = {
        "phone": None if phone == NONE else phone,
        "incidents": form.count,
        "head_counts": form.head_counts.data or None,
        "started_at": clock.as_text(clock.now()),
        **written_by(form, by),
    }
    trip = form.trip.id if form.trip else None
    written = Written(form.record.data or "", RETURNED, 1, trip, body, on_paper=form.author)
    return file_once(written, by, but_for=("started_at",))


def back_on(school: str, trip_id: str) -> list[SheetBack]:
    """Every sheet of a trip that came back, in the order in which they were typed in."""
    return list(_sheets(school, trip_id))


def _sheets(school: str, trip_id: str) -> Iterator[SheetBack]:
    """What the office itself typed: anybody could send a record that says so."""
    on_trip = (Envelope.school == school, Envelope.trip == trip_id, Envelope.type == "record")
    typed_here = Record.select(Record).join(Envelope).join(Authorship, on=Authorship.n == Envelope.n)
    rows = list(typed_here.where(*on_trip, Record.kind == RETURNED, Record.trip == trip_id).order_by(Envelope.n))
    names = staff_names(school) if rows else {}
    for row in rows:
        body: dict[str, Any] = json.loads(row.body)
        yield SheetBack(
            phone=_text(body.get("phone")),
            incidents=body["incidents"] if isinstance(body.get("incidents"), int) else None,
            head_counts=_text(body.get("head_counts")),
            author=author_of(named_in(row, names), OFFICE, is_signed=True, said=()).words,
        )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
