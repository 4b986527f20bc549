"""What can be decided of a held item, and how a decision reads on a page. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ASSIGNED, ACCEPTED, KEPT = "assigned", "accepted", "kept"
# Of two versions of one report: one of them counts, or both stand.
COUNTS, BOTH = "counts", "both"
ANSWER_NAMES = {
    ASSIGNED: "Assign it to a trip, to a person, or to both",
    ACCEPTED: "Accept it as it is. It goes on every list it fits",
    KEPT: "Keep it as evidence, and do nothing more with it",
}
TWO_VERSIONS = "versions.two"
# Kinds of items that slices hear of; anything else can only be kept.
HEARD = frozenset({"record", "draft"})
SOMEBODY = "Somebody no longer on the staff list"


@dataclass(frozen=True)
class Held:
    """What is known of a held item: its type, why it is held, whether it could be read.

    `is_beside_another`: it can be shown beside the version that came first.
    """

    type: str
    reason: str | None
    is_read: bool
    is_beside_another: bool = False


def answers_to(held: Held) -> tuple[str, ...]:
    """What somebody may decide of it by itself. Of what nobody could read there is one thing to decide."""
    if held.is_beside_another:
        return ()
    # A later version takes the place of the first only where somebody who sees both says so.
    if held.is_read and held.type in HEARD and held.reason != TWO_VERSIONS:
        return (ASSIGNED, ACCEPTED, KEPT)
    return (KEPT,)


def helps_to_try_again(held: Held, answer: str | None) -> bool:
    """Whether opening it once more could come to anything; `answer` is what was decided last, if anything."""
    return held.reason not in (TWO_VERSIONS, "type.unknown") and answer != ASSIGNED


def is_heard(reason: str | None, answers: Sequence[str], handed_on: Sequence[str | None]) -> bool:
    """Whether lists have the item already: it was handed on when it came, or by one of these decisions."""
    return reason in handed_on or any(answer in (ASSIGNED, ACCEPTED, COUNTS) for answer in answers)


def in_words(decision: Any, names: Mapping[str, str]) -> str:
    """A decision with its trip as a sentence, without its reason: "Elin Morgan assigned it to Castle visit"."""
    who = names.get(decision.decided_by, SOMEBODY)
    if decision.answer == ASSIGNED:
        trip = getattr(decision, "assigned_to", None)
        trip = (trip.title if trip else "a trip no longer listed") if decision.trip else None
        person = names.get(decision.staff or "", SOMEBODY) if decision.staff else None
        return f"{who} assigned it to {' and to '.join(filter(None, (trip, person)))}"
    if decision.answer == COUNTS:
        is_this = decision.counts_n == decision.envelope_id
        return f"{who} said that the {'later' if is_this else 'first'} version counts"
    did = {ACCEPTED: "accepted it as it is", KEPT: "kept it as evidence", BOTH: "let both versions stand"}
    return f"{who} {did[decision.answer]}"
