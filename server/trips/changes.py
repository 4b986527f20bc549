"""Who changed what of a trip: kept for good, told to whoever had an older page before them, shown as its history.

`what` holds lists of ids under `added` and `removed`, and under any other name a pair [before, after] in words.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from server.accounts.models import Staff
from server.foundation import audit, clock
from server.phones.models import Phone
from server.trips.models import Pupil, Trip
from server.trips.planning_models import TripChange

DETAILS, PEOPLE, PUPILS, PHONES, PLAN, ARCHIVE = "details", "people", "pupils", "phones", "plan", "archive"
COUNTRY, GROUPS = "country", "groups"
ADDED, REMOVED = "added", "removed"
SETS = (ADDED, REMOVED)
_NAMED: dict[str, Any] = {PEOPLE: Staff, PUPILS: Pupil, GROUPS: Pupil, PHONES: Phone}
LATEST = 100
# A whole year group is told by its number.
_MOST_NAMED = 12


@dataclass(frozen=True)
class Save:
    """Who saves, the version of the page they had (`seen`), and why something comes off."""

    by: str
    seen: int
    why: str = ""


class OvertakenError(Exception):
    """Somebody else changed this part of the trip since the page was opened; nothing was saved. `told` is in words."""

    def __init__(self, told: list[str]) -> None:
        super().__init__("overtaken")
        self.told = told


def version(trip_id: str, part: str) -> int:
    """What a page of this part carries, so that saving it can tell whether it is still as it was shown."""
    row = TripChange.select(TripChange.n).where(TripChange.trip == trip_id, TripChange.part == part)
    return int(row.order_by(TripChange.n.desc()).limit(1).scalar() or 0)


def refuse_overtaken(trip: Trip, part: str, seen: int) -> None:
    """Inside the caller's transaction, before saving. Raises OvertakenError with what others changed since `seen`."""
    since = (TripChange.trip == trip.id, TripChange.part == part, TripChange.n > seen)
    rows = list(TripChange.select().where(*since).order_by(TripChange.n).limit(LATEST))
    if rows:
        raise OvertakenError(in_words(trip.school_id, rows))


def note(trip: Trip, part: str, what: dict[str, Any], by: str, *, why: str = "") -> None:
    """Note a change inside the transaction that makes it, also in the audit log: there without any words."""
    row = TripChange.create(
        school=trip.school_id, trip=trip, part=part, at=clock.now(), by=by, what=json.dumps(what), why=why
    )
    counts = {name: len(what[name]) for name in SETS if what.get(name)}
    fields = sorted(name for name in what if name not in SETS)
    said = {
        "change": row.n,
        **counts,
        **({"fields": fields} if fields else {}),
        **({"has_reason": True} if why else {}),
    }
    audit.write(trip.school_id, by, f"trip.{part}_changed", trip.id, **said)


def history(school: str, trip_id: str) -> list[str]:
    """The latest changes of a trip, the newest first, in words."""
    rows = TripChange.select().where(TripChange.trip == trip_id, TripChange.school == school)
    return in_words(school, list(rows.order_by(TripChange.n.desc()).limit(LATEST)))


def in_words(school: str, rows: Collection[TripChange]) -> list[str]:
    """Each change as a sentence for those who plan trips."""
    whats = [json.loads(row.what) for row in rows]
    names = _names(school, list(zip(rows, whats, strict=True)))
    return [_told(row, what, names) for row, what in zip(rows, whats, strict=True)]


def _told(row: TripChange, what: dict[str, Any], names: dict[str, str]) -> str:
    parts = [_pair(name, *pair) for name, pair in what.items() if name not in SETS]
    parts += [f"put on: {_listed(what[ADDED], names)}"] if what.get(ADDED) else []
    parts += [f"taken off: {_listed(what[REMOVED], names)}"] if what.get(REMOVED) else []
    why = f" Why: {row.why}" if row.why else ""
    return f"{names.get(row.by, row.by)}, {clock.in_words(row.at)}: {'; '.join(parts)}.{why}"


def _pair(name: str, old: str, new: str) -> str:
    if not old:
        return f"{name} “{new}”"
    return f"{name} from “{old}” to “{new}”" if new else f"{name} “{old}” taken out"


def _listed(ids: list[str], names: dict[str, str]) -> str:
    if len(ids) > _MOST_NAMED:
        return f"{len(ids)} of them"
    return ", ".join(sorted(names.get(one, "somebody no longer known") for one in ids))


def _names(school: str, rows: list[tuple[TripChange, dict[str, Any]]]) -> dict[str, str]:
    """Who and what these changes are about, by id: one query of each kind that they name."""
    wanted: dict[Any, set[str]] = {Staff: {row.by for row, _what in rows}}
    for row, what in rows:
        for ids in (what.get(name, []) for name in SETS):
            if row.part in _NAMED and len(ids) <= _MOST_NAMED:
                wanted.setdefault(_NAMED[row.part], set()).update(ids)
    found: dict[str, str] = {}
    for model, ids in wanted.items():
        mine = model.select().where(model.school == school, model.id.in_(list(ids))) if ids else []
        found.update({row.id: _name(row) for row in mine})
    return found


def _name(row: Any) -> str:
    return f"{row.first_name} {row.last_name}" if isinstance(row, Pupil) else str(row.name)
