"""What the office writes of an item, each a record like any other (ADR 0052)."""

from __future__ import annotations

from server.custody.custody_forms import LinkForm
from server.custody.models import CustodyItem
from server.foundation import clock
from server.foundation.access import Person
from server.intake.filing import Written
from server.intake.from_paper import file_once
from server.intake.reading_soon import wait_until_read


def file_link(form: LinkForm, item: CustodyItem, by: Person) -> bool:
    """File what a form says of an item, and wait a moment until it can be shown.

    False where the same form was filed before, word for word.
    """
    body = {"item": item.id, "written_at": clock.as_text(clock.now()), **form.body()}
    written = Written(form.begun().record.data or "", form.kind, 1, item.trip, body)
    # When it was sent is not of what it says.
    is_new = file_once(written, by, but_for=("written_at",))
    wait_until_read(by.school)
    return is_new
