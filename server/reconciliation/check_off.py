"""Writes of check-off: that a trip came back, why a gap is all right, and the signatures that close it.

Whoever signs has a summary before them; they sign that one and no other. What changed in between, they are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.reconciliation import attestations, check_off_queries, sign_offs, summaries
from server.reconciliation.attestation_rules import Standing
from server.reconciliation.check_off_models import GapExplanation, SignOffSignature, TripReturn, TripSignOff
from server.reconciliation.check_off_queries import CheckOff, Explained
from server.reconciliation.gap import Gap

# What came of signing.
DONE, FIRST, ALREADY, YOURS_STANDS = "done", "first", "already", "yours_stands"
CHANGED, OPEN_GAPS, TOO_EARLY = "changed", "open_gaps", "too_early"


@dataclass(frozen=True)
class Look:
    """A trip as it is just now: its phones, its gaps, what was explained; and what there is to sign, if there is.

    There is where every gap is explained and everything that came has been opened; `seen` is the hash of it.
    """

    found: CheckOff
    standings: Sequence[Standing]
    every: Sequence[Gap]
    still_open: Sequence[Gap]
    explained: Sequence[Explained]
    content: dict[str, Any] | None = None
    seen: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether somebody signed first what is no longer so."""
        return self.found.first is not None and self.found.first.seen != self.seen


def look(person: Person, trip_id: str) -> Look:
    """A trip as it is now, for somebody who checks it off. Raises Problem access.role_missing for others."""
    found = check_off_queries.find_to_sign(person, trip_id)
    standings, told = attestations.standings(found.span), check_off_queries.explained(trip_id)
    every = check_off_queries.gaps_with(person, found, standings)
    still_open = check_off_queries.open_among(every, told)
    seen = Look(found, standings, every, still_open, told)
    if still_open or found.is_opening or found.is_signed_off:
        return seen
    content = summaries.content_of(found, standings, every, told)
    return replace(seen, content=content, seen=summaries.seen_by(content))


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
        found = check_off_queries.find(person.school, trip_id)
        every = check_off_queries.gaps_with(person, found, attestations.standings(found.span))
        still_open = check_off_queries.open_among(every, check_off_queries.explained(trip_id))
        asked = [gap for gap in still_open if (gap.key, gap.title) in set(chosen)]
        for gap in asked:
            label = {"school": person.school, "trip": trip_id, "at": clock.now(), "by": person.id}
            GapExplanation.create(**label, key=gap.key, title=gap.title, words=words)
            audit.write(person.school, person.id, "gap.explained", trip_id, gap=gap.key)
    return asked


def sign(person: Person, trip_id: str, seen: str, number: int) -> str:
    """Sign what was seen, for the `number`th sign-off; returns what came of it.

    Two people who sign at once are one after the other: the second finds what the first has done.
    """
    with db.atomic():
        now = look(person, trip_id)
        if now.found.number >= number or now.found.is_signed_off:
            return ALREADY
        if now.found.why_not_yet:
            return TOO_EARLY
        if now.content is None:
            return OPEN_GAPS
        return _sign(person, now, now.content) if now.seen == seen else CHANGED


def _sign(person: Person, now: Look, content: dict[str, Any]) -> str:
    mine = (person.id, person.name, clock.now())
    if not now.found.takes_two:
        return _close(person, now.found, content, [mine])
    first = now.found.first
    if first is None or now.is_stale:
        return _sign_first(person, now)
    if first.by == person.id:
        return YOURS_STANDS
    return _close(person, now.found, content, [(first.by, first.name, first.at), mine])


def _sign_first(person: Person, now: Look) -> str:
    label = {"school": person.school, "trip": now.found.trip, "number": now.found.number + 1}
    SignOffSignature.create(**label, seen=now.seen, at=clock.now(), by=person.id)
    audit.write(person.school, person.id, "trip.signed_first", now.found.trip, seen=now.seen)
    return FIRST


def _close(
    person: Person, found: CheckOff, content: dict[str, Any], signers: Sequence[tuple[str, str, datetime]]
) -> str:
    last = sign_offs.latest(person.school, found.trip)
    text = summaries.sealed(found, content, signers, last.sha256 if last else None)
    row = {
        "school": person.school,
        "trip": found.trip,
        "number": found.number + 1,
        "signed_at": signers[-1][2],
        "signed_by": signers[0][0],
        "confirmed_by": signers[1][0] if len(signers) > 1 else None,
        "sha256": summaries.fingerprint(text),
        "summary": text,
    }
    TripSignOff.create(**row)
    audit.write(person.school, person.id, "trip.signed_off", found.trip, number=row["number"], sha256=row["sha256"])
    return DONE
