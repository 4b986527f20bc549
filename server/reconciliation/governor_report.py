"""The governors' pack of a term: totals, small numbers hidden, what was learnt and what changed, and nobody's name.

Concerns about staff are in none of it, and nothing about the headteacher is: governors hear of these apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.accounts.rules import Role
from server.consent.check_rules import GO, SAID_NO, SCHOOL_RANG
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents.rules import CATEGORY_NAMES, EVERYDAY, SAFEGUARDING, SEVERITY_NAMES
from server.reconciliation import report_counts, report_lessons, sign_offs
from server.reconciliation.known_names import names_known
from server.reconciliation.masking_rules import masked
from server.reconciliation.monitoring_report import INCIDENT, KIND_NOT_GIVEN, SEVERITY_NOT_GIVEN, USES
from server.reconciliation.report_counts import Counted
from server.reconciliation.report_period_rules import Period, terms_until
from server.reconciliation.report_tables import ReportTable, counted
from server.reconciliation.small_number_rules import TOO_FEW, Published, alone, published

READS = (Role.CHAIR, Role.VICE_CHAIR, Role.HEADTEACHER)
TERMS_COMPARED = 3
_KINDS = {code: name for code, name in CATEGORY_NAMES.items() if code in EVERYDAY | SAFEGUARDING} | {"": KIND_NOT_GIVEN}
_SEVERITIES = {**SEVERITY_NAMES, "": SEVERITY_NOT_GIVEN}


@dataclass(frozen=True)
class Pack:
    """The pack of a term. `lessons` and `changes` are without names; `read` are the incidents that they are of."""

    term: Period
    is_over: bool
    tables: Sequence[ReportTable]
    lessons: Sequence[str]
    changes: Sequence[str]
    read: Sequence[str]


def terms_for(person: Person) -> list[Period]:
    """The terms of which somebody may open the pack.

    Two packs of one term, a week apart, would tell of that week: so a term that still runs is the headteacher's alone.
    """
    terms = terms_until(clock.today())
    return terms if Role.HEADTEACHER in person.roles else terms[1:]


def term_of_key(person: Person, key: str) -> Period:
    """The term of an address. Raises Problem request.not_found for any other."""
    found = next((term for term in terms_for(person) if term.key == key), None)
    if found is None:
        raise Problem("request.not_found")
    return found


def pack_for(person: Person, term: Period) -> Pack:
    """The pack of a term."""
    school = person.school
    terms = terms_until(term.first, TERMS_COMPARED)
    incidents = [row for row in report_counts.incidents_by_week(school, term) if (row[1] or "") in _KINDS]
    uses = report_counts.own_phone_uses(school, terms)
    rest = report_counts.the_rest(school, term)
    learnt = report_lessons.learnt(school, term, lambda category: category in EVERYDAY)
    done = [action for action in learnt.actions if action.is_done and action.what]
    said = [*(one.words for one in learnt.lessons), *(one.what for one in done)]
    words = masked(said, names_known(school, None)) if said else []
    return Pack(
        term=term,
        is_over=term.last < clock.today(),
        tables=[*_of_incidents(incidents), *_of_own_phones(uses, terms), *_of_the_rest(school, rest)],
        lessons=words[: len(learnt.lessons)],
        changes=words[len(learnt.lessons) :],
        read=sorted({*(one.incident for one in learnt.lessons), *(one.incident for one in done)}),
    )


def _of_incidents(rows: Iterable[tuple[int, str | None, str | None, int]]) -> list[ReportTable]:
    kinds, severities = dict.fromkeys(_KINDS, 0), dict.fromkeys(_SEVERITIES, 0)
    for _week, kind, severity, number in rows:
        kinds[kind or ""] += number
        severities[severity if severity in SEVERITY_NAMES else ""] += number
    shown = published({"Kind": _named(kinds, _KINDS), "Severity": _named(severities, _SEVERITIES)})
    return _split("Incidents", shown)


def _named(numbers: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(names[code], number) for code, number in numbers.items()]


def _split(title: str, shown: Published) -> list[ReportTable]:
    """The total, and the tables that split it where they may be shown."""
    rows = [("All together", shown.total.words)]
    tables = [counted(title, "What", rows, TOO_FEW if shown.total.least and None in shown.tables.values() else "")]
    for of, cells in shown.tables.items():
        told = [(name, cell.words) for name, cell in cells or () if cell.least]
        if told:
            tables.append(counted(f"{title}, by {of.lower()}", of, told))
    return tables


def _of_own_phones(rows: Iterable[tuple[int, bool, bool, int]], terms: Sequence[Period]) -> list[ReportTable]:
    numbers = [[0, 0] for _ in terms]
    for at, has_none, _taken, number in rows:
        numbers[at][bool(has_none)] += number
    shown = [published({"Agreement": list(zip(USES, split, strict=True))}) for split in numbers]
    by_term = [(term.name, one.total.words) for term, one in zip(terms, shown, strict=True)]
    return [*_split("Own phones used", shown[0]), counted("Own phones used, by term", "Term", by_term)]


def _of_the_rest(school: str, rest: Sequence[Counted]) -> list[ReportTable]:
    # By its category an alert could say what governors hear of apart: only those that a kind of their pack caused.
    alerts = [line for line in rest if line.what == "alert" and (line.kind != INCIDENT or (line.about or "") in _KINDS)]
    late, every = sum(line.of_those for line in alerts), sum(line.number for line in alerts)
    checks = [line for line in rest if line.what == "check"]
    wrong = sum(line.of_those for line in checks if line.kind == GO)
    passed = sum(line.number for line in checks if line.kind == GO)
    stopped = sum(line.number for line in checks) - passed
    told = published(
        {"Answer": [("Passed", passed - wrong), ("Stopped", stopped), ("Passed, and should not have", wrong)]}
    )
    in_time = published({"Time": [("Taken up in time", every - late), ("Not taken up in time", late)]})
    return [
        *_split("Checks before a photo", told),
        counted("Photos of pupils", "What", _of_photos(rest)),
        *_split("Alerts", in_time),
        counted("Trips and phones", "What", _of_trips(school, rest)),
    ]


def _of_photos(rest: Sequence[Counted]) -> list[tuple[str, str]]:
    def number(what: str, kind: str = "") -> int:
        return sum(line.number for line in rest if line.what == what and line.kind == kind)

    return [
        ("Photos taken", f"{number('photo'):,}"),
        ("Times that a pupil said no on the day", alone(number("no", SAID_NO)).words),
        ("Times that the school rang: no photos", alone(number("no", SCHOOL_RANG)).words),
        ("Authorisations of the headteacher’s", alone(number("allowed")).words),
    ]


def _of_trips(school: str, rest: Sequence[Counted]) -> list[tuple[str, str]]:
    trips = [line.kind for line in rest if line.what == "trip"]
    signed = list(sign_offs.states(school, trips).values()).count(sign_offs.SIGNED_OFF)
    lost = sum(line.number for line in rest if line.what == "lost")
    return [
        ("Trips that ended", f"{len(trips):,}"),
        ("Of those signed off", f"{signed:,}"),
        ("School phones lost", alone(lost).words),
    ]
