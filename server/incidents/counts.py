"""Head counts as the school hears of them from phones, and what a trip's pages show of them (ADR 0051)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.registry import OpenedRecord
from server.foundation.rows import Rows, replacing, select
from server.incidents import count_rules
from server.incidents.count_kinds import COUNTED
from server.incidents.count_models import HeadCount
from server.incidents.count_rules import Count
from server.incidents.rules import LEADS
from server.intake.author_rules import OWN_PHONE, author_of
from server.intake.authors import named_in
from server.intake.models import Record
from server.trips.queries import names_by_key

_counts = Rows(HeadCount, when_there=replacing(HeadCount, "n", "TRUE"))
# One statement for a trip's page, which may ask the database twelve times in all.
_OF_TRIP = """
SELECT head_count.n, head_count.group_name, counted, head_count."of", counted_at, phone.name, head_count.phone,
    record.id, record.actor, record.body, record.signed_by, staff.id, staff.name, lent.id, lent.name, EXISTS (
        SELECT 1 FROM authorship AS said
        WHERE said.school_id = head_count.school_id AND said.record = head_count.id AND said.is_confirmed)
FROM head_count JOIN record ON record.envelope_id = head_count.n
LEFT JOIN phone ON phone.id = head_count.phone
LEFT JOIN staff ON staff.school_id = head_count.school_id AND staff.id = json_extract(record.actor, '$.staff')
LEFT JOIN staff AS lent ON lent.school_id = head_count.school_id
    AND lent.id = json_extract(record.actor, '$.unlocked_by')
WHERE head_count.school_id = ? AND head_count.trip = ? ORDER BY counted_at DESC, head_count.n DESC
"""


@dataclass(frozen=True)
class Told:
    """A count with the phone it came from and who made it, in words, and its record's body."""

    count: Count
    who: str
    body: dict[str, Any]

    @property
    def group(self) -> str:
        """Whom it counted."""
        return self.count.group or count_rules.EVERYBODY

    @property
    def numbers(self) -> str:
        """Its numbers in words."""
        return count_rules.in_words(self.count.counted, self.count.of)


@dataclass(frozen=True)
class Latest:
    """The latest count of a group. `is_open`: somebody was missing, and no full count came after."""

    told: Told
    is_open: bool


def hear(record: OpenedRecord) -> None:
    """List a head count, inside the transaction that opened its record; anew where somebody puts it on another trip."""
    if record.kind != COUNTED:
        return
    body = record.body
    told_at = clock.instant_in(body.get("counted_at")) or record.recorded_at or record.received_at
    _counts.insert(
        [
            {
                "n": record.n,
                "id": record.id,
                "school": record.school,
                "trip": record.trip,
                "phone": record.phone,
                "group_name": _text(body.get("group")).strip()[:200] or None,
                "counted": _number(body.get("counted")),
                "of": _number(body.get("of")),
                "counted_at": min(told_at, record.received_at),
            }
        ]
    )


def on_trip(school: str, trip_id: str) -> list[Told]:
    """Every count of a trip, the latest first."""
    return list(_told(school, trip_id))


def latest_on(school: str, trip_id: str) -> list[Latest]:
    """The latest count of each group, those still open first."""
    by_n = {one.count.n: one for one in on_trip(school, trip_id)}
    found = count_rules.standings(one.count for one in by_n.values())
    return [Latest(by_n[one.last.n], one.is_open) for one in found]


def may_read(person: Person, leaders: frozenset[str]) -> bool:
    """Whether somebody may read who was not counted: as an everyday report's readers do."""
    return bool(LEADS & person.roles) or person.id in leaders


def names_missing(school: str, trip_id: str, every: list[Told]) -> dict[int, list[str]]:
    """Who was not counted, by each count's number of arrival: full names where the school still knows them."""
    keys = {key for one in every for key, _name in _missing(one.body) if key}
    named = names_by_key(school, trip_id, sorted(keys))
    nobody = {key for key, name in named.items() if name == "Nobody known"}
    return {
        one.count.n: [
            named[key] if key and key not in nobody else name or "Somebody no longer known"
            for key, name in _missing(one.body)
        ]
        for one in every
    }


def note_look(person: Person, trip_id: str) -> None:
    """Audit that somebody reads who was not counted; the page is only shown after this is committed."""
    with db.atomic():
        audit.write(person.school, person.id, "counts.viewed", trip_id)


def _missing(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    listed = body.get("missing")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            yield _text(one.get("key")), _text(one.get("name"))


def _told(school: str, trip_id: str) -> Iterator[Told]:
    for n, group, counted, of, at, phone_name, phone, *written in select(_OF_TRIP, school, trip_id):
        record_id, actor, body, signed_by, staff, staff_name, lent, lent_name, is_confirmed = written
        names = {one: name for one, name in ((staff, staff_name), (lent, lent_name)) if one}
        named = named_in(Record(id=record_id, actor=actor, body=body), names)
        where = (phone_name or "a phone no longer listed") if phone else OWN_PHONE
        who = author_of(named, where, is_signed=signed_by is not None or bool(is_confirmed), said=()).words
        who = who if where in who else f"{where[0].upper()}{where[1:]}. {who}"
        read = json.loads(body)
        count = Count(group, counted, of, datetime.fromtimestamp(at / 1000, UTC), n)
        yield Told(count, who, read if isinstance(read, dict) else {})


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None


def _text(value: Any) -> str:
    """Text that can be looked up and kept: half an emoji, which a phone's text field can leave, is a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
