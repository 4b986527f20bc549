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

# What stands in a record for the app that wrote it, and as how its author is known where somebody typed it from paper.
APP, PAPER = "office", "paper"


@dataclass(frozen=True)
class OnPaper:
    """Who wrote something on paper that another types in: a staff id, or a name as it stands there, or neither."""

    staff: str | None = None
    typed_name: str | None = None


@dataclass(frozen=True)
class Written:
    """A record to file: its id is made with the form, so that a form sent twice files it once.

    `on_paper` names its author where whoever files it only types it. `is_for_chair`: it is about the headteacher.
    """

    id: str
    kind: str
    version: int
    trip: str | None
    body: dict[str, Any]
    on_paper: OnPaper | None = None
    is_for_chair: bool = False


def file_record(written: Written, by: Person) -> bool:
    """File a record that somebody in the office wrote. False where one of this id was filed before: that one stands.

    Raises Problem server.busy, request.too_large above the cap of any record.
    """
    content = json.dumps(_plaintext(written, by)).encode()
    if len(content) > crypto.LARGEST_RECORD_BYTES:
        raise Problem("request.too_large")
    kid, sealed = _sealed(written, content)
    writer: Writer = current_app.extensions["lanyard.writer"]
    is_new: bool = writer.run(lambda: _store(written, kid, sealed, by))
    writer.settle()
    return is_new


def _store(written: Written, kid: str, sealed: bytes, by: Person) -> bool:
    mine = (Envelope.school == by.school, Envelope.type == "record", Envelope.id == written.id)
    if Envelope.select().where(*mine).exists():
        return False
    chain, seq = _next_number(by.school, is_apart=written.is_for_chair)
    digest = crypto.digest(sealed)
    trip = None if written.is_for_chair else written.trip
    header = Header(chain, written.id, seq, trip, kid, "record", digest, is_odd=False)
    # What is for the chair is noted as arrived, by whom, and neither as what nor as whose (ADR 0039).
    sender = Sender(by.school, "", by=by.id if written.is_for_chair else "", is_for_chair=written.is_for_chair)
    [receipt] = actions.store(sender, [Item(header, sealed)])
    if not written.is_for_chair:
        _note(written, receipt["n"], by)
    return True


def _note(written: Written, n: int, by: Person) -> None:
    """It carries no signature, and needs none: the school itself saw who was signed in, and wrote or typed it."""
    said = {"n": n, "school": by.school, "record": written.id, "staff": by.id}
    Authorship.insert(**said, is_confirmed=True, said_at=clock.now()).execute()
    audit.write(by.school, by.id, "record.filed_in_office", written.id, kind=written.kind)


def office_chain(school: str, *, is_apart: bool = False) -> str:
    """The office's own numbering at this school, or the one it keeps apart for the chair."""
    name = f"office|{school}|apart" if is_apart else f"office|{school}"
    return crypto.digest(name.encode())[:32]


def _next_number(school: str, *, is_apart: bool) -> tuple[str, int]:
    """The office's own numbering at this school, or the one it keeps apart for the chair; and its next number."""
    chain = office_chain(school, is_apart=is_apart)
    [(last,)] = select("SELECT MAX(seq) FROM envelope WHERE chain = ?", chain)
    seq, now = (last or 0) + 1, clock.now()
    row = {"chain": chain, "school": school, "phone": "", "is_apart": is_apart, "first_seen_at": now, "seen_at": now}
    Chain.insert(**row).on_conflict_ignore().execute()
    Chain.update(next_seq=seq + 1, seen_at=now).where(Chain.chain == chain).execute()
    return chain, seq


def _sealed(written: Written, content: bytes) -> tuple[str, bytes]:
    """The id of a key, and what it sealed: the school's newest, or the chair's for what is for the chair alone."""
    bound, ring = ("record", written.id), _keys()
    if not written.is_for_chair:
        newest = ring.of_school()[-1]
        return newest["kid"], crypto.seal_to(newest["jwk"], bound, content)
    if ring.chair is None:
        raise RuntimeError("There are no keys of the chair's.")
    return ring.chair.seal(bound, content)


def _keys() -> crypto.KeyRing:
    ring: crypto.KeyRing = current_app.extensions["lanyard.keys"]
    return ring


def _actor(written: Written, by: Person) -> dict[str, Any]:
    """Who wrote it: on paper that is nobody who typed it."""
    wrote = written.on_paper
    if wrote is None:
        return {"staff": by.id, "how": "session", "typed_name": None, "unlocked_by": None}
    return {"staff": wrote.staff, "how": PAPER, "typed_name": wrote.typed_name, "unlocked_by": None}


def _plaintext(written: Written, by: Person) -> dict[str, Any]:
    return {
        "v": written.version,
        "id": written.id,
        "kind": written.kind,
        "trip": written.trip,
        "body": written.body,
        "photos": [],
        "actor": _actor(written, by),
        "clock": {"wall": clock.as_text(clock.now()), "tz": "Europe/London", "server_offset": 0, "offset_age": 0},
        "app": APP,
        "phone": None,
    }
