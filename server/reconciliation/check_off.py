"""Writes of check-off: that a trip came back, why a gap is all right, and the signatures that close it.

Whoever signs has a summary before them; they sign that one and no other. What changed in between, they are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.reconciliation import check_off_queries, sign_offs, summaries
from server.reconciliation.check_off_models import GapExplanation, SignOffSignature, TripReturn, TripSignOff
from server.reconciliation.check_off_queries import CheckOff, Signature
from server.reconciliation.gap import Gap
from server.reconciliation.sign_offs import SIGNED_OFF

# What came of signing.
DONE, FIRST, ALREADY, YOURS_STANDS = "done", "first", "already", "yours_stands"
CHANGED, OPEN_GAPS, TOO_EARLY = "changed", "open_gaps", "too_early"


@dataclass(frozen=True)
class Ready:
    """What there is to sign: the content, and its hash."""

    content: dict[str, Any]
    seen: str


def note_return(person: Person, trip_id: str, back_at: datetime) -> None:
    """Note that a trip is back since then. Again, the last word counts."""
    found = check_off_queries.find_to_sign(person, trip_id)
    with db.atomic():
        if found.span.back_at == back_at:
            return
        label = {"school": person.school, "trip": trip_id, "said_at": clock.now(), "by": person.id}
        TripReturn.create(**label, back_at=back_at)
        audit.write(person.school, person.id, "trip.came_back", trip_id, back_at=clock.as_text(back_at))


def explain(person: Person, trip_id: str, chosen: Sequence[tuple[str, str]], words: str) -> list[Gap]:
    """Write down why gaps are all right, each by its key and what it said. Returns those explained.

    One that says something else by now, or is gone, is left out; so is one that somebody explained just so before.
    """
    check_off_queries.find_to_sign(person, trip_id)
    with db.atomic():
        before = check_off_queries.explained(trip_id)
        _, still_open = check_off_queries.gaps_and_open(person.school, trip_id, before)
        asked = [gap for gap in still_open if (gap.key, gap.title) in set(chosen)]
        for gap in asked:
            label = {"school": person.school, "trip": trip_id, "at": clock.now(), "by": person.id}
            GapExplanation.create(**label, key=gap.key, title=gap.title, words=words)
            audit.write(person.school, person.id, "gap.explained", trip_id, gap=gap.key)
    return asked


def ready(found: CheckOff) -> Ready | None:
    """What there is to sign, where every gap is explained and everything that came has been opened."""
    school, trip = found.span.school, found.trip
    told = check_off_queries.explained(trip)
    every, still_open = check_off_queries.gaps_and_open(school, trip, told)
    if still_open or summaries.is_still_opening(school, trip):
        return None
    content = summaries.content_of(found, every, told)
    return Ready(content, summaries.seen_by(content))


def sign(person: Person, trip_id: str, seen: str, number: int) -> str:
    """Sign what was seen, for the `number`th sign-off; returns what came of it.

    Two people who sign at once are one after the other: the second finds what the first has done.
    """
    with db.atomic():
        found = check_off_queries.find_to_sign(person, trip_id)
        if found.number >= number or check_off_queries.state_of(person.school, trip_id) == SIGNED_OFF:
            return ALREADY
        if found.why_not_yet:
            return TOO_EARLY
        before_them = ready(found)
        if before_them is None:
            return OPEN_GAPS
        if before_them.seen != seen:
            return CHANGED
        return _sign(person, found, before_them)


def _sign(person: Person, found: CheckOff, before_them: Ready) -> str:
    mine = (person.id, person.name, clock.now())
    if not check_off_queries.has_to_be_two(person.school, found.trip):
        return _close(person, found, before_them, [mine])
    first = check_off_queries.signed_first(found.trip, found.number + 1)
    if first is None or first.seen != before_them.seen:
        return _sign_first(person, found, before_them)
    if first.by == person.id:
        return YOURS_STANDS
    return _close(person, found, before_them, [(first.by, first.name, first.at), mine])


def _sign_first(person: Person, found: CheckOff, before_them: Ready) -> str:
    label = {"school": person.school, "trip": found.trip, "number": found.number + 1}
    SignOffSignature.create(**label, seen=before_them.seen, at=clock.now(), by=person.id)
    audit.write(person.school, person.id, "trip.signed_first", found.trip, seen=before_them.seen)
    return FIRST


def _close(person: Person, found: CheckOff, before_them: Ready, signers: Sequence[tuple[str, str, datetime]]) -> str:
    last = sign_offs.latest(person.school, found.trip)
    text = summaries.sealed(found, before_them.content, signers, last.sha256 if last else None)
    first, second = signers[0][0], signers[1][0] if len(signers) > 1 else None
    row = {
        "school": person.school,
        "trip": found.trip,
        "number": found.number + 1,
        "signed_at": signers[-1][2],
        "signed_by": first,
        "confirmed_by": second,
        "sha256": summaries.fingerprint(text),
        "summary": text,
    }
    TripSignOff.create(**row)
    audit.write(person.school, person.id, "trip.signed_off", found.trip, number=row["number"], sha256=row["sha256"])
    return DONE


def is_stale(first: Signature | None, before_them: Ready | None) -> bool:
    """Whether somebody signed first what is no longer so."""
    return first is not None and (before_them is None or first.seen != before_them.seen)
