"""What comes or is told of after a trip was signed off opens it again, in the transaction that keeps it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from server.foundation import audit, clock
from server.foundation.registry import HeldItem, Label, OpenedRecord
from server.foundation.rows import marks_for, select
from server.reconciliation.check_off_models import TripReopening

CAME, TOLD = "came", "told"


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
    for row in rows:
        label = {**row, "school": school, "at": clock.now(), "why": why, "phone": phone}
        if TripReopening.insert(label).on_conflict_ignore().as_rowcount().execute():
            audit.write(school, phone or "office", "trip.reopened", str(row["sign_off"]), why=why)


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
        f"SELECT id, digest FROM envelope WHERE school_id = ? AND id IN ({marks_for(ids)})"
        " UNION SELECT record_id, digest FROM announcement"
        f" WHERE chain IN ({marks_for(chains)}) AND seq IN ({marks_for(seqs)})"
    )
    return {(record, digest) for record, digest in select(sql, school, *ids, *chains, *seqs)}
