"""Reads from the consent register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from server.accounts.name_rules import folded
from server.accounts.names import says
from server.consent.models import (
    ConsentDecision,
    ConsentImport,
    ConsentImportUndone,
    LawfulBasis,
    NeverPhotograph,
)
from server.consent.plan_rules import Key, OnFile
from server.consent.rules import MEDIUM_NAMES, PURPOSE_NAMES, Verdict, verdict
from server.consent.settings import LASTS_DAYS
from server.foundation import clock
from server.foundation.problems import Problem
from server.foundation.rows import marks_for, select
from server.policy import versions
from server.trips.models import Pupil, Trip, TripPupil

# Before a trip, an answer that runs out within so many days is asked for again (R30).
SOON = timedelta(days=30)
PAGE = 50
MOST_FOUND = 50
# More than these are read as the whole school at once.
MOST_NAMED = 1000
Matter = tuple[str, str]
# The largest whole number that SQLite keeps: no instant is later.
_FOR_EVER = 2**63 - 1
# In the place of an answer's number, which is above nought.
_NEVER = -1
_NOTHING = ", NULL" * 9
_NEVER_PHOTOGRAPHED = f"""
SELECT {_NEVER}, pupil_id, NULL{_NOTHING} FROM never_photograph WHERE act = 'begin' AND n IN (
    SELECT MAX(n) FROM never_photograph WHERE school_id = ? AND at <= ? GROUP BY pupil_id
)
"""
_COLUMNS = """
    n, pupil_id, purpose, medium, response, answered_by, respondent, decided_on, valid_from, valid_to, small_print,
    import_id IS NULL
"""


def lasts_days(school: str) -> int | None:
    """For how many days a yes lasts at a school; None where it is asked once, on entry."""
    return versions.value(school, LASTS_DAYS)


def on_file(school: str, pupils: Sequence[str] | None = None, as_of: datetime | None = None) -> dict[Key, list[OnFile]]:
    """What counts for these pupils, or all of the school, by pupil, purpose and medium; an undone import's does not.

    `as_of` leaves out what was recorded, or undone, after that instant.
    """
    sql, values = _of_answers(school, pupils, as_of)
    return _filed(select(f"{sql} ORDER BY n", *values))


def _of_answers(school: str, pupils: Sequence[str] | None, as_of: datetime | None) -> tuple[str, list[Any]]:
    until = round(as_of.timestamp() * 1000) if as_of else _FOR_EVER
    sql = f"SELECT {_COLUMNS} FROM consent_decision WHERE school_id = ? AND recorded_at <= ?"
    undone = "SELECT import_id FROM consent_import_undone WHERE at <= ?"
    sql += f" AND (import_id IS NULL OR import_id NOT IN ({undone}))"
    among = f" AND pupil_id IN ({marks_for(pupils)})" if pupils is not None else ""
    return sql + among, [school, until, until, *(pupils or ())]


def _filed(rows: Iterable[tuple[Any, ...]]) -> dict[Key, list[OnFile]]:
    found: dict[Key, list[OnFile]] = defaultdict(list)
    for n, pupil, purpose, medium, *rest in rows:
        response, by, respondent, decided_on, valid_from, valid_to, small_print, is_by_hand = rest
        found[pupil, purpose, medium].append(
            OnFile(
                n,
                response,
                by,
                respondent,
                date.fromisoformat(decided_on),
                date.fromisoformat(valid_from),
                date.fromisoformat(valid_to) if valid_to else None,
                bool(is_by_hand),
                small_print,
            )
        )
    return found


def verdicts(
    school: str,
    pupils: Sequence[str],
    on: date,
    media: Sequence[str] = tuple(MEDIUM_NAMES),
    *,
    as_of: datetime | None = None,
) -> dict[str, dict[Matter, Verdict]]:
    """Who may be in a picture on a day: pupil -> {(purpose, medium): verdict}, for every purpose and these media.

    With `as_of`, by what the register knew then.
    """
    answers, never = _known(school, pupils if len(pupils) <= MOST_NAMED else None, as_of)
    days = lasts_days(school)
    return {
        pupil: {
            (purpose, medium): verdict(
                answers.get((pupil, purpose, medium), ()), on, never=pupil in never, lasts_days=days
            )
            for purpose in PURPOSE_NAMES
            for medium in media
        }
        for pupil in pupils
    }


def _known(
    school: str, pupils: Sequence[str] | None, as_of: datetime | None
) -> tuple[dict[Key, list[OnFile]], set[str]]:
    """What counts (`on_file`), and who is never to be photographed: in one question."""
    sql, values = _of_answers(school, pupils, as_of)
    until = round(as_of.timestamp() * 1000) if as_of else _FOR_EVER
    rows = select(f"{_NEVER_PHOTOGRAPHED} UNION ALL {sql}", school, until, *values)
    decided = sorted((row for row in rows if row[0] > 0), key=lambda row: row[0])
    return _filed(decided), {pupil for kind, pupil, *_rest in rows if kind == _NEVER}


def verdicts_for(school: str, pupils: Sequence[str], medium: str, on: date) -> dict[str, dict[str, Verdict]]:
    """Who may be in a picture of one medium on a day: pupil -> {purpose: verdict}."""
    found = verdicts(school, pupils, on, (medium,))
    return {pupil: {purpose: found[pupil][purpose, medium] for purpose in PURPOSE_NAMES} for pupil in pupils}


def never_photographed(school: str, as_of: datetime | None = None) -> dict[str, NeverPhotograph]:
    """The pupils who are never to be photographed, with the row that says so. Its reason is not for everybody."""
    latest: dict[str, NeverPhotograph] = {}
    rows = NeverPhotograph.select().where(NeverPhotograph.school == school)
    rows = rows.where(NeverPhotograph.at <= as_of) if as_of else rows
    for row in rows.order_by(NeverPhotograph.n):
        latest[row.pupil_id] = row
    return {pupil: row for pupil, row in latest.items() if row.act == "begin"}


def history_of(school: str, pupil: str) -> list[ConsentDecision]:
    """Everything ever recorded for a pupil, the latest first; `is_undone` marks what came with an undone import."""
    rows = (
        ConsentDecision.select(ConsentDecision, ConsentImportUndone)
        .join(
            ConsentImportUndone,
            JOIN.LEFT_OUTER,
            on=(ConsentImportUndone.undone == ConsentDecision.came_with),
            attr="undoing",
        )
        .where(ConsentDecision.school == school, ConsentDecision.pupil == pupil)
        .order_by(ConsentDecision.n.desc())
    )
    return list(rows)


def classes_of(school: str) -> list[str]:
    """The names of the school's classes."""
    rows = Pupil.select(Pupil.class_name).where(Pupil.school == school).distinct().order_by(Pupil.class_name)
    return [row.class_name for row in rows]


def pupils_of(school: str, class_name: str = "", page: int = 1) -> tuple[list[Pupil], int]:
    """One page of the school's pupils, by class and name, and how many there are; of one class where it is named."""
    rows = Pupil.select().where(Pupil.school == school)
    if class_name:
        rows = rows.where(Pupil.class_name == class_name)
    ordered = rows.order_by(Pupil.class_name, Pupil.last_name, Pupil.first_name, Pupil.id)
    return list(ordered.paginate(page, PAGE)), rows.count()


def search(school: str, words: str) -> list[Pupil]:
    """The first pupils in whose name all these words are, or whose number it is."""
    number = words.strip().upper()
    if not folded(words):
        return []
    is_theirs = (fn.UPPER(Pupil.upn) == number) | (fn.UPPER(Pupil.admission_number) == number)
    found = Pupil.select().where(Pupil.school == school, says((Pupil.first_name, Pupil.last_name), words) | is_theirs)
    return list(found.order_by(Pupil.last_name, Pupil.first_name).limit(MOST_FOUND))


def bases_of(school: str) -> dict[str, LawfulBasis]:
    """The lawful basis that holds for each purpose, where one was chosen."""
    return {
        row.purpose: row for row in LawfulBasis.select().where(LawfulBasis.school == school).order_by(LawfulBasis.n)
    }


def imports_of(school: str) -> list[ConsentImport]:
    """Every list brought in, the latest first; `undoing` tells of one that was undone."""
    rows = ConsentImport.select(ConsentImport, ConsentImportUndone).join(
        ConsentImportUndone, JOIN.LEFT_OUTER, on=(ConsentImportUndone.undone == ConsentImport.id), attr="undoing"
    )
    return list(rows.where(ConsentImport.school == school).order_by(ConsentImport.at.desc()))


@dataclass(frozen=True)
class Chase:
    """A pupil on a coming trip of whom something has to be asked: for which purposes, and until when a yes holds."""

    pupil: Pupil
    not_asked: Sequence[str]
    ending: Sequence[tuple[str, date]]


def going_on(trip_id: str) -> list[Pupil]:
    """The pupils on a trip, by name."""
    rows = Pupil.select().join(TripPupil).where(TripPupil.trip == trip_id)
    return list(rows.order_by(Pupil.last_name, Pupil.first_name, Pupil.id))


def to_chase(school: str, trip_id: str) -> list[Chase]:
    """Who on a trip has nothing on file for a purpose, or a yes that has run out or does within 30 days (R30).

    It is about photos. Whoever is never to be photographed is not asked.
    """
    trip = Trip.get_or_none(Trip.id == trip_id, Trip.school == school)
    if trip is None:
        raise Problem("request.not_found")
    pupils = going_on(trip_id)
    on = max(clock.today(), trip.starts_on)
    found = verdicts(school, [pupil.id for pupil in pupils], on, ("photo",))
    chases = [_chase(pupil, found[pupil.id], max(trip.ends_on, clock.today() + SOON)) for pupil in pupils]
    return [one for one in chases if one.not_asked or one.ending]


def _chase(pupil: Pupil, found: dict[Matter, Verdict], last: date) -> Chase:
    not_asked = [purpose for (purpose, _), one in found.items() if one.ground in {"not_asked", "expired"}]
    yeses = [(purpose, one.until) for (purpose, _medium), one in found.items() if one.may]
    ending = [(purpose, until) for purpose, until in yeses if until and until <= last]
    return Chase(pupil, not_asked, ending)
