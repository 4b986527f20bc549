"""Which trips somebody checked off, and which came open again since something came late."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.foundation import audit, clock
from server.foundation.problems import Problem
from server.foundation.registry import HeldItem, Label, OpenedRecord
from server.foundation.rows import Rows, marks_for, select
from server.reconciliation.models import TripReopening, TripSignOff

SIGNED_OFF, REOPENED = "signed_off", "reopened"
CAME, TOLD = "came", "told"
_reopenings = Rows(TripReopening, when_there="ON CONFLICT DO NOTHING")
# Of each trip the last; what turned out to be for the chair of governors alone reopens nothing that others can see.
_LATEST = "number = (SELECT MAX(number) FROM trip_sign_off last WHERE last.trip_id = trip_sign_off.trip_id)"
_COUNTS = """
sign_off_id = trip_sign_off.n AND NOT EXISTS (
  SELECT 1 FROM envelope JOIN opening ON envelope_id = envelope.n
  WHERE envelope.school_id = trip_reopening.school_id AND envelope.id = record
    AND envelope.digest = trip_reopening.digest AND (state = 'chair' OR instr(flags, 'chair.only') > 0))"""
_STATES = f"""
SELECT trip_id, EXISTS (SELECT 1 FROM trip_reopening WHERE {_COUNTS})
FROM trip_sign_off WHERE school_id = ? AND {_LATEST}
"""
_OPEN_AGAIN = f"""
SELECT trip_id, trip.title, signed_by, confirmed_by, MIN(trip_reopening.at), COUNT(DISTINCT trip_reopening.digest)
FROM trip_sign_off JOIN trip ON trip.id = trip_id JOIN trip_reopening ON {_COUNTS}
WHERE trip_sign_off.school_id = ? AND {_LATEST} GROUP BY trip_id ORDER BY 5 DESC
"""


@dataclass(frozen=True)
class OpenAgain:
    """A trip that was signed off and came open again: who had signed it, since when, and how many things came."""

    trip: str
    title: str
    signers: tuple[str, ...]
    at: datetime
    count: int


def states(school: str, trips: Collection[str]) -> dict[str, str]:
    """By trip, `signed_off` or `reopened`; trips never signed off are left out."""
    wanted = set(trips)
    return {
        trip: REOPENED if is_reopened else SIGNED_OFF for trip, is_reopened in select(_STATES, school) if trip in wanted
    }


def open_again(school: str) -> list[OpenAgain]:
    """Every trip of a school that came open again, the latest first."""
    return [
        OpenAgain(trip, title, tuple(filter(None, (signed, confirmed))), _at(at), count)
        for trip, title, signed, confirmed, at, count in select(_OPEN_AGAIN, school)
    ]


def reopened_by(sign_off: int) -> list[tuple[str, str, datetime]]:
    """What came after a trip was signed off, as (came or told, phone, when), the first first."""
    sql = f"SELECT why, phone, trip_reopening.at FROM trip_reopening, trip_sign_off WHERE trip_sign_off.n = ? AND {_COUNTS}"
    return [(why, phone, _at(at)) for why, phone, at in select(f"{sql} ORDER BY trip_reopening.n", sign_off)]


def latest(school: str, trip: str) -> TripSignOff | None:
    """The last time a trip was signed off."""
    mine = TripSignOff.select().where(TripSignOff.school == school, TripSignOff.trip == trip)
    found: TripSignOff | None = mine.order_by(TripSignOff.number.desc()).first()
    return found


def find(school: str, trip: str, number: int) -> TripSignOff:
    """A trip's sign-off by its number. Raises Problem request.not_found, also for another school's."""
    mine = (TripSignOff.school == school, TripSignOff.trip == trip, TripSignOff.number == number)
    found: TripSignOff | None = TripSignOff.get_or_none(*mine)
    if found is None:
        raise Problem("request.not_found")
    return found


def hear_stored(school: str, phone: str, labels: Sequence[Label]) -> None:
    """Reopen each signed-off trip that something just stored names, in the transaction that stores it."""
    signed = _signed(school, {one.trip for one in labels if one.trip})
    _insert(signed, (school, phone, CAME), labels)


def hear_told(school: str, phone: str, labels: Sequence[Label]) -> None:
    """The same for what a phone tells of. What was told of before, or is here, is nothing new."""
    signed = _signed(school, {one.trip for one in labels if one.trip})
    asked = [one for one in labels if one.trip in signed]
    if asked:
        known = _known(school, asked)
        _insert(signed, (school, phone, TOLD), [one for one in asked if (one.id, one.digest) not in known])


def hear(record: OpenedRecord) -> None:
    """The same for what names its trip inside alone, or could not be read when the trip was signed off."""
    if record.trip and (signed := _signed(record.school, {record.trip})):
        [(kind, digest)] = select("SELECT type, digest FROM envelope WHERE n = ?", record.n)
        _insert(signed, (record.school, record.phone, CAME), [Label(record.trip, kind, record.id, digest, "", 0)])


def hear_held(item: HeldItem) -> None:
    """The same for what a person has to check."""
    if item.record:
        hear(item.record)


def _insert(signed: dict[str, int], school_phone_why: tuple[str, str, str], labels: Sequence[Label]) -> None:
    school, phone, why = school_phone_why
    rows = [
        {"sign_off": signed[one.trip], "record": one.id, "digest": one.digest}
        for one in labels
        if one.trip and one.trip in signed
    ]
    if rows:
        _reopenings.insert({**row, "school": school, "at": clock.now(), "why": why, "phone": phone} for row in rows)
        for n in sorted({row["sign_off"] for row in rows}):
            audit.write(school, phone or "office", "trip.reopened", str(n), why=why)


def _signed(school: str, trips: Collection[str]) -> dict[str, int]:
    """Of these trips, those that were signed off, each with its last sign-off."""
    if not trips:
        return {}
    sql = "SELECT trip_id, MAX(n) FROM trip_sign_off WHERE school_id = ? AND trip_id IN ({}) GROUP BY trip_id"
    return dict(select(sql.format(marks_for(list(trips))), school, *trips))


def _known(school: str, labels: Sequence[Label]) -> set[tuple[str, str]]:
    """Of these, by id and digest, what was told of or is here."""
    ids, seqs, chains = [one.id for one in labels], [one.seq for one in labels], list({one.chain for one in labels})
    sql = (
        f"SELECT id, digest FROM envelope WHERE school_id = ? AND id IN ({marks_for(ids)}) UNION SELECT record_id, digest"
        f" FROM announcement WHERE chain IN ({marks_for(chains)}) AND seq IN ({marks_for(seqs)})"
    )
    return {(record, digest) for record, digest in select(sql, school, *ids, *chains, *seqs)}


def _at(stored: int) -> datetime:
    field: Any = TripReopening.at
    at: datetime = field.python_value(stored)
    return at
