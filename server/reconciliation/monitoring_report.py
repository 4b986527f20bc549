"""The headteacher's monitoring report: what happened over some days, and what is still open (R95, R96)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from server.accounts.rules import Role
from server.consent.check_rules import GO, SAID_NO, SCHOOL_RANG
from server.foundation import clock
from server.foundation.access import Person
from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES, may_read, may_see
from server.incidents.standing import closed
from server.reconciliation import report_counts, report_lessons, sign_offs
from server.reconciliation.report_chart_rules import Chart, chart
from server.reconciliation.report_counts import Counted
from server.reconciliation.report_lessons import Learnt, Lesson
from server.reconciliation.report_period_rules import Period, in_words, terms_until
from server.reconciliation.report_tables import ReportTable, counted, in_a_row

READS = (Role.HEADTEACHER, Role.SLT)
TERMS_DRAWN = 4
KIND_NOT_GIVEN, SEVERITY_NOT_GIVEN = "No category given", "Severity not given"
SEVERITIES = (*SEVERITY_NAMES.values(), SEVERITY_NOT_GIVEN)
_PLACES = {code: place for place, code in enumerate(SEVERITY_NAMES)}
USES = ("With an agreement", "With no agreement")
INCIDENT = "incident.reported"


@dataclass(frozen=True)
class Figure:
    """A number that is looked at first; `tone` is of the figures' styles."""

    number: int
    name: str
    tone: str = ""


@dataclass(frozen=True)
class Monitoring:
    """The report, as its reader may see it. `lessons` are those whose words they may read."""

    period: Period
    figures: Sequence[Figure]
    charts: Sequence[Chart]
    tables: Sequence[ReportTable]
    lessons: Sequence[Lesson]


@dataclass(frozen=True)
class _Numbers:
    """What was counted, before it is put into tables."""

    incidents: list[tuple[int, str | None, str | None, int]]
    open_incidents: int
    uses: list[tuple[int, bool, bool, int]]
    rest: list[Counted]
    trips: Counter[str]
    learnt: Learnt

    def of(self, what: str, kind: str | None = None) -> tuple[int, int]:
        """(how many, and of those) of one thing."""
        lines = [line for line in self.rest if line.what == what and kind in (None, line.kind)]
        return sum(line.number for line in lines), sum(line.of_those for line in lines)


def report_for(person: Person, period: Period) -> Monitoring:
    """The report over some days, of what somebody may see."""
    numbers = _count(person, period)
    mine = [one for one in numbers.learnt.lessons if may_read(one.category, person.roles, leads_the_trip=False)]
    return Monitoring(period, _figures(numbers), _charts(numbers, period), _tables(numbers), mine)


def _count(person: Person, period: Period) -> _Numbers:
    school, roles = person.school, person.roles

    def is_seen(category: str | None) -> bool:
        return may_see(category, roles, leads_the_trip=False)

    rest = report_counts.the_rest(school, period)
    trips = [line.kind for line in rest if line.what == "trip"]
    standing = sign_offs.states(school, trips)
    return _Numbers(
        incidents=[row for row in report_counts.incidents_by_week(school, period) if is_seen(row[1])],
        open_incidents=report_counts.open_incidents(school, period, closed(school), is_seen),
        uses=report_counts.own_phone_uses(school, [period, *terms_until(clock.today(), TERMS_DRAWN)]),
        rest=[line for line in rest if line.what != "alert" or line.kind != INCIDENT or is_seen(line.about)],
        trips=Counter(standing.get(trip, "") for trip in trips),
        learnt=report_lessons.learnt(school, period, is_seen),
    )


def _figures(numbers: _Numbers) -> list[Figure]:
    grave = sum(number for _week, _kind, severity, number in numbers.incidents if severity in ("serious", "critical"))
    unagreed = sum(number for at, has_none, _taken, number in numbers.uses if at == 0 and has_none)
    late = numbers.of("alert")[1]
    phones = numbers.of("overdue")[0] + numbers.of("lost")[0]
    unsigned = numbers.trips.total() - numbers.trips[sign_offs.SIGNED_OFF]
    return [
        Figure(sum(row[3] for row in numbers.incidents), "incidents"),
        Figure(grave, "serious or critical", _tone(grave)),
        Figure(numbers.open_incidents, "still open", _tone(numbers.open_incidents)),
        Figure(unagreed, "own phones used with no agreement", _tone(unagreed)),
        Figure(late, "alerts not taken up in time", _tone(late)),
        Figure(phones, "phones lost or overdue", _tone(phones)),
        Figure(unsigned, "trips over and not signed off", _tone(unsigned)),
        Figure(numbers.learnt.number(is_done=False), "actions open", _tone(numbers.learnt.overdue)),
    ]


def _tone(number: int) -> str:
    return "warn" if number else "good"


def _charts(numbers: _Numbers, period: Period) -> list[Chart]:
    weeks = [[0] * len(SEVERITIES) for _ in period.weeks()]
    for at, _kind, severity, number in numbers.incidents:
        weeks[at][_PLACES.get(severity or "", len(_PLACES))] += number
    # Those that have begun: of a term that runs, the rest is blank.
    begun = [first for first, _after in period.weeks() if first <= clock.today()]
    days = [in_words(first).rsplit(" ", 1)[0] for first in begun]
    terms = [(term.name, _uses_of(numbers, at)) for at, term in enumerate(terms_until(clock.today(), TERMS_DRAWN), 1)]
    return [
        chart("Incidents by week", SEVERITIES, list(zip(days, weeks, strict=False))),
        chart("Own phones used, by term", USES, terms[::-1]),
    ]


def _uses_of(numbers: _Numbers, term: int) -> list[int]:
    return [
        sum(number for at, has_none, _taken, number in numbers.uses if at == term and has_none == wanted)
        for wanted in (0, 1)
    ]


def _tables(numbers: _Numbers) -> list[ReportTable]:
    return [_by_kind(numbers), *_of_phones(numbers), _of_consent(numbers), *_of_the_office(numbers)]


def _by_kind(numbers: _Numbers) -> ReportTable:
    names = {**CATEGORY_NAMES, "": KIND_NOT_GIVEN}
    cells: dict[str, list[int]] = {}
    for _week, kind, severity, number in numbers.incidents:
        row = cells.setdefault(names.get(kind or "", CATEGORY_NAMES["other"]), [0] * len(SEVERITIES))
        row[_PLACES.get(severity or "", len(_PLACES))] += number
    rows = [(name, in_a_row(cells[name])) for name in names.values() if name in cells]
    return ReportTable("Incidents by kind", ("Kind", *SEVERITIES, "Together"), rows)


def _of_phones(numbers: _Numbers) -> list[ReportTable]:
    agreed, unagreed = _uses_of(numbers, 0)
    waiting = sum(number for at, _none, taken, number in numbers.uses if at == 0 and not taken)
    given, revoked = numbers.of("agreed")
    lost, undecided = numbers.of("lost")
    own = (("Used, with an agreement", agreed), ("Used, with no agreement then", unagreed))
    more = (
        ("Reports that nobody took up", waiting),
        ("Agreements given", given),
        ("Of those revoked", revoked),
    )
    phones = (("Lost", lost), ("Of those not decided yet whether to tell the regulator", undecided))
    return [
        counted("Own phones", "What", (*own, *more)),
        counted(
            "School phones",
            "What",
            (*phones, ("Overdue: out still, for a trip that is over", numbers.of("overdue")[0])),
        ),
    ]


def _of_consent(numbers: _Numbers) -> ReportTable:
    passed, all_checks = numbers.of("check", GO)[0], numbers.of("check")
    photos, held = numbers.of("photo")
    rows = (
        ("Checks before a photo", all_checks[0]),
        ("Of those stopped", all_checks[0] - passed),
        ("Of those passed that should not have", all_checks[1]),
        ("A pupil said no on the day", numbers.of("no", SAID_NO)[0]),
        ("The school rang: no photos", numbers.of("no", SCHOOL_RANG)[0]),
        ("Authorisations of the headteacher’s", numbers.of("allowed")[0]),
        ("Photos taken", photos),
        ("Of those held back", held),
    )
    return counted("Photos and consent", "What", rows)


def _of_the_office(numbers: _Numbers) -> list[ReportTable]:
    alerts, late = numbers.of("alert")
    still = sum(line.open for line in numbers.rest if line.what == "alert")
    trips, learnt = numbers.trips, numbers.learnt
    return [
        counted("Alerts", "What", (("Raised", alerts), ("Not taken up in time", late), ("Still open", still))),
        counted(
            "Trips that ended",
            "What",
            (
                ("Signed off", trips[sign_offs.SIGNED_OFF]),
                ("Open again, since something came late", trips[sign_offs.REOPENED]),
                ("Not signed off", trips[""]),
            ),
        ),
        counted(
            "Actions agreed",
            "What",
            (
                ("Done", learnt.number(is_done=True)),
                ("Open", learnt.number(is_done=False)),
                ("Of those overdue", learnt.overdue),
            ),
        ),
    ]
