"""What was done over some days though the policy, or a check that it asks for, said otherwise; and why, in words.

Of a headteacher's own phone there is nothing here: that is for the chair alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from server.consent.check_pages import READS_CHECKS
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import InstantField
from server.foundation.rows import select
from server.personal_phone import report_rules
from server.personal_phone.report_rules import About, Reader
from server.photos.rules import DECIDES
from server.reconciliation.board_sight import sight_of
from server.reconciliation.gap import Gap
from server.reconciliation.gaps import seen_gaps
from server.reconciliation.report_counts import NOT_HEADS
from server.reconciliation.report_period_rules import Period

_instant = InstantField()
ANYWAY, CHECK, LET_IN, OWN_PHONE, EXPLAINED = "anyway", "check", "let_in", "own_phone", "explained"
TITLES = {
    ANYWAY: "Phones that left though something was not well",
    CHECK: "Checks before a photo that passed and should not have",
    LET_IN: "Photos held back that somebody let in",
    OWN_PHONE: "Own phones used with no agreement",
    EXPLAINED: "Open at check-off, and explained",
}
# Of each kind the last, in words; the lists have all of them.
WORDS_SHOWN = 12
# (kind, id of what it is of, trip, when, why in the words of whoever did it; for a gap, its key besides).
_DEPARTURES = f"""
SELECT '{ANYWAY}', '', trip_id, told_at, why, '' FROM departure_check
  WHERE school_id = ?1 AND told_at >= ?2 AND told_at < ?3 AND not_well <> '[]'
    AND n IN (SELECT MAX(n) FROM departure_check WHERE school_id = ?1 GROUP BY trip_id, phone)
UNION ALL SELECT '{CHECK}', '', trip_id, told_at, justification, '' FROM consent_check
  WHERE school_id = ?1 AND told_at >= ?2 AND told_at < ?3 AND outcome = 'go' AND flags <> '{{}}'
UNION ALL SELECT '{LET_IN}', photo, '', decided_at, note, '' FROM photo_holding
  WHERE school_id = ?1 AND decided_at >= ?2 AND decided_at < ?3 AND answer = 'let_in'
UNION ALL SELECT '{OWN_PHONE}', u.id, u.trip, u.received_at, json_extract(record.body, '$.why_no_school_phone'),
    COALESCE(u.staff, '')
  FROM own_phone_use u LEFT JOIN record ON record.envelope_id = u.n
  WHERE u.school_id = ?1 AND u.received_at >= ?2 AND u.received_at < ?3
    AND ' ' || u.flags || ' ' LIKE '% no_agreement %' AND {NOT_HEADS}
UNION ALL SELECT '{EXPLAINED}', '', trip_id, at, words, key FROM gap_explanation
  WHERE school_id = ?1 AND at >= ?2 AND at < ?3
    AND n IN (SELECT MAX(n) FROM gap_explanation WHERE school_id = ?1 GROUP BY trip_id, key)
ORDER BY 4 DESC
"""


@dataclass(frozen=True)
class Line:
    """One departure: when, why in words ("" where nobody wrote any that they may read), and where it stands."""

    at: datetime
    why: str
    url: str | None


@dataclass(frozen=True)
class Departures:
    """Those of one kind: how many there were, the last of them, and the list that has all; null where there is none
    that whoever looks may open.
    """

    title: str
    number: int
    lines: Sequence[Line]
    url: str | None


@dataclass(frozen=True)
class _Row:
    kind: str
    id: str
    trip: str
    at: datetime
    why: str
    about: str


def departures(person: Person, period: Period) -> list[Departures]:
    """What somebody may know of them, by kind; why in the words as they were written."""
    since, until = (_instant.db_value(at) for at in period.between(clock.SCHOOL_TIME))
    rows = [_row(*row) for row in select(_DEPARTURES, person.school, since, until)]
    explained = _explained(person, rows)
    seen = [row for row in rows if row.kind != EXPLAINED or row in explained]
    found = []
    for kind, title in TITLES.items():
        these = [row for row in seen if row.kind == kind]
        lines = [Line(row.at, _why(person, row), _url(person, row)) for row in these[:WORDS_SHOWN]]
        found.append(Departures(title, len(these), lines, _list_of(person, kind)))
    return found


def _row(*values: Any) -> _Row:
    kind, id_, trip, at, why, about = values
    return _Row(kind, id_, trip or "", clock.from_millis(at), why.strip() if isinstance(why, str) else "", about)


def _explained(person: Person, rows: Collection[_Row]) -> set[_Row]:
    """The explanations of gaps that somebody may see."""
    gaps = {row: Gap(row.about, "", "", None) for row in rows if row.kind == EXPLAINED}
    keys = {gap.key for gap in seen_gaps(sight_of(person), gaps.values())}
    return {row for row in gaps if row.about in keys}


def _why(person: Person, row: _Row) -> str:
    return row.why if _may_read_why(person, row) else ""


def _may_read_why(person: Person, row: _Row) -> bool:
    """Whether they may read why: of an own phone and of a photo let in only who decides on it."""
    if row.kind == OWN_PHONE:
        reader = Reader(person.id, person.roles)
        return report_rules.may_read(reader, About(row.about or None, is_heads=False))
    return row.kind != LET_IN or bool(set(DECIDES) & person.roles)


def _url(person: Person, row: _Row) -> str | None:
    """Where it stands, for who may open that."""
    if row.kind == ANYWAY:
        return url_for("reconciliation.trip", trip_id=row.trip)
    if row.kind == CHECK and set(READS_CHECKS) & person.roles:
        return url_for("photo_checks.checks", trip_id=row.trip)
    if row.kind == EXPLAINED:
        return url_for("check_off.check_off_page", trip_id=row.trip)
    if row.kind == OWN_PHONE and _may_read_why(person, row):
        return url_for("own_phones.one_use", use_id=row.id)
    return None


def _list_of(person: Person, kind: str) -> str | None:
    if kind == OWN_PHONE:
        return url_for("own_phones.every_use")
    return url_for("photo_holds.every_held") if kind == LET_IN and set(DECIDES) & person.roles else None
