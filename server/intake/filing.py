"""Records that the office itself writes, such as what came on paper: filed as a phone's are, under the same lock.

So they are sealed to the school's key, numbered, copied, opened, exported and audited like any other (ADR 0033).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import current_app

from server.foundation import audit, clock, crypto
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.intake import actions
from server.intake.actions import Sender
from server.intake.models import Authorship, Chain, Envelope
from server.intake.rules import Header, Item
from server.intake.worker import Writer

# What stands in a record for the app that wrote it.
APP = "office"


@dataclass(frozen=True)
class Written:
    """A record to file: its id is made with the form, so that a form sent twice files it once."""

    id: str
    kind: str
    version: int
    trip: str | None
    body: dict[str, Any]


def file_record(written: Written, by: Person) -> bool:
    """File a record that somebody in the office wrote. False where one of this id was filed before: that one stands.

    Raises Problem server.busy, request.too_large above the cap of any record.
    """
    content = json.dumps(_plaintext(written, by)).encode()
    if len(content) > crypto.LARGEST_RECORD_BYTES:
        raise Problem("request.too_large")
    key = _newest_key()
    sealed = crypto.seal_to(key["jwk"], ("record", written.id), content)
    writer: Writer = current_app.extensions["lanyard.writer"]
    is_new: bool = writer.run(lambda: _store(written, key["kid"], sealed, by))
    writer.settle()
    return is_new


def _store(written: Written, kid: str, sealed: bytes, by: Person) -> bool:
    mine = (Envelope.school == by.school, Envelope.type == "record", Envelope.id == written.id)
    if Envelope.select().where(*mine).exists():
        return False
    chain, seq = _next_number(by.school)
    digest = crypto.digest(sealed)
    header = Header(chain, written.id, seq, written.trip, kid, "record", digest, is_odd=False)
    [receipt] = actions.store(Sender(by.school, ""), [Item(header, sealed)])
    # It carries no signature, and needs none: the school itself saw who was signed in.
    said = {"n": receipt["n"], "school": by.school, "record": written.id, "staff": by.id}
    Authorship.insert(**said, is_confirmed=True, said_at=clock.now()).execute()
    audit.write(by.school, by.id, "record.filed_in_office", written.id, kind=written.kind)
    return True


def office_chain(school: str) -> str:
    """The office's own numbering at a school: no phone tells of it."""
    return crypto.digest(f"office|{school}".encode())[:32]


def _next_number(school: str) -> tuple[str, int]:
    """The office's own numbering at this school, and the number that is next in it."""
    chain = office_chain(school)
    [(last,)] = select("SELECT MAX(seq) FROM envelope WHERE chain = ?", chain)
    seq, now = (last or 0) + 1, clock.now()
    row = {"chain": chain, "school": school, "phone": "", "first_seen_at": now, "seen_at": now}
    Chain.insert(**row).on_conflict_ignore().execute()
    Chain.update(next_seq=seq + 1, seen_at=now).where(Chain.chain == chain).execute()
    return chain, seq


def _newest_key() -> dict[str, Any]:
    ring: crypto.KeyRing = current_app.extensions["lanyard.keys"]
    return ring.of_school()[-1]


def _plaintext(written: Written, by: Person) -> dict[str, Any]:
    return {
        "v": written.version,
        "id": written.id,
        "kind": written.kind,
        "trip": written.trip,
        "body": written.body,
        "photos": [],
        "actor": {"staff": by.id, "how": "session", "typed_name": None, "unlocked_by": None},
        "clock": {"wall": clock.as_text(clock.now()), "tz": "Europe/London", "server_offset": 0, "offset_age": 0},
        "app": APP,
        "phone": None,
    }
