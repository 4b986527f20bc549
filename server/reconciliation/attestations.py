"""Whether each phone of a trip has told that nothing waits on it, on the numbering it set out with.

Two queries, however many phones and records a trip has. What is kept apart for the chair of governors never counts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any

from server.foundation import clock
from server.foundation.database import InstantField, instant_of
from server.foundation.rows import select, select_named
from server.intake.filing import office_chain
from server.reconciliation.attestation_rules import (
    ALARMING,
    Carried,
    Loan,
    Numbering,
    Standing,
    missing_numbers,
    set_out_with,
    standing_of,
)
from server.reconciliation.board_sight import Sight
from server.reconciliation.gap import Gap
from server.trips.rules import window
from server.trips.went import LENT, WENT

OWN_PHONE = "An own phone"
NOT_LISTED = "A phone no longer listed"
_instant = InstantField()
# Everything that names the trip: what came, and what a phone told of. The chain apart is in neither.
_ITEMS = """
items AS (
  SELECT phone, chain, seq, received_at AS came_at FROM envelope
  WHERE school_id = :school AND trip = :trip AND instr(flags, 'chair.only') = 0
    AND n NOT IN (SELECT envelope_id FROM opening WHERE state = 'chair')
  UNION ALL
  SELECT phone, chain, seq, NULL FROM announcement told
  WHERE school_id = :school AND trip = :trip AND NOT EXISTS (
    SELECT 1 FROM envelope came JOIN opening ON envelope_id = n
    WHERE came.school_id = told.school_id AND came.id = told.record_id AND came.type = told.type
      AND came.digest = told.digest AND (state = 'chair' OR instr(flags, 'chair.only') > 0))
), used AS (
  SELECT phone, chain, MIN(seq) AS first, MAX(came_at) AS last_at FROM items
  WHERE chain != :office AND chain NOT IN (SELECT chain FROM chain WHERE school_id = :school AND is_apart)
  GROUP BY phone, chain
)"""
# A loan that names no trip is of this one where it began while it was out; when it was back is said to the minute.
_NUMBERINGS = f"""
WITH {_ITEMS}, going AS (
  SELECT trip, phone FROM ({WENT}) UNION SELECT :trip, phone FROM used
), kept AS (
  SELECT going.phone, chain FROM going JOIN chain ON chain.phone = going.phone WHERE going.phone != '' AND NOT is_apart
  UNION SELECT going.phone, chain.chain FROM going JOIN chain_word word ON word.phone = going.phone
    JOIN chain ON chain.chain = word.chain WHERE going.phone != '' AND NOT is_apart
  UNION SELECT phone, chain FROM used
)
SELECT going.phone, phone.name, phone.revoked_at IS NOT NULL,
  (SELECT staff.name FROM phone_loan AS l JOIN staff ON staff.id = l.staff_id WHERE {LENT}
    AND (l.trip = going.trip OR l.out_at BETWEEN :opens AND :back + 60000)),
  EXISTS (SELECT 1 FROM phone_loan AS l WHERE l.phone_id = going.phone AND l.trip = going.trip AND l.back_at > 0),
  kept.chain, first_seen_at, seen_at,
  told_at, word.next_seq, word.pending, shrank_at, used.first, used.last_at, used.chain IS NOT NULL, chain.next_seq,
  EXISTS (SELECT 1 FROM departure_check JOIN envelope ON envelope.n = departure_check.n
    WHERE trip_id = :trip AND envelope.chain = kept.chain),
  (SELECT MAX(seq) FROM envelope WHERE chain = kept.chain),
  (SELECT MAX(seq) FROM announcement WHERE chain = kept.chain),
  (SELECT MAX(seq) FROM envelope WHERE chain = kept.chain AND received_at < :opens),
  (SELECT MAX(seq) FROM announcement WHERE chain = kept.chain AND announced_at < :opens)
FROM going LEFT JOIN phone ON phone.id = going.phone LEFT JOIN kept ON kept.phone = going.phone
LEFT JOIN chain ON chain.chain = kept.chain LEFT JOIN chain_word word ON word.chain = kept.chain
LEFT JOIN used ON used.chain = kept.chain AND used.phone = going.phone
ORDER BY phone.name, going.phone, first_seen_at, kept.chain
"""
# A phone counts both its chains as one: a number on the one apart is none that this one lacks.
_NUMBERS = """
SELECT * FROM (
WITH asked (main, first) AS (VALUES {marks}), pair (main, first, chain) AS (
  SELECT main, first, main FROM asked
  UNION ALL SELECT asked.main, first, beside.chain FROM asked JOIN chain main ON main.chain = asked.main
    JOIN chain beside ON beside.phone = main.phone AND beside.school_id = main.school_id AND beside.is_apart
      AND (main.phone != '' OR ABS(beside.first_seen_at - main.first_seen_at) <= 1000)
)
SELECT main, seq, 1 FROM pair JOIN envelope USING (chain) WHERE seq >= first
UNION SELECT main, seq, 1 FROM pair JOIN announcement USING (chain) WHERE seq >= first
UNION ALL
SELECT main, seq, 0 FROM pair JOIN announcement told USING (chain)
WHERE main = chain AND seq >= first AND NOT EXISTS (SELECT 1 FROM envelope came WHERE came.school_id = told.school_id
    AND came.id = told.record_id AND came.type = told.type AND came.digest = told.digest)
  AND (trip = ? OR trip IS NULL OR trip NOT IN (SELECT id FROM trip WHERE school_id = told.school_id))
)
"""


@dataclass(frozen=True)
class Span:
    """A trip by its days; `back_at` is when somebody said that it came back, if anybody did."""

    school: str
    trip: str
    starts_on: date
    ends_on: date
    back_at: datetime | None = None

    @property
    def opens(self) -> datetime:
        """From when on a phone may have been out with it."""
        return window(self.starts_on, self.ends_on, clock.SCHOOL_TIME).opens

    @property
    def back(self) -> datetime:
        """From when on a phone's word covers the whole trip: its return, or else the end of its last day."""
        return self.back_at or datetime.combine(self.ends_on + timedelta(days=1), time(0), clock.SCHOOL_TIME)


def attestation_gaps(school: str, trip_id: str, sight: Sight) -> list[Gap]:
    """One gap for each phone that has not, and for each that somebody still has; while a trip is out only for a phone
    that gives cause for alarm.
    """
    span = span_of(school, trip_id)
    return gaps_among(standings(span), sight, is_back=span.back <= clock.now())


def gaps_among(found: Sequence[Standing], sight: Sight, *, is_back: bool) -> list[Gap]:
    """The gaps among these standings, as somebody looks at them."""
    unattested = [
        Gap(f"attestation|{one.phone}", one.title, one.next_step, _address(one, sight))
        for one in found
        if (not one.has_attested if is_back else one.code in ALARMING)
    ]
    return [*unattested, *(_not_handed_back(one, sight) for one in found if is_back and one.is_awaited)]


def _not_handed_back(one: Standing, sight: Sight) -> Gap:
    step = (
        f"Ask {one.holder} for it, and {'take' if sight.keeps_phones else 'have the office take'} it back on its page."
    )
    return Gap(f"phone|{one.phone}", f"{one.name} has not been handed back", step, _address(one, sight))


def span_of(school: str, trip_id: str) -> Span:
    """A trip's days and when it came back."""
    [(starts_on, ends_on, back_at)] = select(
        "SELECT starts_on, ends_on, (SELECT back_at FROM trip_return WHERE trip_id = trip.id ORDER BY n DESC LIMIT 1)"
        " FROM trip WHERE id = ? AND school_id = ?",
        trip_id,
        school,
    )
    days = (date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    return Span(school, trip_id, *days, _at(back_at))


def standings(span: Span) -> list[Standing]:
    """How each phone of a trip stands, by name; and each own phone with which something was written for it."""
    return [standing_of(carried, span.opens, span.back) for carried in _counted(_carried(span), span)]


def _carried(span: Span) -> list[Carried]:
    trip = {"trip": span.trip, "trips": json.dumps([span.trip])}
    times = {"opens": _instant.db_value(span.opens), "back": _instant.db_value(span.back)}
    known = {"school": span.school, **times, **trip}
    found: dict[str, Carried] = {}
    rows = select_named(_NUMBERINGS, {**known, "office": office_chain(span.school)})
    for phone, name, is_lost, holder, is_handed_back, *numbering in rows:
        # Of own phones nobody keeps a list: each numbering is one of them.
        key = phone or f"own {numbering[0]}"
        kept = (_numbering(numbering),) if numbering[0] else ()
        loan = Loan(holder, is_handed_back=bool(is_handed_back))
        first = Carried(key, name or (NOT_LISTED if phone else OWN_PHONE), bool(is_lost), loan=loan)
        before = found.get(key, first)
        found[key] = replace(before, numberings=(*before.numberings, *kept))
    return list(found.values())


def _numbering(columns: list[Any]) -> Numbering:
    numbering, first_seen, seen, told, next_seq, pending, shrunk, first, last, is_used, highest, left, *seqs = columns
    sent, announced, sent_before, announced_before = (seq or 0 for seq in seqs)
    after_before = max(sent_before, announced_before) + 1
    return Numbering(
        chain=numbering,
        first_seen_at=_at(first_seen),
        seen_at=_at(seen),
        told_at=_at(told),
        next_seq=next_seq or 0,
        pending=pending or 0,
        shrunk_at=_at(shrunk),
        first=min(after_before, first) if is_used else after_before,
        reach=max(highest or 1, sent + 1, announced + 1),
        is_of_trip=bool(is_used),
        has_left_with=bool(left),
        last_at=_at(last),
    )


def _counted(carried: list[Carried], span: Span) -> list[Carried]:
    """The same with how many numbers have not come of each numbering that is judged."""
    asked = [(one.chain, one.first) for phone in carried for one in set_out_with(phone.numberings, span.opens)]
    if not asked:
        return carried
    known: dict[str, set[int]] = {}
    owed: dict[str, int] = {}
    sql = _NUMBERS.format(marks=", ".join(["(?, ?)"] * len(asked)))
    for numbering, seq, is_known in select(sql, *chain.from_iterable(asked), span.trip):
        if is_known:
            known.setdefault(numbering, set()).add(seq)
        else:
            owed[numbering] = owed.get(numbering, 0) + 1
    return [replace(phone, numberings=[_missing(one, known, owed) for one in phone.numberings]) for phone in carried]


def _missing(one: Numbering, known: dict[str, set[int]], owed: dict[str, int]) -> Numbering:
    never_told = missing_numbers(one.first, one.reach, known.get(one.chain, ()))
    return replace(one, missing=never_told + owed.get(one.chain, 0))


def _at(stored: int | None) -> datetime | None:
    return None if stored is None else instant_of(stored)


def _address(one: Standing, sight: Sight) -> str | None:
    if one.phone.startswith("own "):
        return "/office/own-phones" if sight.sees_uses else None
    return None if one.name == NOT_LISTED else f"/office/phone/{one.phone}"
