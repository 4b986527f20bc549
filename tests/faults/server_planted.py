"""The planted bugs of the server's side: each replaces a part of the product from outside, for one world."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import current_app

from server.accounts.models import SignIn, Staff
from server.alerts import hearing, take_up
from server.alerts.actions import note, tell
from server.foundation import clock, crypto
from server.foundation.crypto import CannotOpen
from server.foundation.database import db, new_id
from server.foundation.problems import Problem
from server.intake import actions, api, lives, opening, taking_back
from server.intake.models import Envelope
from server.intake.rules import Item
from server.intake.worker import Writer
from server.reconciliation import boards
from tests.faults.server_faults import Crash

Change = tuple[Any, str, Any]
_planted: list[Change] = []
_store = actions.store
_stored = api._stored
_run = Writer.run
_rows = boards._rows
_situation = hearing._situation


def plant(bug: str | None) -> None:
    """Take the last bug out, and put this one in, where it is one of the server's."""
    while _planted:
        owner, name, real = _planted.pop()
        setattr(owner, name, real)
    if bug in BUGS:
        owner, name, broken = BUGS[bug]
        _planted.append((owner, name, getattr(owner, name)))
        setattr(owner, name, broken)


def _with_own_ids(sender: Any, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Files each arrival under an id of the server's, and answers with the phone's."""
    renamed = [replace(item, header=item.header and replace(item.header, id=new_id())) for item in items]
    told = _store(sender, renamed)
    return [{**one, "id": item.header.id if item.header else None} for one, item in zip(told, items, strict=True)]


def _answered_before(self: Writer, work: Callable[[], Any]) -> Any:
    """Answers with what the work gave, although its commit never came."""
    given: list[Any] = []

    def kept() -> Any:
        given[:] = [work()]
        return given[0]

    try:
        return _run(self, kept)
    except (Crash, Problem):
        db.connection().rollback()
        if given:
            return given[0]
        raise


def _receipts_all_the_same(items: list[Item]) -> dict[str, Any]:
    try:
        return _stored(items)
    except Problem:
        headers = [item.header for item in items if item.header]
        receipts = [{"id": one.id, "type": one.type, "digest": one.digest, "n": 1} for one in headers]
        return {"epoch": lives.epoch(), "receipts": receipts}


def _overwriting(sender: Any, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Puts the newer bytes of an id in the place of those that came first."""
    first = {
        (item.header.type, item.header.id): row
        for item in items
        if item.header and (row := Envelope.get_or_none(Envelope.type == "record", Envelope.id == item.header.id))
    }
    told = _store(sender, items)
    for item in items:
        row = first.get((item.header.type, item.header.id)) if item.header else None
        if row and item.header and row.digest != item.header.digest:
            _rewrite({row.n: item.sealed})
    return told


def _rewrite(sealed: dict[int, bytes]) -> None:
    """Past the triggers and the authorizer, in the transaction that is open."""
    connection = db.connection()
    connection.set_authorizer(None)
    trigger = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'envelope_bytes_no_update'").fetchone()[0]
    connection.execute("DROP TRIGGER envelope_bytes_no_update")
    for n, content in sealed.items():
        connection.execute("UPDATE envelope_bytes SET sealed = ? WHERE envelope_id = ?", (content, n))
    connection.execute(trigger)


def _writing_anew(sender: Any, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Opens what came, and keeps it as this server would have written it."""
    known = Envelope.select(Envelope.n).count()
    told = _store(sender, items)
    contents = {one["n"]: item for one, item in zip(told, items, strict=True) if one.get("n", 0) > known}
    ring = current_app.extensions["lanyard.keys"]
    fresh = {}
    for n, item in contents.items():
        with suppress(CannotOpen, ValueError, RecursionError):
            head = item.header
            text = json.loads(crypto.unframe(ring.open(head.kid, (head.type, head.id), item.sealed)))
            key = ring._live()[head.kid].private.public_key()
            again = crypto.frame(json.dumps(text, sort_keys=True).encode())
            fresh[n] = crypto.SUITE.encrypt(again, key, info=crypto.info(head.type, head.id))
    if fresh:
        with suppress(sqlite3.Error):
            _rewrite(fresh)
    return told


def _refusing(is_bad: Callable[[Item], bool], code: str) -> Callable[[Any, Sequence[Item]], list[dict[str, Any]]]:
    def store(sender: Any, items: Sequence[Item]) -> list[dict[str, Any]]:
        if any(item.header and item.is_whole() and is_bad(item) for item in items):
            raise Problem(code)
        return _store(sender, items)

    return store


def _inside(item: Item) -> dict[str, Any] | None:
    """What is sealed, where it is a JSON object that can be read."""
    head = item.header
    if head is None:
        return None
    with suppress(CannotOpen, ValueError, RecursionError):
        sealed = current_app.extensions["lanyard.keys"].open(head.kid, (head.type, head.id), item.sealed)
        content = json.loads(crypto.unframe(sealed))
        return content if isinstance(content, dict) else None
    return None


def _is_poison(item: Item) -> bool:
    return item.header is not None and item.header.type == "record" and _inside(item) is None


def _is_to_come(item: Item) -> bool:
    wall = (_inside(item) or {}).get("clock", {}).get("wall")
    return bool(wall) and clock.from_text(wall) > clock.now()


def _is_old(item: Item) -> bool:
    return (_inside(item) or {}).get("v", 1) < 1


def _has_old_key(item: Item) -> bool:
    live = [key["kid"] for key in current_app.extensions["lanyard.keys"].offered() if key["not_after"] is None]
    return item.header is not None and item.header.kid not in live


def _refusing_the_shut_out(sender: Any, items: Sequence[Item]) -> list[dict[str, Any]]:
    rows = SignIn.select(SignIn, Staff).join(Staff).where(SignIn.phone == sender.phone, ~Staff.is_active)
    if sender.is_revoked or rows.exists():
        raise Problem("access.role_missing")
    return _store(sender, items)


def _versions_as_one(sql: str, *asked: Any) -> list[Any]:
    """Asks the board's question as if two contents under one id were one report."""
    known = "SELECT DISTINCT trip, type, id, digest, n FROM known"
    return _rows(sql.replace(f"({known})", "(SELECT trip, MAX(n) AS n FROM known GROUP BY trip, type, id)"), *asked)


def _taken_up_all_the_same(sql: str, *asked: Any) -> list[Any]:
    """Asks the board's question as if an alert were somebody's only once it is closed."""
    taken = "AND NOT EXISTS (SELECT 1 FROM alert_recipient AS t WHERE t.alert_id = al.id AND t.taken_at IS NOT NULL)"
    return _rows(sql.replace(taken, ""), *asked)


def _however_grave(record: Any) -> tuple[Any, str | None]:
    """Reads a report as if nobody had said how grave it is."""
    situation, about_staff = _situation(record)
    return replace(situation, severity=None), about_staff


def _handed_on_and_kept(alert: Any, mine: Any, given: Any) -> bool:
    """Tells somebody else, and counts as theirs what whoever handed it on had taken up."""
    note(alert, take_up.HANDED_ON, staff=mine.staff_id, to_staff=given.to, at=given.at)
    tell(alert, {given.to: take_up.HANDED_ON})
    return True


BUGS: dict[str, Change] = {
    "server makes the ids": (actions, "store", _with_own_ids),
    "receipt before the commit": (Writer, "run", _answered_before),
    "last write wins": (actions, "store", _overwriting),
    "JSON written anew": (actions, "store", _writing_anew),
    "500 on poison": (actions, "store", _refusing(_is_poison, "server.failed")),
    "a date to come is refused": (actions, "store", _refusing(_is_to_come, "intake.damaged")),
    "an old schema is refused": (actions, "store", _refusing(_is_old, "intake.damaged")),
    "an old key is refused": (actions, "store", _refusing(_has_old_key, "intake.damaged")),
    "receipt although the database failed": (api, "_stored", _receipts_all_the_same),
    "whose account is shut is refused": (actions, "store", _refusing_the_shut_out),
    "a restore goes unnoticed": (lives, "begin", lambda *_told: None),
    "the board counts two versions as one": (boards, "_rows", _versions_as_one),
    "the board counts alerts that are taken up": (boards, "_rows", _taken_up_all_the_same),
    "nobody reads how grave a report is": (hearing, "_situation", _however_grave),
    "what is handed on counts as taken up": (
        take_up,
        "_DOES",
        {**take_up._DOES, take_up.HANDED_ON: _handed_on_and_kept},
    ),
    "what the office wrote comes back as nobody's": (taking_back, "_note_author", lambda *_told: None),
    "a name is taken for a signature": (opening, "signer_of", lambda _content, _phone, actor: actor.get("staff")),
}
