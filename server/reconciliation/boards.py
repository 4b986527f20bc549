"""Boards of trips: per phone announced, arrived, not arrived by number, held, waiting, last contact; and the rest.

Every number is counted from the same rows as the list behind it, so that the two cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from server.foundation.rows import select, select_named
from server.intake import numbering
from server.intake.models import Record
from server.personal_phone import uses
from server.personal_phone.kinds import USED
from server.phones.losses import Loss, recent_losses
from server.phones.rules import name_order
from server.reconciliation import board_sql
from server.reconciliation.board_items import Contact, Held, Matter, Missing
from server.reconciliation.held_custody import category_in
from server.reconciliation.rules import Contents
from server.trips.strays import strays_of

NO_TRIP = ""
ELSEWHERE = "Own phones and the office"
_NAMES = "SELECT id, name FROM phone WHERE school_id = ?"


@dataclass
class PhoneBoard:
    """One phone on one trip. `announced` counts what it told of or sent; `missing` is what came from nobody.

    `facts` are its row of board_sql's: loans, its list, its last check before leaving.
    """

    phone: str
    name: str
    announced: int = 0
    arrived: int = 0
    held: int = 0
    missing: list[Missing] = field(default_factory=list)
    contact: Contact | None = None
    loss: Loss | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def gone(self) -> list[Missing]:
        """What is missing and no longer on the phone either."""
        return [item for item in self.missing if self.loss and item.chain == self.loss.left.chain]

    @property
    def owed(self) -> list[Missing]:
        """What is missing and still to come from the phone."""
        return [item for item in self.missing if item not in self.gone]

    @property
    def waiting(self) -> int:
        """What it last told that waits on it."""
        return self.contact.waiting if self.contact else 0

    @property
    def is_schools(self) -> bool:
        """Whether it is a phone of the school's, and not whatever came from elsewhere."""
        return bool(self.phone)


@dataclass
class TripBoard:
    """A trip's phones and their totals. An item that two phones told of or sent counts once in the totals."""

    trip: str
    phones: list[PhoneBoard] = field(default_factory=list)
    announced: int = 0
    arrived: int = 0
    fresh: int = 0
    held_items: list[Held] = field(default_factory=list)
    matters: dict[str, list[Matter]] = field(default_factory=dict)

    def of(self, what: str) -> list[Matter]:
        """Its incidents, photos, uses, agreements, alerts, checks, noes or sheets, the latest first."""
        return self.matters.get(what, [])

    @property
    def held(self) -> int:
        """How many wait for somebody to check them; a headteacher's own phone is the chair's to look at."""
        return len(self.held_items)

    @property
    def missing_items(self) -> list[tuple[str, Missing]]:
        """What is missing, each once, with the name of a phone that told of it."""
        found: dict[str, tuple[str, Missing]] = {}
        for phone in self.phones:
            for item in phone.missing:
                found.setdefault(item.key, (phone.name, item))
        return list(found.values())

    @property
    def missing(self) -> int:
        """How many were told of, or numbered, and have not come."""
        return len(self.missing_items)

    @property
    def owed(self) -> int:
        """How many of them are still to come from a phone."""
        return len({item.key for phone in self.phones for item in phone.owed})


def board_of(school: str, trip_id: str | None, *, staff: str = "", seen: int | None = None) -> TripBoard:
    """The board of a trip; with None, of what names none of the school's. The chain apart is in no number."""
    if trip_id is not None:
        return boards_of(school, [trip_id], staff=staff, seen=seen)[trip_id]
    return _of_none(board_sql.ROWS_OF_NONE, school, (staff, seen))


def shown_of_none(school: str) -> TripBoard:
    """The board of what names no trip, as far as its page shows it: phones, what is held, and incidents."""
    return _of_none(board_sql.SHOWN_OF_NONE, school)


def _of_none(sql: str, school: str, asks: tuple[str, int | None] = ("", None)) -> TripBoard:
    board = _boards(school, [NO_TRIP], _rows(sql, school, strays_of(school), asks))[NO_TRIP]
    _add_never_told(school, board)
    return board


def boards_of(school: str, trips: Collection[str], *, staff: str = "", seen: int | None = None) -> dict[str, TripBoard]:
    """The boards of trips, by trip. `fresh` counts what arrived after number `seen`; alerts know whether `staff` was
    told of them.
    """
    return _boards(school, trips, _rows(board_sql.ROWS, school, trips, (staff, seen)))


def names_alone(school: str) -> TripBoard:
    """A board of nothing but the school's phones, for a list that is asked for by itself."""
    return TripBoard(NO_TRIP, [PhoneBoard(*row) for row in select(_NAMES, school)])


def _rows(sql: str, school: str, trips: Collection[str], asks: tuple[str, int | None]) -> list[Any]:
    staff, seen = asks
    # No arrival has a number above this one.
    after = seen if seen is not None else 2**62
    given = {"school": school, "trips": json.dumps(list(trips)), "staff": staff, "seen": after}
    return select_named(sql, given)


def _boards(school: str, trips: Collection[str], rows: Iterable[Any]) -> dict[str, TripBoard]:
    boards = {trip: TripBoard(trip) for trip in trips}
    phones: dict[tuple[str, str], PhoneBoard] = {}
    is_of_none = list(trips) == [NO_TRIP]
    for what, trip, phone, row_id, at, facts in rows:
        board = boards[NO_TRIP if is_of_none else trip]
        matter = Matter(str(row_id or ""), phone or "", instant(at), json.loads(facts))
        if what == "total":
            board.announced, board.arrived = matter.facts["announced"], matter.facts["arrived"]
        elif what == "new":
            board.fresh = matter.facts["count"]
        elif what in _OF_PHONES:
            key = (board.trip, matter.phone)
            one = phones.setdefault(key, PhoneBoard(matter.phone, ELSEWHERE))
            _OF_PHONES[what](board, one, matter)
        else:
            board.matters.setdefault(what, []).append(matter)
    _finish(school, boards, phones)
    return boards


def _finish(school: str, boards: dict[str, TripBoard], phones: dict[tuple[str, str], PhoneBoard]) -> None:
    held_items = [one for board in boards.values() for one in board.held_items]
    left_out = _of_heads(held_items)
    # Whoever has one numbering alone has lost nothing.
    several = {one.phone for one in phones.values() if one.facts.get("numberings", 0) > 1}
    losses = recent_losses(school, several) if several else {}
    for (trip, _phone), one in phones.items():
        one.loss = losses.get(one.phone)
        one.missing.sort(key=lambda item: item.seq)
        boards[trip].phones.append(one)
    for board in boards.values():
        board.held_items = [one for one in board.held_items if one.n not in left_out]
        board.phones.sort(key=lambda one: (not one.is_schools, name_order(one.name)))
        for one in board.phones:
            one.held = sum(held.phone == one.phone for held in board.held_items)
        for rows in board.matters.values():
            rows.sort(key=lambda row: row.at.timestamp() if row.at else 0, reverse=True)


def _of_heads(held: Collection[Held]) -> frozenset[int]:
    """Those of a headteacher's own phone: by what is listed, or, of the few that are not, by what could be read."""
    unlisted = [one.n for one in held if one.contents and one.contents.kind == USED and one.is_heads is None]
    read = Record.select().where(Record.envelope.in_(unlisted)) if unlisted else ()
    theirs = [row.envelope_id for row in read if uses.is_of_head(row)]
    return frozenset([*theirs, *(one.n for one in held if one.is_heads)])


def _count(_board: TripBoard, one: PhoneBoard, row: Matter) -> None:
    one.announced, one.arrived = row.facts["announced"], row.facts["arrived"]


def _missing(_board: TripBoard, one: PhoneBoard, row: Matter) -> None:
    facts, at = row.facts, row.at or datetime.fromtimestamp(0, UTC)
    one.missing.append(Missing(facts["seq"], facts["type"], facts["size"], at, facts["chain"], row.id, facts["digest"]))


def _held(board: TripBoard, _one: PhoneBoard, row: Matter) -> None:
    facts = row.facts
    at = row.at or datetime.fromtimestamp(0, UTC)
    is_heads = None if facts["is_heads"] is None else bool(facts["is_heads"])
    said = {name: facts[name] for name in ("category", "why_not")}
    # A record of custody goes by the reports that it belongs to.
    belongs, kind = facts["belongs"], facts["kind"]
    named = facts["named"] if belongs is None else category_in(kind, belongs)
    contents = Contents(kind, said, named) if facts["is_read"] else None
    board.held_items.append(Held(facts["n"], row.phone, facts["seq"], facts["reason"] or "", at, contents, is_heads))


def _phone(_board: TripBoard, one: PhoneBoard, row: Matter) -> None:
    one.facts = row.facts
    one.name = row.facts["name"] or ELSEWHERE
    if row.at is not None:
        persisted = row.facts["is_persisted"]
        one.contact = Contact(
            row.at,
            row.facts["waiting"],
            row.facts["odd_items"],
            None if persisted is None else bool(persisted),
            row.facts["clock_ahead_seconds"],
        )


_OF_PHONES = {"count": _count, "missing": _missing, "held": _held, "phone": _phone}


def _add_never_told(school: str, board: TripBoard) -> None:
    """Put in the numbers that phones used and told nobody of: they name no trip."""
    lost = numbering.never_told_at(school)
    by_phone = {one.phone: one for one in board.phones}
    names = _names(school, {gap.phone for gap in lost} - set(by_phone)) if lost else {}
    for gap in lost:
        if gap.phone not in by_phone:
            by_phone[gap.phone] = PhoneBoard(gap.phone, names.get(gap.phone, ELSEWHERE))
            board.phones.append(by_phone[gap.phone])
        by_phone[gap.phone].missing.append(Missing(gap.seq, None, 0, gap.heard_at, gap.chain))


def _names(school: str, phones: Collection[str]) -> dict[str, str]:
    return dict(select(f"{_NAMES} AND id IN (SELECT value FROM json_each(?))", school, json.dumps(sorted(phones))))


def instant(milliseconds: int | None) -> datetime | None:
    """An instant as the database keeps it."""
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
