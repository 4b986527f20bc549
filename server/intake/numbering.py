"""Phones' own numbering, as far as the school knows it: what is missing of it, and which a phone left behind."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from server.foundation.rows import Ready, select
from server.intake.models import Chain, Envelope

MOST_LOST = 200
# An own phone has no name here: its two numberings are known by one manifest having told of both first.
_BESIDE = """
    b.school_id = c.school_id AND b.phone = c.phone AND b.is_apart
    AND (c.phone <> '' OR ABS(b.first_seen_at - c.first_seen_at) <= 1000)
"""
# Whoever is told of in full has no gap; what is left over is looked into.
_WITH_GAPS = """
SELECT chain FROM chain WHERE school_id = ? AND NOT is_apart
AND next_seq - 1 > (SELECT COUNT(DISTINCT seq) FROM announcement AS a WHERE a.chain = chain.chain)
"""
_GAPS = f"""
WITH asked AS MATERIALIZED (SELECT c.* FROM json_each(?) AS j JOIN chain AS c ON c.chain = j.value),
beside AS MATERIALIZED (
    SELECT chain AS main, chain FROM asked UNION SELECT c.chain, b.chain FROM asked AS c JOIN chain AS b ON {_BESIDE}
), marks AS (
    SELECT main, seq FROM beside JOIN announcement AS a ON a.chain = beside.chain
    UNION SELECT main, seq FROM beside JOIN envelope AS e ON e.chain = beside.chain
    UNION SELECT chain, 0 FROM asked UNION SELECT chain, next_seq FROM asked
), steps AS (SELECT main, seq, LEAD(seq) OVER (PARTITION BY main ORDER BY seq) AS following FROM marks)
SELECT asked.chain, asked.phone, asked.seen_at, seq + 1, following - 1
FROM steps JOIN asked ON asked.chain = main WHERE following > seq + 1 AND seq < next_seq ORDER BY asked.chain, seq
"""
_NOT_SENT = """
SELECT chain, seq FROM announcement WHERE chain IN (SELECT value FROM json_each(?))
EXCEPT SELECT chain, seq FROM envelope WHERE chain IN (SELECT value FROM json_each(?))
"""
# A phone that was asked to begin another numbering, since one number was used twice, took all it has with it.
_LEFT_BEHIND = """
WITH left_behind AS MATERIALIZED (
    SELECT old.phone, old.chain, old.seen_at, MIN(new.first_seen_at) AS noticed_at
    FROM chain AS old JOIN chain AS new
        ON new.phone = old.phone AND new.school_id = old.school_id AND NOT new.is_apart
        AND new.first_seen_at > old.seen_at
    WHERE old.school_id = ? AND old.phone <> '' AND NOT old.is_apart
        AND (? IS NULL OR old.phone IN (SELECT value FROM json_each(?)))
    GROUP BY old.chain HAVING noticed_at > ?
)
SELECT * FROM left_behind WHERE NOT EXISTS (
    SELECT 1 FROM envelope AS e WHERE e.chain = left_behind.chain AND instr(e.flags, 'number.doubled') > 0)
"""
_main_chains = Ready(lambda phone: Chain.select().where(Chain.phone == phone, ~Chain.is_apart))


@dataclass(frozen=True)
class LeftBehind:
    """A numbering its phone no longer tells of, since it began another: it has lost what it kept.

    `heard_at` is when it was last told of, `noticed_at` when the next one first was.
    """

    phone: str
    chain: str
    heard_at: datetime
    noticed_at: datetime


def left_behind(school: str, since: datetime, phones: Collection[str] | None = None) -> list[LeftBehind]:
    """Every numbering that a school's phones, or these, left behind since then. One that its phone tells of again is
    none.
    """
    given = None if phones is None else json.dumps(sorted(phones))
    rows = select(_LEFT_BEHIND, school, given, given, round(since.timestamp() * 1000))
    return [
        LeftBehind(phone, chain, datetime.fromtimestamp(heard / 1000, UTC), datetime.fromtimestamp(noticed / 1000, UTC))
        for phone, chain, heard, noticed in rows
    ]


def left_behind_by(phone: str) -> list[LeftBehind]:
    """The same of one phone."""
    return _left_behind(_main_chains(phone))


def _left_behind(chains: list[Chain]) -> list[LeftBehind]:
    found = []
    for old in chains:
        later = [new.first_seen_at for new in chains if new.phone == old.phone and new.first_seen_at > old.seen_at]
        if later and not _was_renumbered(old.chain):
            found.append(LeftBehind(old.phone, old.chain, old.seen_at, min(later)))
    return found


def _was_renumbered(chain: str) -> bool:
    """Whether its phone was asked to begin another, with all it has: one number was used twice."""
    return bool(Envelope.select().where(Envelope.chain == chain, Envelope.flags.contains("number.doubled")).exists())


@dataclass(frozen=True)
class NeverTold:
    """A number below its numbering's next one that was neither told of nor sent: lost on its phone.

    `heard_at` is when the numbering was last told of.
    """

    phone: str
    chain: str
    seq: int
    heard_at: datetime


def never_told_at(school: str) -> list[NeverTold]:
    """Every such number at a school, at most MOST_LOST of each numbering."""
    return _never_told([chain for (chain,) in select(_WITH_GAPS, school)])


def _never_told(chains: Sequence[str]) -> list[NeverTold]:
    """Those of some numberings.

    A phone counts both its chains as one, so that a number on its chain apart is none that this one lacks.
    """
    found: list[NeverTold] = []
    lost: dict[str, int] = {}
    for chain, phone, heard_at, first, last in select(_GAPS, json.dumps(list(chains))) if chains else ():
        # A phone that lies about its next number must not keep the office waiting.
        last_shown = min(last, first + MOST_LOST - lost.get(chain, 0) - 1)
        at = datetime.fromtimestamp(heard_at / 1000, UTC)
        found += [NeverTold(phone, chain, seq, at) for seq in range(first, last_shown + 1)]
        lost[chain] = lost.get(chain, 0) + max(0, last_shown - first + 1)
    return found


def missing_of(chains: Sequence[str]) -> dict[str, list[int]]:
    """Of each of these numberings, every number that is known of and has not come."""
    numbers: dict[str, set[int]] = {chain: set() for chain in chains}
    given = json.dumps(list(chains))
    for chain, seq in select(_NOT_SENT, given, given) if chains else ():
        numbers[chain].add(seq)
    for one in _never_told(chains):
        numbers[one.chain].add(one.seq)
    return {chain: sorted(seqs) for chain, seqs in numbers.items()}
