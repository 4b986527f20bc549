"""Facts heard of items: each record is listed, whatever it says and whether or not its item is known."""

from __future__ import annotations

from typing import Any

from server.custody import holds
from server.custody.chain_rules import POLICE, SEARCHED, TAKEN, Chain, InBag, Link, chain_of, is_same_bag
from server.custody.fields import FORMS
from server.custody.kinds import KINDS, NAME_AN_ITEM
from server.custody.models import CustodyItem, CustodyLink
from server.custody.rules import bag_code
from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.foundation.rows import Rows, replacing

_HERE = frozenset(kind for kind, _version in KINDS)
# A finished record takes the place of what came of it unfinished; anything else that comes again changes nothing.
_IS_NOW_FINISHED = "custody_link.is_unfinished AND NOT excluded.is_unfinished"
_links = Rows(
    CustodyLink, when_there=f"{replacing(CustodyLink, 'school_id, id', _IS_NOW_FINISHED)} ON CONFLICT DO NOTHING"
)
# What came unfinished takes the place of nothing that was finished, wherever somebody puts it.
_IS_AS_WHOLE = "custody_link.is_unfinished >= excluded.is_unfinished"
_placed = Rows(
    CustodyLink, when_there=f"{replacing(CustodyLink, 'school_id, id', _IS_AS_WHOLE)} ON CONFLICT DO NOTHING"
)
_items = Rows(CustodyItem, when_there=replacing(CustodyItem, "school_id, id", "1"))
# By which choice of it a record is known in a list.
_THING = {TAKEN: "thing", SEARCHED: "searched"}


def hear(record: OpenedRecord) -> None:
    """List a record of custody, inside the transaction that opened it. The same id twice is listed once."""
    _take_up(record, _links)


def place(record: OpenedRecord) -> None:
    """List it as somebody put it: on that trip, or as the version that counts."""
    _take_up(record, _placed)


def _take_up(record: OpenedRecord, rows: Rows) -> None:
    if record.kind not in _HERE:
        return
    row = _row(record)
    rows.insert([row])
    if row["item"]:
        work_out(record.school, row["item"])
    if record.kind == POLICE:
        holds.hold(record, row["item"])


def _row(record: OpenedRecord) -> dict[str, Any]:
    body = record.body
    return {
        "school": record.school,
        "id": record.id,
        "n": record.n,
        "item": _item(record),
        "kind": record.kind,
        "trip": record.trip,
        "phone": record.phone,
        "incident": _text(body.get("incident")) or None,
        "bag": _text(body.get("bag")) or None,
        "thing": _choice(record, _THING.get(record.kind)),
        "outcome": _choice(record, "outcome" if record.kind == SEARCHED else None),
        "at": clock.instant_in(body.get(FORMS[record.kind].at)) or record.recorded_at or record.received_at,
        "recorded_at": record.recorded_at,
        "received_at": record.received_at,
        "is_unfinished": record.is_unfinished,
    }


def _item(record: OpenedRecord) -> str | None:
    """The item it names. What names none though it must is shown by itself, as an item that nobody wrote down."""
    if record.kind == TAKEN:
        return record.id
    named = _text(record.body.get("item"))
    return named or (record.id if record.kind in NAME_AN_ITEM else None)


def _choice(record: OpenedRecord, name: str | None) -> str | None:
    """A word this version knows."""
    value = record.body.get(name) if name else None
    is_known = name and isinstance(value, str) and value in FORMS[record.kind].named(name).options
    return value if is_known else None


def work_out(school: str, item: str) -> None:
    """Say anew what is known of an item, from all its records."""
    mine = (CustodyLink.school == school, CustodyLink.item == item)
    rows = list(CustodyLink.select().where(*mine).order_by(CustodyLink.n))
    if not rows:
        return
    chain = chain_of([Link(row.id, row.kind, row.at, row.n) for row in rows])
    before = CustodyItem.get_or_none(CustodyItem.school == school, CustodyItem.id == item)
    now = _as_known(school, item, rows, chain)
    _items.insert([now])
    for bag in {now["bag"], before.bag if before else ""} - {""}:
        _compare_bags(school, bag)


def _as_known(school: str, item: str, rows: list[Any], chain: Chain) -> dict[str, Any]:
    taken = next((row for row in rows if row.kind == TAKEN), None)
    trip = taken.trip if taken else next((row.trip for row in rows if row.trip), None)
    return {
        "school": school,
        "id": item,
        "trip": trip,
        "bag": bag_code(taken.bag) if taken else "",
        "thing": taken.thing if taken else None,
        "state": chain.state,
        "since": chain.since,
        "ended_at": chain.ended_at,
        "faults": " ".join(chain.faults),
        "has_same_bag": False,
    }


def _compare_bags(school: str, bag: str) -> None:
    """Note of each item in a bag of this number whether another is in one as well."""
    rows = list(CustodyItem.select().where(CustodyItem.school == school, CustodyItem.bag == bag))
    for row in rows:
        has_same = any(is_same_bag(_in_bag(row), _in_bag(other)) for other in rows if other.id != row.id)
        if has_same != row.has_same_bag:
            this = (CustodyItem.school == school, CustodyItem.id == row.id)
            CustodyItem.update(has_same_bag=has_same).where(*this).execute()


def _in_bag(row: CustodyItem) -> InBag:
    return InBag(row.trip, row.since, row.ended_at)


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode().strip()[:200] if isinstance(value, str) else ""
