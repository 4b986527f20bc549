"""Reads of the checks that phones made, and of what changed on the day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.consent.check_models import ClassCameraUse, ConsentChange, ConsentCheck
from server.consent.check_rules import SAID_NO, SCHOOL_RANG
from server.foundation import clock
from server.trips.queries import names_by_key

# How long the DSL and the office still read of it.
SHOWN = timedelta(days=7)
FLAG_NAMES = {
    "consent_changed": "consent changed between check and arrival, or the school has no yes",
    "not_on_list": "not on this trip’s list",
    "said_no": "had said no that day, or the school had rung",
    "place": "no photos at that place",
    "activity": "no photos during that activity",
    "list_old": "the list was too old",
    "no_list": "no list on the phone",
    "clock": "the phone’s clock was wrong",
    "nobody": "nobody named",
}
CHANGE_NAMES = {SAID_NO: "Said no that day", SCHOOL_RANG: "The school rang: no photos"}


@dataclass(frozen=True)
class Check:
    """A check as it is shown. `out` are names; `flags` why a go should have been a stop, in words."""

    row: ConsentCheck
    pupil_count: int
    out: list[str]
    flags: list[str]
    pictures: list[int]


@dataclass(frozen=True)
class Change:
    """A no on the day, with the pupil's name."""

    row: ConsentChange
    pupil: str


def checked_on(school: str, trip_id: str) -> tuple[list[Check], list[Change]]:
    """The checks of a trip, and what changed on the day; the latest first."""
    mine = (ConsentCheck.school == school, ConsentCheck.trip == trip_id)
    rows = list(ConsentCheck.select().where(*mine).order_by(ConsentCheck.n.desc()))
    changes = _changes_on(school, trip_id)
    named = {key for row in rows for key in (*json.loads(row.out), *_keys_of(row))}
    names = names_by_key(school, trip_id, sorted(named | {row.key for row in changes}))
    counted = _counted(school, [row.id for row in rows])
    checks = [
        Check(
            row=row,
            pupil_count=len(json.loads(row.pupils)),
            out=[names[key] for key in json.loads(row.out)],
            flags=_in_words(row, names),
            pictures=counted.get(row.id, []),
        )
        for row in rows
    ]
    return checks, [Change(row, names[row.key]) for row in changes]


def _changes_on(school: str, trip_id: str) -> list[ConsentChange]:
    mine = (ConsentChange.school == school, ConsentChange.trip == trip_id)
    return list(ConsentChange.select().where(*mine).order_by(ConsentChange.n.desc()))


def changes_lately(school: str) -> Any:
    """What changed within the last week, as a query."""
    return ConsentChange.select().where(ConsentChange.school == school, ConsentChange.told_at >= _since())


def flagged_lately(school: str) -> Any:
    """The checks of the last week that should not have passed, as a query."""
    told = (ConsentCheck.school == school, ConsentCheck.told_at >= _since(), ConsentCheck.flags != "{}")
    return ConsentCheck.select().where(*told)


def reasons_of(flags: str) -> str:
    """Why a check should not have passed, by its flags, in words, naming nobody."""
    return "; ".join(FLAG_NAMES[code] for code in json.loads(flags))


def _since() -> datetime:
    return clock.now() - SHOWN


def _keys_of(row: ConsentCheck) -> list[str]:
    return [key for keys in json.loads(row.flags).values() for key in keys]


def _in_words(row: ConsentCheck, names: dict[str, str]) -> list[str]:
    flags: dict[str, list[str]] = json.loads(row.flags)
    return [_flag(code, [names[key] for key in keys]) for code, keys in flags.items()]


def _flag(code: str, pupils: list[str]) -> str:
    return f"{', '.join(pupils)}: {FLAG_NAMES[code]}" if pupils else FLAG_NAMES[code]


def _counted(school: str, checks: list[str]) -> dict[str, list[int]]:
    """How many pictures class cameras took after each check."""
    rows = ClassCameraUse.select().where(ClassCameraUse.school == school, ClassCameraUse.check_id.in_(checks))
    found: dict[str, list[int]] = {}
    for row in rows.order_by(ClassCameraUse.n):
        if row.pictures is not None:
            found.setdefault(row.check_id, []).append(row.pictures)
    return found
