"""Phones' own numbering, as far as the school knows it: what is missing of it, and which a phone left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.foundation import clock
from server.foundation.rows import marks_for, select
from server.intake.models import Announcement, Chain, Envelope

MOST_LOST = 200
TOLD_WITHIN = timedelta(seconds=1)
_LEFT_BEHIND = """
SELECT old.phone, old.chain, old.seen_at, MIN(later.first_seen_at) FROM chain AS old
JOIN chain AS later ON later.phone = old.phone AND later.first_seen_at > old.seen_at AND NOT later.is_apart
WHERE {which} AND NOT old.is_apart AND later.school_id = old.school_id
GROUP BY old.chain, old.phone, old.seen_at ORDER BY old.chain
"""


_DOUBLED = "SELECT DISTINCT chain FROM envelope WHERE chain IN ({}) AND flags LIKE '%number.doubled%'"


@dataclass(frozen=True)
class LeftBehind:
    """A numbering its phone no longer tells of, since it began another: it has lost what it kept.

    `heard_at` is when it was last told of, `noticed_at` when the next one first was.
    """

    phone: str
    chain: str
    heard_at: datetime
    noticed_at: datetime


def left_behind(school: str) -> list[LeftBehind]:
    """Every numbering that a school's phones left behind. One that its phone tells of again is none."""
    return _left_behind("old.school_id = ? AND old.phone <> ''", school)


def left_behind_by(phone: str) -> list[LeftBehind]:
    """The same of one phone."""
    return _left_behind("old.phone = ?", phone)


def _left_behind(which: str, value: str) -> list[LeftBehind]:
    """But for those whose phone was asked to begin another, with all it has: one number was used twice."""
    rows = select(_LEFT_BEHIND.format(which=which), value)
    chains = [chain for _phone, chain, *_times in rows]
    doubled = {chain for (chain,) in select(_DOUBLED.format(marks_for(chains)), *chains)} if chains else set()
    return [
        LeftBehind(phone, chain, clock.from_millis(heard_at), clock.from_millis(noticed_at))
        for phone, chain, heard_at, noticed_at in rows
        if chain not in doubled
    ]


def never_told(chain: Chain) -> list[int]:
    """The numbers below a chain's next one that were neither announced nor sent: lost on the phone.

    A phone counts both its chains as one, so that a number on its chain apart is none that this one lacks.
    """
    known = set().union(*(_numbers(table, one) for table in (Announcement, Envelope) for one in _counted_as_one(chain)))
    # A phone that lies about its next number must not keep the office waiting.
    return [seq for seq in range(1, min(chain.next_seq, len(known) + MOST_LOST + 1)) if seq not in known]


def _counted_as_one(chain: Chain) -> list[str]:
    beside = Chain.select().where(Chain.school == chain.school_id, Chain.phone == chain.phone, Chain.is_apart)
    return [chain.chain, *(one.chain for one in beside if chain.phone or _began_together(one, chain))]


def _began_together(one: Chain, other: Chain) -> bool:
    """Of own phones, which have no name here: whether one manifest told of both first."""
    return abs(one.first_seen_at - other.first_seen_at) <= TOLD_WITHIN


def missing_of(chain: str) -> list[int]:
    """Every number of a chain that is known of and has not come."""
    not_sent = _numbers(Announcement, chain) - _numbers(Envelope, chain)
    return sorted([*not_sent, *never_told(Chain.get_by_id(chain))])


def _numbers(table: type[Announcement] | type[Envelope], chain: str) -> set[int]:
    return {row.seq for row in table.select(table.seq).where(table.chain == chain)}
