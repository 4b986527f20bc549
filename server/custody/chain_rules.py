"""An item's records in order, what state they leave it in, and where they do not fit together. Pure.

Nothing is refused: whatever a phone's clock or a missing record makes of the order is shown, and marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.custody.rules import GIVEN, HELD, WITH_POLICE

TAKEN, MOVED, SEARCHED = "item.confiscated", "item.moved", "search.made"
POLICE, RELEASED = "item.handed_to_police", "item.released"
# Of two that say the same time: an item is taken before anything else, and leaves last.
_RANK = {TAKEN: 0, SEARCHED: 1, MOVED: 2, RELEASED: 3, POLICE: 4}
NOT_TAKEN, BEFORE_TAKEN = "not_taken", "before_taken"
GIVEN_TWICE, AFTER_GIVEN = "given_twice", "after_given"
POLICE_TWICE, AFTER_POLICE = "police_twice", "after_police"
FAULTS = {
    NOT_TAKEN: "Nothing that has come says how and when it was taken.",
    BEFORE_TAKEN: "This says a time before it was taken.",
    GIVEN_TWICE: "It had been given back already.",
    AFTER_GIVEN: "It had been given back before this.",
    POLICE_TWICE: "It had been handed to the police already.",
    AFTER_POLICE: "It was with the police by then.",
}
SAME_BAG = "The number of its bag is on another item as well."


@dataclass(frozen=True)
class Link:
    """One record of an item: its kind, when it says that was, and its arrival number."""

    id: str
    kind: str
    at: datetime
    n: int


@dataclass(frozen=True)
class Chain:
    """An item's records in order, each with the codes of what is odd about it; and what follows from all of them."""

    links: tuple[tuple[Link, tuple[str, ...]], ...]
    state: str
    since: datetime
    ended_at: datetime | None
    faults: tuple[str, ...]


def chain_of(links: Sequence[Link]) -> Chain:
    """Put one item's records in order. There is at least one."""
    order = sorted(links, key=lambda one: (one.at, _RANK.get(one.kind, 9), one.n))
    marked = tuple(_marked(order))
    lacks = () if any(one.kind == TAKEN for one in order) else (NOT_TAKEN,)
    odd = [code for _link, codes in marked for code in codes]
    ends = [one for one in order if one.kind in (POLICE, RELEASED)]
    began = next((one.at for one in order if one.kind == TAKEN), order[0].at)
    state = _state({one.kind for one in ends})
    return Chain(marked, state, began, ends[0].at if ends else None, tuple(dict.fromkeys([*lacks, *odd])))


def _state(kinds: set[str]) -> str:
    """What is with the police is theirs, whatever else was written."""
    if POLICE in kinds:
        return WITH_POLICE
    return GIVEN if RELEASED in kinds else HELD


def _marked(order: Sequence[Link]) -> Iterator[tuple[Link, tuple[str, ...]]]:
    taken = next((place for place, one in enumerate(order) if one.kind == TAKEN), -1)
    went = ""
    for place, one in enumerate(order):
        codes = [] if one.kind == TAKEN else [BEFORE_TAKEN] if place < taken else []
        if went and one.kind != TAKEN:
            codes.append(_again(one.kind, went))
        yield one, tuple(codes)
        went = went or one.kind if one.kind in (POLICE, RELEASED) else went


def _again(kind: str, went: str) -> str:
    """What is odd about a record of an item that had gone."""
    if went == RELEASED:
        return GIVEN_TWICE if kind == RELEASED else AFTER_GIVEN
    return POLICE_TWICE if kind == POLICE else AFTER_POLICE


@dataclass(frozen=True)
class InBag:
    """How long an item was in a bag, and on which trip."""

    trip: str | None
    since: datetime
    ended_at: datetime | None


def is_same_bag(one: InBag, other: InBag) -> bool:
    """Whether a number is on two bags at once, or twice on one trip; on another trip it may be used anew."""
    if one.trip == other.trip:
        return True
    return not (_is_over_by(one, other.since) or _is_over_by(other, one.since))


def _is_over_by(one: InBag, at: datetime) -> bool:
    return one.ended_at is not None and one.ended_at <= at
