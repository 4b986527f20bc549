"""A trip's report: who went, its phones, everything that is counted of it, what is missing still, and its check-off.

What its phones had is counted by the trip's board; the rest is one question of the trip's own rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from server.accounts.rules import Role
from server.consent.check_rules import GO, SAID_NO, SCHOOL_RANG
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents import doubles
from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES, may_see
from server.personal_phone import report_rules
from server.reconciliation import attestations, check_off_queries, check_off_rules, sign_offs, trip_report_counts
from server.reconciliation.board_numbers import closed_on
from server.reconciliation.board_sight import sight_of
from server.reconciliation.boards import PhoneBoard, TripBoard, board_of
from server.reconciliation.check_off_queries import CheckOff, Explained
from server.reconciliation.gap import Gap
from server.reconciliation.gaps import gaps_on, seen_gaps
from server.reconciliation.monitoring_report import INCIDENT, KIND_NOT_GIVEN, SEVERITY_NOT_GIVEN
from server.reconciliation.report_tables import ReportTable, counted, in_a_row

READS = frozenset({Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.EVC, Role.SLT, Role.BASE_CONTACT})
STATE_NAMES = {sign_offs.SIGNED_OFF: "Signed off", sign_offs.REOPENED: "Open again, since something came late"}


@dataclass(frozen=True)
class PhoneLine:
    """A phone that went: how many it told of or sent, how many of those are here, are missing, are held; when heard."""

    name: str
    announced: int
    arrived: int
    held: int
    heard_at: datetime | None
    waiting: int | None

    @property
    def missing(self) -> int:
        """How many of them the school does not have."""
        return self.announced - self.arrived


@dataclass(frozen=True)
class TripReport:
    """The report, as its reader may see it. `state` is a code of sign_offs, "" where nobody checked the trip off.

    `explained` has by a gap's key why it is all right, where somebody wrote that of what the gap says now.
    """

    trip: CheckOff
    staff: Sequence[tuple[str, str]]
    classes: Sequence[tuple[str, int]]
    pupils: Sequence[tuple[str, Sequence[str]]]
    phones: Sequence[PhoneLine]
    tables: Sequence[ReportTable]
    gaps: Sequence[Gap]
    explained: Mapping[str, Explained]
    state: str

    @property
    def pupil_count(self) -> int:
        """How many pupils went."""
        return sum(number for _name, number in self.classes)

    @property
    def all_tables(self) -> list[ReportTable]:
        """Its tables, the phones and the classes among them."""
        headings = ("Phone", "Announced", "Arrived", "Missing", "Held")
        cells = [(one.name, (one.announced, one.arrived, one.missing, one.held)) for one in self.phones]
        phones = [(name, [f"{number:,}" for number in numbers]) for name, numbers in cells]
        return [counted("Pupils", "Class", self.classes), ReportTable("Phones", headings, phones), *self.tables]


def report_for(person: Person, trip_id: str, *, names_pupils: bool) -> TripReport:
    """The report of a trip, of what somebody may see. Raises Problem request.not_found, access.role_missing."""
    found = check_off_queries.find(person.school, trip_id, person.id)
    if not (READS & person.roles or found.leads):
        raise Problem("access.role_missing")
    board, rows = board_of(person.school, trip_id, staff=person.id), trip_report_counts.counts(person.school, trip_id)
    gaps = _gaps(person, found, board)
    return TripReport(
        trip=found,
        staff=[(name, part) for kind, name, part, *_ in rows if kind in ("staff", "joined")],
        classes=[(row[1], row[4]) for row in rows if row[0] == "class"],
        pupils=trip_report_counts.pupils_by_class(trip_id) if names_pupils else [],
        phones=[_phone(one) for one in board.phones],
        tables=_tables(person, found, board, rows),
        gaps=gaps,
        explained=_explained(person, found, gaps),
        state=found.state,
    )


def _gaps(person: Person, found: CheckOff, board: TripBoard) -> list[Gap]:
    span, sight = found.span, replace(sight_of(person), leads=found.leads)
    pairs = doubles.proposed(span.school, found.trip)
    unattested = attestations.gaps_among(attestations.standings(span), sight, is_back=span.back <= clock.now())
    return seen_gaps(sight, [*unattested, *gaps_on(board, pairs, sight)])


def _explained(person: Person, found: CheckOff, gaps: Sequence[Gap]) -> dict[str, Explained]:
    """For whoever signs; and, once somebody has, for whoever is shown what was signed."""
    is_shown = check_off_rules.may_read if found.number else check_off_rules.may_sign
    if not is_shown(person.roles, leads=found.leads):
        return {}
    told = check_off_queries.latest_by_key(check_off_queries.explained(found.trip))
    return {gap.key: told[gap.key] for gap in gaps if gap.key in told and told[gap.key].title == gap.title}


def _phone(one: PhoneBoard) -> PhoneLine:
    heard = one.contact
    told = (heard.heard_at, heard.waiting) if heard else (None, None)
    return PhoneLine(one.name, one.announced, one.arrived, one.held, *told)


def _tables(person: Person, found: CheckOff, board: TripBoard, rows: Sequence[tuple[Any, ...]]) -> list[ReportTable]:
    roles = person.roles

    def is_seen(category: str | None) -> bool:
        return may_see(category, roles, leads_the_trip=found.leads)

    incidents = [row[1:4] for row in rows if row[0] == "incident" and is_seen(row[2])]
    alerts = [row[1:] for row in rows if row[0] == "alert" and (row[1] != INCIDENT or is_seen(row[2]))]
    uses = bool(roles & {*report_rules.SEES})
    return [
        _of_items(board),
        *_of_incidents(incidents, closed_on(board)),
        _of_consent(rows),
        _of_photos(rows),
        *([_of_own_phones(rows)] if uses else []),
        _of_alerts(alerts),
    ]


def _of_items(board: TripBoard) -> ReportTable:
    numbers = (board.announced, board.arrived, board.missing, board.held)
    rows = list(zip(("Announced", "Arrived", "Missing", "Held to check"), numbers, strict=True))
    return counted("What the phones had", "What", rows, "A report is one, and so is each photo.")


def _of_incidents(rows: Sequence[tuple[Any, ...]], is_closed: frozenset[str]) -> list[ReportTable]:
    names, severities = {**CATEGORY_NAMES, "": KIND_NOT_GIVEN}, {**SEVERITY_NAMES, "": SEVERITY_NOT_GIVEN}
    cells = Counter((names.get(kind or "", CATEGORY_NAMES["other"]), severity or "") for _id, kind, severity in rows)
    kinds = [name for name in names.values() if any(kind == name for kind, _severity in cells)]
    lines = [(kind, [*(cells[kind, one] for one in severities)]) for kind in kinds]
    table = [(kind, in_a_row(numbers)) for kind, numbers in lines]
    still = sum(id_ not in is_closed for id_, _kind, _severity in rows)
    return [
        ReportTable("Incidents", ("Kind", *severities.values(), "Together"), table),
        counted("Incidents and what came of them", "What", (("Closed", len(rows) - still), ("Open", still))),
    ]


def _number(rows: Iterable[tuple[Any, ...]], what: str, kind: str = "") -> tuple[int, int]:
    lines = [row for row in rows if row[0] == what and (not kind or row[1] == kind)]
    return sum(row[4] for row in lines), sum(row[5] for row in lines)


def _of_consent(rows: Sequence[tuple[Any, ...]]) -> ReportTable:
    checks, flagged = _number(rows, "check")
    return counted(
        "Photo consent",
        "What",
        (
            ("Checks before a photo", checks),
            ("Of those stopped", checks - _number(rows, "check", GO)[0]),
            ("Of those passed that should not have", flagged),
            ("A pupil said no on the day", _number(rows, "no", SAID_NO)[0]),
            ("The school rang: no photos", _number(rows, "no", SCHOOL_RANG)[0]),
            ("Authorisations of the headteacher’s for this trip", _number(rows, "allowed")[0]),
        ),
    )


def _of_photos(rows: Sequence[tuple[Any, ...]]) -> ReportTable:
    (taken, held), (at_school, off) = _number(rows, "photo"), _number(rows, "photo off")
    lines = (("Taken", taken), ("At school", at_school), ("Off the phone", off), ("Not arrived", taken - at_school))
    return counted("Photos", "What", (*lines, ("Held back", held)))


def _of_own_phones(rows: Sequence[tuple[Any, ...]]) -> ReportTable:
    uses, without = _number(rows, "use")
    agreements = _number(rows, "agreement")[0]
    lines = (("Used", uses), ("Of those with no agreement then", without), ("Agreements to use one", agreements))
    return counted("Own phones", "What", lines)


def _of_alerts(alerts: Sequence[tuple[Any, ...]]) -> ReportTable:
    took = sorted(took for _kind, _about, took, _is_open, _late in alerts if took is not None)
    rows: list[tuple[str, int | str]] = [
        ("Raised", len(alerts)),
        ("Taken up", len(took)),
        ("Not taken up in time", sum(late for *_rest, late in alerts)),
        ("Still open", sum(is_open for _kind, _about, _took, is_open, _late in alerts)),
    ]
    if took:
        slowest, middle = (_how_long(took[at]) for at in (-1, len(took) // 2))
        rows += [("Taken up within, half of them", middle), ("Taken up within, the slowest", slowest)]
    return counted("Alerts", "What", rows)


def _how_long(milliseconds: int) -> str:
    minutes = round(timedelta(milliseconds=milliseconds).total_seconds() / 60)
    if minutes < 1:
        return "a minute"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"
