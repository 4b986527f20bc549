"""Takes back from the second copy what a restored database lacks, so that what phones let go of is not lost with it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import current_app

from server.accounts.models import School
from server.foundation import audit, clock
from server.foundation.database import db
from server.intake import actions
from server.intake.blobs import keep_blob
from server.intake.models import Authorship, Envelope
from server.intake.rules import CHAIR_ONLY, Header, Item, read_header
from server.intake.segments import Told, items

AT_A_TIME = 50


def take_back(turn: AbstractContextManager[Any]) -> None:
    """Store whatever the segments hold and the database does not, as it came and with the time at which it came.

    `turn` is entered to write to the database.
    """
    schools = {row.id for row in School.select(School.id)}
    for segment in sorted(Path(current_app.config["COPY_DIR"]).glob("*.segment")):
        with segment.open("rb") as content:
            batch: list[tuple[Told, Item]] = []
            for told, sealed in items(content):
                item = Item(read_header(told), sealed)
                if told.get("school") in schools and item.is_whole():
                    batch.append((told, item))
                if len(batch) == AT_A_TIME:
                    _store(batch, turn)
                    batch = []
            _store(batch, turn)


def _store(batch: list[tuple[Told, Item]], turn: AbstractContextManager[Any]) -> None:
    for _, item in batch:
        if item.header and item.header.type == "blob":
            keep_blob(item.sealed)
    with turn, db.atomic():
        for told, item in batch:
            sender = _sender(told)
            if item.header and actions.store_new(sender, [item]):
                audit.write(sender.school, "server", "record.taken_back", item.header.id)
                _note_author(sender.school, told, item.header)


def _note_author(school: str, told: Told, header: Header) -> None:
    """What the office wrote is the office's still, by whoever was signed in: nothing in the record shows it."""
    by = told.get("filed_by")
    if not by:
        return
    mine = (Envelope.school == school, Envelope.type == header.type, Envelope.id == header.id)
    row = Envelope.get(*mine, Envelope.digest == header.digest)
    said = {"n": row.n, "school": school, "record": row.id, "staff": str(by), "said_at": row.received_at}
    Authorship.insert(**said, is_confirmed=True).execute()


def _sender(told: Told) -> actions.Sender:
    flags = str(told.get("flags", "")).split()
    return actions.Sender(
        school=str(told["school"]),
        phone=str(told.get("phone", "")),
        is_revoked="phone.revoked" in flags,
        came_at=clock.from_text(str(told["received_at"])),
        is_for_chair=CHAIR_ONLY in flags,
    )
