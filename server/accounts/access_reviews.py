"""The yearly review of who can see what, as it is kept: who looked, when, at which accounts, when it is due next."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from server.accounts.models import AccessReview
from server.accounts.rules import Role
from server.foundation import audit, clock
from server.foundation.database import db

# Who answers for it, and says that it was looked at.
REVIEWS_ACCESS = (Role.HEADTEACHER, Role.NETWORK_MANAGER, Role.SLT)
MOST_SHOWN = 10
Roster = dict[str, list[str]]


@dataclass(frozen=True)
class Said:
    """What a reviewer says: what was found, when it is due next, and the mark of what their page showed."""

    words: str
    next_due: date
    seen: str


class ChangedMeanwhileError(Exception):
    """Somebody's account or roles changed, or somebody else signed, since the page was opened; nothing was kept."""


def every_review(school: str) -> list[AccessReview]:
    """The reviews of a school, the newest first."""
    rows = AccessReview.select().where(AccessReview.school == school)
    return list(rows.order_by(AccessReview.n.desc()).limit(MOST_SHOWN))


def mark_of(roster: Roster, last: AccessReview | None) -> str:
    """What stands for what a page shows: the accounts in use, each with its roles, and the last review."""
    told = json.dumps([sorted(roster.items()), last.n if last else 0])
    return hashlib.sha256(told.encode()).hexdigest()


def sign(school: str, said: Said, roster: Roster, by: str) -> None:
    """Note that somebody looked at the accounts of `roster`, which are those of now.

    Raises ChangedMeanwhileError where their page showed others.
    """
    with db.atomic():
        before = every_review(school)
        if said.seen != mark_of(roster, before[0] if before else None):
            raise ChangedMeanwhileError
        row = AccessReview.create(
            school=school,
            at=clock.now(),
            by=by,
            words=said.words,
            seen=json.dumps(roster, sort_keys=True),
            next_due=said.next_due,
        )
        due = said.next_due.isoformat()
        audit.write(school, by, "access.reviewed", str(row.n), accounts=len(roster), next_due=due)
