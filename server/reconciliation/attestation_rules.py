"""Whether a phone attests that nothing waits on it, on the numbering it set out with (promise 8). Pure.

What a phone says now is no proof by itself: one that was emptied also says that nothing waits. So it counts only on the
numbering that was in use when the trip set out, at the number that this has to have reached, with every number here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

ATTESTED, LOST, NEVER_HEARD, NOT_FROM_THE_START = "attested", "lost", "never_heard", "not_from_the_start"
EMPTIED, SHRUNK, BEHIND, MISSING = "emptied", "shrunk", "behind", "missing"
WAITING, NOT_SINCE = "waiting", "not_since"
# What is a gap also while the trip is still out.
ALARMING = frozenset({LOST, EMPTIED, SHRUNK})
# A phone names every numbering that it keeps in one go.
ONE_GO = timedelta(seconds=1)
# The time at which a trip came back is typed in whole minutes.
TYPED_TO = timedelta(minutes=1)
INTO_SIGNAL = "Bring {name} into signal and open Lanyard on it."
ASK = "Ask whoever had it what was written on it, and enter that from paper. Then explain here what became of it."
NEXT_STEPS = {
    LOST: "If it turns up, say so on its page, bring it into signal and open Lanyard on it. Otherwise explain it here.",
    NEVER_HEARD: f"{INTO_SIGNAL} If it stayed at school, or was never used, say so here.",
    NOT_FROM_THE_START: "The school first heard from it after the trip. Ask whoever had it, and explain it here.",
    EMPTIED: ASK,
    SHRUNK: ASK,
    BEHIND: f"{INTO_SIGNAL} If it stays so, ask whoever had it what was written on it, and explain it here.",
    MISSING: f"{INTO_SIGNAL} It sends by itself what it still has.",
    WAITING: f"{INTO_SIGNAL} Leave it open until nothing waits any more.",
    NOT_SINCE: f"{INTO_SIGNAL} It then tells by itself that nothing waits.",
}


@dataclass(frozen=True)
class Numbering:
    """One of a phone's numberings, as the school knows it.

    `told_at`, `next_seq` and `pending` are its last word; `reach` is the next number that it must have reached: beyond
    the highest that it ever told, announced or sent. `first` is the first number that may belong to the trip, and
    `missing` how many from there on have not come. `last_at` is when its last thing for the trip came. `shrunk_at`: it
    told a lower next number than before.
    """

    chain: str
    first_seen_at: datetime | None = None
    seen_at: datetime | None = None
    told_at: datetime | None = None
    next_seq: int = 0
    pending: int = 0
    shrunk_at: datetime | None = None
    first: int = 1
    reach: int = 1
    missing: int = 0
    is_of_trip: bool = False
    has_left_with: bool = False
    last_at: datetime | None = None


@dataclass(frozen=True)
class Loan:
    """Who has a phone on loan for the trip, if anybody; and whether one of the trip's loans of it has ended."""

    holder: str | None = None
    is_handed_back: bool = False


NO_LOAN = Loan()


@dataclass(frozen=True)
class Carried:
    """A phone of a trip and all its numberings, but for those that are kept apart."""

    phone: str
    name: str
    is_lost: bool = False
    numberings: Sequence[Numbering] = field(default=())
    loan: Loan = NO_LOAN


@dataclass(frozen=True)
class Standing:
    """How far a phone attests. `count` is how many wait, or are missing; `numberings` those it was judged by."""

    phone: str
    name: str
    code: str
    count: int = 0
    numberings: tuple[Numbering, ...] = ()
    loan: Loan = NO_LOAN

    @property
    def holder(self) -> str:
        """Who still has it on loan; "" for nobody."""
        return self.loan.holder or ""

    @property
    def is_awaited(self) -> bool:
        """Whether somebody still has it and can hand it back: of a lost one it is said that it is lost."""
        return bool(self.holder) and self.code != LOST

    @property
    def is_at_school(self) -> bool:
        """Whether it is back: by its loans, or where none was noted by its own word."""
        return not self.holder and (self.loan.is_handed_back or self.has_attested)

    @property
    def has_attested(self) -> bool:
        """Whether nothing waits on it."""
        return self.code == ATTESTED

    @property
    def title(self) -> str:
        """What is so, in words that stay the same until something changes."""
        return f"{self.name}: {_words(self.code, self.count)}"

    @property
    def next_step(self) -> str:
        """What to do next; "" where there is nothing."""
        return NEXT_STEPS.get(self.code, "").format(name=self.name)


def standing_of(carried: Carried, opens: datetime, back: datetime) -> Standing:
    """How a phone stands. `opens` is when the trip's phones opened, `back` when it came back or was over."""
    judged = tuple(set_out_with(carried.numberings, opens))
    code, count = _judge(carried, judged, opens, back)
    return Standing(carried.phone, carried.name, code, count, judged, carried.loan)


def set_out_with(numberings: Iterable[Numbering], opens: datetime) -> list[Numbering]:
    """The numberings by which a phone is judged.

    Those on which something of the trip came, or that were checked before it left; and the one in use when the trip's
    phones opened, or else the first that the school ever heard of.
    """
    known = sorted((one for one in numberings if one.first_seen_at), key=lambda one: (one.first_seen_at, one.chain))
    before = [one for one in known if one.first_seen_at and one.first_seen_at <= opens]
    in_use = before[-1:] or known[:1]
    return [one for one in numberings if one.is_of_trip or one.has_left_with or one in in_use]


def missing_numbers(first: int, reach: int, known: Collection[int]) -> int:
    """How many numbers from `first` on, below `reach`, the school knows nothing of: the phone used and lost them."""
    return max(reach - first, 0) - sum(1 for seq in set(known) if first <= seq < reach)


def _judge(carried: Carried, judged: Sequence[Numbering], opens: datetime, back: datetime) -> tuple[str, int]:
    told = [one.told_at for one in judged if one.told_at]
    if carried.is_lost:
        return LOST, 0
    if not judged or len(told) < len(judged):
        return NEVER_HEARD, 0
    if all(_came_after(one, back) for one in judged):
        return NOT_FROM_THE_START, 0
    if _began_another(carried.numberings, opens) or any(_was_left(one, carried.numberings) for one in judged):
        return EMPTIED, 0
    if any(one.shrunk_at and one.shrunk_at >= opens for one in judged):
        return SHRUNK, 0
    return _judge_last_words(judged, back)


def _judge_last_words(judged: Sequence[Numbering], back: datetime) -> tuple[str, int]:
    if any(one.next_seq < one.reach for one in judged):
        return BEHIND, 0
    if any(one.pending for one in judged):
        return WAITING, sum(one.pending for one in judged)
    if any(one.missing for one in judged):
        return MISSING, sum(one.missing for one in judged)
    if any(not _has_told_since(one, back) for one in judged):
        return NOT_SINCE, 0
    return ATTESTED, 0


def _came_after(one: Numbering, back: datetime) -> bool:
    """Whether the school first heard of it after the trip, and of nothing of the trip on it."""
    return not one.is_of_trip and (one.first_seen_at is None or one.first_seen_at >= back + TYPED_TO)


def _began_another(numberings: Iterable[Numbering], opens: datetime) -> bool:
    """Whether the phone began to count anew since it set out, also where it tells of the first again by now."""
    begun = sorted(one.first_seen_at for one in numberings if one.first_seen_at)
    in_use = max([at for at in begun if at <= opens], default=begun[0] if begun else opens)
    return any(at > in_use + ONE_GO for at in begun)


def _was_left(one: Numbering, numberings: Iterable[Numbering]) -> bool:
    """Whether its phone has told of others since and not of this one."""
    if one.seen_at is None:
        return False
    until = one.seen_at + ONE_GO
    return any(other.seen_at is not None and other.seen_at > until for other in numberings)


def _has_told_since(one: Numbering, back: datetime) -> bool:
    told, last = one.told_at, one.last_at
    return told is not None and told >= back and (last is None or told >= last)


def _words(code: str, count: int) -> str:
    things = f"{count} thing{'' if count == 1 else 's'}"
    return {
        ATTESTED: "nothing waits on it",
        LOST: "it is lost",
        NEVER_HEARD: "it has not told the school what it holds",
        NOT_FROM_THE_START: "nobody can tell what it held on the trip",
        EMPTIED: "it was emptied, and counts anew",
        SHRUNK: "it told of fewer things than it had before",
        BEHIND: "it has not told of everything that it once had",
        WAITING: f"{things} wait{'s' if count == 1 else ''} on it",
        MISSING: f"{things} of it {'has' if count == 1 else 'have'} not come",
        NOT_SINCE: "not heard from since the trip came back",
    }[code]
