"""What somebody in the office types from paper, filed once however often its form is sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4, uuid5

from server.foundation.access import Person
from server.intake.filing import Written, file_record


def file_once(written: Written, by: Person, *, but_for: Sequence[str]) -> bool:
    """File what was typed; its id is the form's. False where the same was filed from that form before, word for word.

    With other words it is filed as one more, since nothing typed may be lost. `but_for` names what of the body is
    new each time, such as when the form was sent. Raises the Problems of file_record.
    """
    return file_record(replace(written, id=_id_of(written, but_for)), by)


def _id_of(written: Written, but_for: Sequence[str]) -> str:
    """An id made of the form's own and of every word: the same words have the same one, and others another."""
    try:
        form = UUID(written.id)
    except ValueError:
        form = uuid4()
    typed = {name: value for name, value in written.body.items() if name not in but_for}
    on_paper = written.on_paper and [written.on_paper.staff, written.on_paper.typed_name]
    words = [written.kind, written.version, written.trip, typed, on_paper]
    # ASCII alone: half a letter, which a form can carry, has no bytes of its own.
    return str(uuid5(form, json.dumps(words, sort_keys=True)))
