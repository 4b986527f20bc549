"""What a yearly review of the policy looks at, gathered from every slice (R98, R99).

Governors are shown what changed and the national texts. Numbers of theirs are those of their packs, of whole terms: a
page that they could open twice would tell what happened in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from server.accounts.queries import staff_names
from server.foundation import clock
from server.foundation.access import Person
from server.incidents.rules import may_read
from server.policy import reviews, texts, versions
from server.policy.change_words import InWords, in_words
from server.policy.review_models import PolicyReview
from server.policy.reviews import Seen
from server.policy.texts import Standing
from server.policy.version_models import PolicyVersion
from server.reconciliation import governor_report, monitoring_report, report_lessons
from server.reconciliation.departed_from import Departures, departures
from server.reconciliation.known_names import names_known
from server.reconciliation.masking_rules import masked
from server.reconciliation.report_lessons import Action, Lesson
from server.reconciliation.report_period_rules import Period, chosen_days

# As much as anybody reads on one page: the newest lessons, and actions that are not done before those that are.
MOST_LEARNT = 100


@dataclass(frozen=True)
class Review:
    """The page: `inside` is what only the school's own leaders read, `packs` what governors read in its place.

    `names` are those of staff by their ids.
    """

    period: Period
    seen: Seen
    before: Sequence[PolicyReview]
    changes: Sequence[tuple[PolicyVersion, Sequence[InWords]]]
    inside: Inside | None
    packs: Sequence[Period]
    texts: Sequence[Standing]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Inside:
    """What was departed from, and what was learnt and agreed, of incidents whose words somebody may read; no names.

    `more_lessons` were written before those, `more_actions` are done: they stand in the monitoring report.
    """

    departures: Sequence[Departures]
    lessons: Sequence[Lesson]
    actions: Sequence[Action]
    more_lessons: int
    more_actions: int

    @property
    def read(self) -> list[str]:
        """The incidents of which something is read."""
        return sorted({one.incident for one in self.lessons} | {one.incident for one in self.actions})


def review_for(person: Person) -> Review:
    """Everything since the last review, or of the last year."""
    school = person.school
    before, names = reviews.every_review(school), staff_names(school)
    last = before[0] if before else None
    first = reviews.first_day(last)
    period = chosen_days(first, clock.today())
    known = last.policy_n if last else 0
    since = versions.made_since(school, known)
    changes = [(one.row, in_words(one.changes, names)) for one in since if clock.day_of(one.row.made_at) >= first]
    is_inside = bool({*monitoring_report.READS} & person.roles)
    return Review(
        period=period,
        seen=Seen(last.n if last else 0, since[0].row.n if since else known),
        before=before,
        changes=changes,
        inside=_inside(person, period) if is_inside else None,
        packs=[] if is_inside else [term for term in governor_report.terms_for(person) if term.last >= first],
        texts=texts.standings(school, names),
        names=names,
    )


def _inside(person: Person, period: Period) -> Inside:
    learnt = report_lessons.learnt(
        person.school, period, lambda category: may_read(category, person.roles, leads_the_trip=False)
    )
    lessons, actions = learnt.lessons[-MOST_LEARNT:], sorted(learnt.actions, key=lambda one: one.is_done)[:MOST_LEARNT]
    more = len(learnt.lessons) - len(lessons), len(learnt.actions) - len(actions)
    return _without_names(person.school, Inside(departures(person, period), lessons, actions, *more))


def _without_names(school: str, found: Inside) -> Inside:
    """The same, everything that somebody wrote without the names that the school knows."""
    of_lines = [line.why for one in found.departures for line in one.lines]
    said = [*of_lines, *(one.words for one in found.lessons), *(one.what for one in found.actions)]
    words = iter(masked(said, names_known(school, None)) if any(said) else said)
    return replace(
        found,
        departures=[
            replace(one, lines=[replace(line, why=next(words)) for line in one.lines]) for one in found.departures
        ],
        lessons=[replace(one, words=next(words)) for one in found.lessons],
        actions=[replace(one, what=next(words)) for one in found.actions],
    )
