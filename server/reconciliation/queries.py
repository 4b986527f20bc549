"""Per trip and phone: announced, arrived, missing by name, held, last contact. And every record, for export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import json
from peewee import JOIN, fn

from server.alerts import take_up
from server.foundation import clock
from server.foundation.access import Person
from server.incidents.head_queries import what_is_about_concerns
from server.intake import numbering
from server.intake.chair_only import ordinary
from server.intake.models import Announcement, Chain, Envelope, Opening, PhoneContact, Record
from server.personal_phone import uses
from server.phones.losses import Loss, recent_losses
from server.phones.models import Phone
from server.reconciliation import decisions
from server.reconciliation.rules import may_see_held
from server.trips.models import Trip
from server.trips.queries import phones_on


@dataclass(frozen=True)
class Missing:
    """Something known of that has not arrived: its number on that phone, and what was told of it.

    `type` is null for a number that the phone used and never told of: its phone lost it before the first contact.
    """

    seq: int
    type: str | None
    size: int
    told_at: datetime
    chain: str


@dataclass
class PhoneBoard:
    """One phone on one trip. `announced` counts what it told of or sent; `missing` is what came from nobody."""

    phone: str
    name: str
    announced: int = 0
    arrived: int = 0
    held: int = 0
    missing: list[Missing] = field(default_factory=list)
    contact: PhoneContact | None = None
    loss: Loss | None = None

    @property
    def gone(self) -> list[Missing]:
        """What is missing and no longer on the phone either."""
        return [item for item in self.missing if self.loss and item.chain == self.loss.left.chain]

    @property
    def owed(self) -> list[Missing]:
        """What is missing and still to come from the phone."""
        return [item for item in self.missing if item not in self.gone]


@dataclass(frozen=True)
class TripBoard:
    """A trip's phones and their totals. An item that two phones told of or sent counts once in the totals."""

    phones: list[PhoneBoard]
    announced: int
    arrived: int
    held: int

    @property
    def missing(self) -> int:
        """How many were told of, or numbered, and have not come."""
        return sum(len(board.missing) for board in self.phones)

    @property
    def owed(self) -> int:
        """How many of them are still to come from a phone."""
        return sum(len(board.owed) for board in self.phones)


def board_of(school: str, trip_id: str | None) -> TripBoard:
    """The board of a trip; with None, of what names none of the school's. The chain apart is in no number."""
    names = {phone.id: phone.name for phone in Phone.select().where(Phone.school == school)}
    arrived, told = _arrived(school, trip_id), _announced(school, trip_id)
    lost = {} if trip_id else _never_told(school)
    going = [phone.id for phone in phones_on(trip_id)] if trip_id else []
    ids = list(dict.fromkeys([*going, *(row.phone for row in told), *(row.phone for row in arrived), *lost]))
    contacts = {row.phone: row for row in PhoneContact.select().where(PhoneContact.phone.in_(ids))}
    boards = [_board((phone, names.get(phone, "Own phones and the office")), told, arrived) for phone in ids]
    losses = recent_losses(school)
    for board in boards:
        board.contact, board.loss = contacts.get(board.phone), losses.get(board.phone)
        board.missing.extend(lost.get(board.phone, []))
    return TripBoard(
        phones=sorted(boards, key=lambda board: board.name),
        announced=len({_told_key(row) for row in told} | {_sent_key(row) for row in arrived}),
        arrived=len({_sent_key(row) for row in arrived}),
        held=sum(1 for row in arrived if row.opening.state == "held"),
    )


def _never_told(school: str) -> dict[str, list[Missing]]:
    """By phone, the numbers below a chain's next one that were neither announced nor sent: lost on the phone."""
    lost: dict[str, list[Missing]] = {}
    for chain in Chain.select().where(Chain.school == school, ~Chain.is_apart):
        gaps = [Missing(seq, None, 0, chain.seen_at, chain.chain) for seq in numbering.never_told(chain)]
        if gaps:
            lost.setdefault(chain.phone, []).extend(gaps)
    return lost


def _apart(school: str) -> Any:
    return Chain.select(Chain.chain).where(Chain.school == school, Chain.is_apart)


def _names_none(trip: Any, school: str) -> Any:
    return trip.is_null() | trip.not_in(Trip.select(Trip.id).where(Trip.school == school))


def _arrived(school: str, trip_id: str | None) -> list[Envelope]:
    on_trip = Envelope.trip == trip_id if trip_id else _names_none(Envelope.trip, school)
    return list(
        Envelope.select(Envelope, Opening)
        .join(Opening)
        .where(Envelope.school == school, on_trip, Envelope.chain.not_in(_apart(school)), ordinary())
        .order_by(Envelope.n)
    )


def _announced(school: str, trip_id: str | None) -> list[Announcement]:
    on_trip = Announcement.trip == trip_id if trip_id else _names_none(Announcement.trip, school)
    return list(
        Announcement.select()
        .where(Announcement.school == school, on_trip, Announcement.chain.not_in(_apart(school)))
        .where(
            Announcement.digest.not_in(Envelope.select(Envelope.digest).where(Envelope.school == school, ~ordinary()))
        )
        .order_by(Announcement.seq)
    )


def _board(phone: tuple[str, str], told: list[Announcement], arrived: list[Envelope]) -> PhoneBoard:
    here = {_sent_key(row) for row in arrived}
    sent = [row for row in arrived if row.phone == phone[0]]
    mine = {_told_key(row): row for row in told if row.phone == phone[0]}
    known = set(mine) | {_sent_key(row) for row in sent}
    return PhoneBoard(
        phone=phone[0],
        name=phone[1],
        announced=len(known),
        arrived=len(known & here),
        held=sum(1 for row in sent if row.opening.state == "held"),
        missing=[
            Missing(row.seq, row.type, row.size, row.announced_at, row.chain)
            for key, row in mine.items()
            if key not in here
        ],
    )


def _told_key(row: Announcement) -> tuple[str, str, str]:
    return (row.type, row.record_id, row.digest)


def _sent_key(row: Envelope) -> tuple[str, str, str]:
    return (row.type, row.id, row.digest)


def may_see(person: Person, row: Envelope) -> bool:
    """Whether somebody may know that an item is held."""
    return may_see_held(contents_of(row), person.roles, is_of_head=is_of_head(row))


def is_of_head(row: Envelope) -> bool:
    """Whether it could be read, and is of a headteacher's own phone."""
    record = getattr(row, "record", None)
    return record is not None and uses.is_of_head(record)


def contents_of(row: Envelope) -> tuple[str | None, dict[str, Any]] | None:
    """(kind, body) of an envelope's record, or None where nothing could be read."""
    record = getattr(row, "record", None)
    return (record.kind, json.loads(record.body)) if record else None


def export_lines(school: str, trip_id: str | None) -> Iterator[str]:
    """Every item as one JSON line, in order of arrival; with a trip, what names it or is assigned to it.

    See docs/protocol.md for members.

    What is for the chair alone is not among them, nor what anybody answered to an alert of it.
    """
    theirs, decided = (take_up.answers_apart(school), what_is_about_concerns(school)), decisions.latest_in(school)
    rows = (
        Envelope.select(Envelope, Opening, Record)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Envelope.school == school, ordinary())
        .order_by(Envelope.n)
    )
    assigned = [n for n, decision in decided.items() if decision.trip == trip_id]
    mine = rows if trip_id is None else rows.where(Envelope.n.in_(_naming(school, trip_id)) | Envelope.n.in_(assigned))
    for row in mine.iterator():
        line = {**_export_line(row), "decided": decisions.as_exported(decided.get(row.n))}
        if not any(is_apart(line["kind"], line["body"]) for is_apart in theirs):
            yield json.dumps(line)


def _naming(school: str, trip_id: str) -> Any:
    """The arrivals of a trip: by what a record says inside, or, where nothing could be read, by its label."""
    inside = Record.select(Record.envelope).where(Record.school == school, Record.trip == trip_id)
    unread = ~fn.EXISTS(Record.select().where(Record.envelope == Envelope.n))
    labelled = Envelope.select(Envelope.n).where(Envelope.school == school, Envelope.trip == trip_id, unread)
    return inside | labelled


def _export_line(row: Envelope) -> dict[str, Any]:
    record = getattr(row, "record", None)
    return {
        "id": row.id,
        "type": row.type,
        "kind": record.kind if record else None,
        "trip": record.trip if record else row.trip,
        "body": json.loads(record.body) if record else None,
        "actor": json.loads(record.actor) if record else None,
        "recorded_at": clock.as_text(record.recorded_at) if record and record.recorded_at else None,
        "received_at": clock.as_text(row.received_at),
        "phone": row.phone or None,
        "chain": row.chain,
        "seq": row.seq,
        "n": row.n,
        "digest": row.digest,
        "state": "opened" if row.opening.state == "opened" else "held",
        "reason": row.opening.reason,
    }
