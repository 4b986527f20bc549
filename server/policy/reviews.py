"""The policy's yearly review as it is kept: who reviewed which version, with what outcome, and when it is due next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.accounts.queries import staff_names
from server.foundation import audit, clock
from server.foundation.database import db
from server.policy import versions
from server.policy.change_words import told
from server.policy.contact_changes import OvertakenError
from server.policy.review_models import PolicyReview
from server.policy.review_rules import OUTCOMES, a_year_before

MOST_SHOWN = 30


@dataclass(frozen=True)
class Seen:
    """What a reviewer's page showed: the number of the last review, 0 before any, and the policy's version."""

    review: int
    policy: int


@dataclass(frozen=True)
class Said:
    """What a reviewer says: a key of OUTCOMES, what was looked at and agreed, and when it is due next."""

    outcome: str
    words: str
    next_due: date


def every_review(school: str) -> list[PolicyReview]:
    """The reviews of a school, the newest first."""
    rows = PolicyReview.select().where(PolicyReview.school == school)
    return list(rows.order_by(PolicyReview.n.desc()).limit(MOST_SHOWN))


def first_day(last: PolicyReview | None) -> date:
    """From which day on a review looks: the day of the last one, or else a year back."""
    return clock.day_of(last.at) if last else a_year_before(clock.today())


def sign(school: str, said: Said, seen: Seen, by: str) -> None:
    """Note that somebody reviewed the policy.

    Raises OvertakenError where somebody else reviewed or changed it since the page was opened.
    """
    with db.atomic():
        versions.forget(school)
        before = every_review(school)
        _refuse_overtaken(school, before, seen)
        row = PolicyReview.create(
            school=school,
            first_on=first_day(before[0] if before else None),
            policy_n=versions.number(school),
            at=clock.now(),
            by=by,
            outcome=said.outcome,
            words=said.words,
            next_due=said.next_due,
        )
        due = said.next_due.isoformat()
        audit.write(school, by, "policy.reviewed", str(row.n), n=row.policy_n, outcome=said.outcome, next_due=due)


def _refuse_overtaken(school: str, before: list[PolicyReview], seen: Seen) -> None:
    meanwhile = [row for row in reversed(before) if row.n > seen.review]
    names = staff_names(school) if meanwhile else {}
    words = [_told(row, names.get(row.by, row.by)) for row in meanwhile]
    if versions.number(school) > seen.policy:
        words += told(school, versions.made_since(school, seen.policy))
    if words:
        raise OvertakenError(words)


def _told(row: PolicyReview, name: str) -> str:
    return f"{name}, {clock.in_words(row.at)}: reviewed it. {OUTCOMES.get(row.outcome, row.outcome)}. {row.words}"
