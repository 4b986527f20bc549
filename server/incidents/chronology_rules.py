"""The order of a chronology, and what its lines say. Pure.

A line stands at the time that it says it is of, whatever order things arrived in; lines of one time stand as they
arrived. What came late, or by a clock that was wrong, says when the school got it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Protocol

REPORTED, CALL_MADE, VIEWED = "incident.reported", "call.made", "incident.viewed"
COUNTED = "pupils.counted"
# Its report to print, as somebody made it.
WITH_NAMES, WITHOUT_NAMES = "report.with_names", "report.without_names"
LOOKS = frozenset({VIEWED, WITH_NAMES, WITHOUT_NAMES})
FOLLOWED_UP, CLOSED = "incident.followed_up", "incident.closed"
# What takes longer to arrive says so; what comes from further ahead is of a wrong clock.
SOON = timedelta(minutes=5)
WHAT = {
    REPORTED: "Reported",
    "incident.followed_up": "Follow-up",
    "parent.contacted": "Parent or carer",
    "agency.told": "Somebody outside the school was told",
    "incident.closed": "Closed",
    "action.agreed": "Action agreed",
    "action.done": "Action done",
    "slip.made": "Bumped-head slip made",
    CALL_MADE: "The school was rung",
    COUNTED: "Head count",
    # Shown as what was done to whoever may read it.
    "step.taken": "Something was done",
    VIEWED: "Looked at",
    WITH_NAMES: "Report with names made",
    WITHOUT_NAMES: "Report without names made",
    "authorship.confirmed": "Said that it is theirs",
    "authorship.disowned": "Said that it is not theirs",
    "raised": "Alert raised",
    "told": "Told by alert",
    "opened": "Alert opened",
    "taken": "Alert taken up",
    "handed_on": "Alert handed on",
    "closed": "Alert closed",
    "let_go": "Alert open again: whoever had it left, or has the role no more",
    "escalated": "Alert passed on: nobody had taken it up",
    "nobody": "Nobody was left to tell",
}
HOW = {
    "phone": "by phone",
    "in_person": "in person",
    "message": "by message",
    "letter": "by letter",
    "other": "in another way",
}
# Whom a school tells outside itself (R64, R65, R68), and what its line says.
AGENCIES = {
    "police": "Police",
    "lado": "LADO",
    "childrens_services": "Children’s services",
    "local_authority": "Local authority",
    "trust": "Trust’s or group’s head of safeguarding",
    "ceop": "CEOP",
    "iwf": "Internet Watch Foundation",
    "host": "The site or app it was on",
    "hse": "Health and Safety Executive",
    "ico": "Information Commissioner",
    "other": "Somebody else outside the school",
}
CLOSED_ON_PHONE = "Closed, a phone says: whoever has it closes it here"
OPENED_AGAIN = "Follow-up, which opened it again"


@dataclass(frozen=True)
class Entry:
    """One line. `what` is a few words for the screen, `who` a name or None, `words` what was written, or None.

    `where` it came from, and `note` says when the school got what came late. `kind` is a record's kind or an alert's
    act; `n` the order of arrival; `came_at` when the school got it; `id` a record's.
    """

    at: datetime
    what: str
    who: str | None
    words: str | None
    where: str | None = None
    note: str | None = None
    kind: str = ""
    n: int = 0
    came_at: datetime | None = None
    is_of_office: bool = False
    until: datetime | None = None
    id: str = ""

    @property
    def told_by(self) -> str:
        """Who, where from, and when the school got it where that was late: "Priya Shah, from Phone 3"."""
        who, where = (self.who or "").removesuffix("."), self.where or ""
        if where and where not in who:
            who = f"{who}, {'in' if where == 'the office' else 'from'} {where}" if who else f"From {where}"
        return ". ".join(part for part in (who, self.note or "") if part)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """These lines as they stand: by time, and by arrival where that is the same. The report comes before what is of its
    very moment. Looks of one person with nothing between them are one line, which says `until` when.
    """
    found = sorted(entries, key=lambda one: (one.at, one.kind != REPORTED, one.came_at or one.at, one.n))
    return [_joined(list(group)) for _, group in groupby(_numbered(found), key=lambda pair: pair[0])]


def _numbered(entries: Sequence[Entry]) -> list[tuple[Any, Entry]]:
    """Each with what it is joined by: looks by who looked and acts that told people by their time, side by side."""
    keyed: list[tuple[Any, Entry]] = []
    for place, one in enumerate(entries):
        joins = (one.kind, one.who) if one.kind in LOOKS else (one.kind, one.at) if one.kind == "told" else (place,)
        keyed.append((joins, one))
    return keyed


def _joined(group: list[tuple[Any, Entry]]) -> Entry:
    entries = [one for _, one in group]
    first = entries[0]
    if len(entries) == 1:
        return first
    if first.kind in LOOKS:
        return replace(first, what=f"{first.what} {len(entries)} times", until=entries[-1].at)
    return replace(first, who=", ".join(dict.fromkeys(one.who or "somebody" for one in entries)))


def reopened_by(entries: Iterable[Entry]) -> frozenset[int]:
    """Which follow-ups, by their order of arrival, came to an incident that the office had closed."""
    is_closed, found = False, set()
    for one in sorted(entries, key=lambda one: one.n):
        if one.kind == CLOSED and one.is_of_office:
            is_closed = True
        elif one.kind == FOLLOWED_UP and is_closed:
            is_closed = False
            found.add(one.n)
    return frozenset(found)


def came_late(at: datetime, came_at: datetime) -> str | None:
    """`late` or `ahead` of when the school got it, where that is worth saying."""
    if at > came_at + SOON:
        return "ahead"
    return "late" if came_at > at + SOON else None


class Arrived(Protocol):
    """What there is to know here of something that came. `n` is the order of arrival; `source` record or another."""

    @property
    def source(self) -> str:
        """A `record`, or something else."""

    @property
    def kind(self) -> str:
        """A record's kind."""

    @property
    def n(self) -> int:
        """The order of arrival."""


def last_seen(report_n: int, rows: Iterable[Arrived]) -> int:
    """The arrival number of the last thing that whoever closes an incident must have seen: its report, a follow-up."""
    return max([report_n, *(row.n for row in rows if row.source == "record" and row.kind == FOLLOWED_UP)])


def is_closed(report_n: int, entries: Iterable[Entry]) -> bool:
    """Whether the office closed it after all that it must have seen: the rule of `standing`, for one incident."""
    found = list(entries)
    closings = [one.n for one in found if one.kind == CLOSED and one.is_of_office]
    return bool(closings) and max(closings) > max([report_n, *(one.n for one in found if one.kind == FOLLOWED_UP)])
