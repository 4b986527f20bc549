"""Uses of own phones as the school hears of them: each is listed, whatever it says, and told of beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from server.accounts.models import Staff, StaffRole
from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.foundation.rows import Rows, replacing
from server.intake.models import Record
from server.personal_phone import agreements, own_numbers
from server.personal_phone import use_rules as rules
from server.personal_phone.dial_rules import dial
from server.personal_phone.kinds import USED
from server.personal_phone.own_number_rules import without_own
from server.personal_phone.use_models import OwnPhoneUse
from server.trips.models import Trip
from server.trips.paper import zone_of
from server.trips.paper_rules import is_outside

# A finished one takes the place of what came of it unfinished; anything else that comes again changes nothing.
_IS_NOW_FINISHED = (
    "own_phone_use.school_id = excluded.school_id AND own_phone_use.is_unfinished AND NOT excluded.is_unfinished"
)
_uses = Rows(OwnPhoneUse, when_there=f"{replacing(OwnPhoneUse, 'id', _IS_NOW_FINISHED)} ON CONFLICT DO NOTHING")
# What came unfinished takes the place of nothing that was finished, wherever somebody puts it.
_IS_AS_WHOLE = "own_phone_use.school_id = excluded.school_id AND own_phone_use.is_unfinished >= excluded.is_unfinished"
_placed = Rows(OwnPhoneUse, when_there=f"{replacing(OwnPhoneUse, 'id', _IS_AS_WHOLE)} ON CONFLICT DO NOTHING")
PAPER = "paper"
LONGEST_LISTED = 200


def hear(record: OpenedRecord) -> None:
    """List a use, inside the transaction that opened its record. The same id twice is listed once: finished, if so."""
    if record.kind == USED:
        _uses.insert([_row(record)])


def place(record: OpenedRecord) -> None:
    """List it as somebody put it: on that trip, by that person, or in this version."""
    if record.kind == USED:
        _placed.insert([_row(record)])


def _row(record: OpenedRecord) -> dict[str, Any]:
    body = record.body
    author = _text(record.actor.get("staff")) or None
    staff = _staff_here(record.school, _whose(body, author))
    is_own = own_numbers.is_own_of((staff, author))
    number, name = _text(body.get("called_number")), _text(body.get("called_name"))
    kept_number, kept_name = without_own(_as_number(number), is_own), without_own(name, is_own)
    facts: dict[str, Any] = {
        "id": record.id,
        "school": record.school,
        "n": record.n,
        "trip": record.trip,
        "phone": record.phone,
        "staff": staff,
        "author": author,
        "typed_name": _typed_name(record.actor, author),
        "began_at": _instant(body.get("began_at")),
        "ended_at": _instant(body.get("ended_at")),
        "is_timed": body.get("is_timed") is True,
        **{name: _text(body.get(name)) or None for name in ("called", "called_role", "withheld", "agreed")},
        "called_name": kept_name,
        "called_number": kept_number if kept_number == _as_number(number) else "",
        "photographs_taken": _yes_or_no(body.get("photographs_taken")),
        "written_on": _text(body.get("written_on")) or None,
        "recorded_at": record.recorded_at,
        "received_at": record.received_at,
        "is_unfinished": record.is_unfinished,
    }
    facts["is_heads"] = _is_heads(record.school, staff, facts["typed_name"])
    is_left_out = facts["called_number"] != _as_number(number) or kept_name != name
    return {**facts, "flags": " ".join(_flags(facts, is_left_out=is_left_out))}


def _flags(facts: dict[str, Any], *, is_left_out: bool) -> Iterator[str]:
    """What whoever takes the report up is told beside it."""
    began_at, trip = facts["began_at"], facts["trip"]
    if rules.is_backwards(began_at, facts["ended_at"]):
        yield rules.END_BEFORE_START
    row = Trip.get_or_none(Trip.id == trip) if trip else None
    if row and is_outside(began_at, (row.starts_on, row.ends_on), zone_of(row)):
        yield rules.OUTSIDE_TRIP
    if is_left_out:
        yield rules.OWN_NUMBER
    staff, at = facts["staff"], began_at or facts["recorded_at"] or facts["received_at"]
    if not (staff and trip and agreements.in_force(facts["school"], staff, trip, at)):
        yield rules.NO_AGREEMENT


def is_of_head(record: Record) -> bool:
    """Whether a record, listed or held, is of a headteacher's own phone: then it is the chair's to see."""
    body, actor = json.loads(record.body), json.loads(record.actor)
    return record.kind == USED and _whose_and_is_heads(record.school_id, body, actor)[1]


def of_heads(school: str, records: Sequence[Record]) -> frozenset[int]:
    """The arrival numbers of those records that are of a headteacher's own phone, as `is_of_head` says of one."""
    heads = _heads(school) if records else []
    told = []
    for record in records:
        body, actor = json.loads(record.body), json.loads(record.actor)
        author = _text(actor.get("staff")) or None
        told.append((record, _whose(body, author), _typed_name(actor, author)))
    named = [staff for _record, staff, _typed in told if staff]
    here = (
        {row.id for row in Staff.select(Staff.id).where(Staff.school == school, Staff.id.in_(named))} if named else {}
    )
    return frozenset(
        record.envelope_id
        for record, staff, typed in told
        if record.kind == USED and _is_one_of(heads, staff if staff in here else None, typed)
    )


def whose_own_phone(record: OpenedRecord) -> tuple[str | None, bool]:
    """Whose phone a record is about, null where not known; and whether that is a headteacher's."""
    return _whose_and_is_heads(record.school, record.body, record.actor)


def _whose_and_is_heads(school: str, body: dict[str, Any], actor: dict[str, Any]) -> tuple[str | None, bool]:
    author = _text(actor.get("staff")) or None
    staff = _staff_here(school, _whose(body, author))
    return staff, _is_heads(school, staff, _typed_name(actor, author))


def _typed_name(actor: dict[str, Any], author: str | None) -> str:
    return "" if author else _text(actor.get("typed_name")).strip()


def _whose(body: dict[str, Any], author: str | None) -> str | None:
    """Whose phone it was: on paper somebody may have typed what another wrote."""
    return (_text(body.get("used_by")) or None) if body.get("written_on") == PAPER else author


def _staff_here(school: str, staff: str | None) -> str | None:
    row = Staff.get_or_none(Staff.id == staff, Staff.school == school) if staff else None
    return row.id if row else None


def _is_heads(school: str, staff: str | None, typed_name: str) -> bool:
    """Whether it was a headteacher's phone, by who wrote it or, where nobody was signed in, by the name typed."""
    return _is_one_of(_heads(school), staff, typed_name)


def _heads(school: str) -> list[StaffRole]:
    rows = StaffRole.select(StaffRole, Staff).join(Staff)
    return list(rows.where(StaffRole.school == school, StaffRole.role == Role.HEADTEACHER))


def _is_one_of(heads: Sequence[StaffRole], staff: str | None, typed_name: str) -> bool:
    if staff:
        return any(row.staff_id == staff for row in heads)
    return any(rules.is_name_of(typed_name, row.staff.name) for row in heads)


def _as_number(text: str) -> str:
    """A number in one form, so that two who wrote it differently wrote the same; as it was where it is none."""
    return dial(text).number or text


def _instant(value: Any) -> datetime | None:
    try:
        return clock.from_text(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode()[:LONGEST_LISTED] if isinstance(value, str) else ""


def _yes_or_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None
