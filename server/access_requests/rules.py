"""Who deals with requests, what is decided of each thing, what has to be done before it goes, who lets it go. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.accounts.rules import Role

# Who reads what is held and decides of it. The office opens a request and keeps its clock, and reads none of it.
DECIDES = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER})
KEEPS = DECIDES | {Role.OFFICE}
# One of the two who let it go has to be one of these.
ANSWERS_FOR_IT = frozenset({Role.DSL, Role.HEADTEACHER})

ASKERS = {
    "parent": "A parent or carer",
    "child": "The child",
    "for_parent": "Somebody for a parent, such as a solicitor",
    "for_child": "Somebody for the child",
    "other": "Somebody else",
}
WAITS_FOR = {"identity": "proof of who is asking", "scope": "what is asked for"}

# What is decided of one thing. Undecided it holds the request up.
OUT, OTHER, HELD = "goes_out", "other_child", "held_back"
DECISIONS = {OUT: "Goes out", OTHER: "Is not about this child", HELD: "Is held back"}
# Why something may be held back. What each asks for is for the school and its data protection officer to judge.
GROUNDS = {
    "serious_harm": "It would be likely to cause serious harm (DPA 2018, Schedule 3, Part 4)",
    "child_abuse": "It is about child abuse, and not in the child’s interests (DPA 2018, Schedule 3, Part 5)",
    "others": "It is about somebody else who has not agreed (DPA 2018, Schedule 2, Part 3)",
    "crime": "It would harm the finding of a crime (DPA 2018, Schedule 2, Part 1)",
    "privilege": "It is legal advice (DPA 2018, Schedule 2, Part 4)",
    "scope": "It is outside what was asked for",
    "twice": "The same stands elsewhere in the file",
    "other": "Another ground, as written",
}

# Everything that can be done to a request. Each is a line of its log, and none is ever changed.
OPENED, LOOKED, NAMED = "opened", "looked", "named"
IDENTITY, PAUSED, RESUMED, EXTENDED = "identity", "paused", "resumed", "extended"
STRUCK, UNSTRUCK = "struck", "unstruck"
STAFF_SHOWN, STAFF_MASKED = "staff_shown", "staff_masked"
FAMILY_SHOWN, FAMILY_MASKED = "family_shown", "family_masked"
CHAIR_ASKED, HEAD_LOOKED = "chair_asked", "head_looked"
AGREED, RELEASED, SENT_BACK = "agreed", "released", "sent_back"
FETCHED, GIVEN, CLOSED = "fetched", "given", "closed"
ACT_NAMES = {
    OPENED: "Opened",
    LOOKED: "Everything held was looked through",
    NAMED: "Another name of the child was added",
    IDENTITY: "Who is asking was checked",
    PAUSED: "The clock was stopped",
    RESUMED: "The clock went on",
    EXTENDED: "It takes two months more",
    OUT: "Goes out",
    OTHER: "Is not about this child",
    HELD: "Held back",
    STRUCK: "A passage was taken out",
    UNSTRUCK: "A passage was put back",
    STAFF_SHOWN: "The names of staff are shown",
    STAFF_MASKED: "The names of staff are masked",
    FAMILY_SHOWN: "Whom to ring for the child is shown",
    FAMILY_MASKED: "Whom to ring for the child is masked",
    CHAIR_ASKED: "The chair of governors was asked",
    HEAD_LOOKED: "The headteacher has decided what is theirs alone",
    AGREED: "Ready to go, by the first of two people",
    RELEASED: "Let go, by the second person",
    SENT_BACK: "Sent back by the second person",
    FETCHED: "The locked file was fetched",
    GIVEN: "Given to whoever asked",
    CLOSED: "Closed",
}
# After one of these, what two people let go may no longer be what would go out.
CHANGES = frozenset(
    {LOOKED, NAMED, OUT, OTHER, HELD, STRUCK, UNSTRUCK, STAFF_SHOWN, STAFF_MASKED, FAMILY_SHOWN, FAMILY_MASKED}
)


@dataclass(frozen=True)
class Done:
    """One line of a request's log. `item` is the number of the thing it is about, 0 for none."""

    n: int
    act: str
    item: int
    by: str
    roles: frozenset[str]
    digest: str
    words: str
    ground: str
    passage: str


@dataclass(frozen=True)
class Thing:
    """One thing that was found, as its decision needs it. `readers` are the only roles that see it, where any are."""

    number: int
    digest: str
    readers: frozenset[str]


def decided(things: Iterable[Thing], log: Sequence[Done]) -> dict[int, str]:
    """What holds of each thing: its last decision, where what it says is still what was decided of; "" otherwise."""
    last = {done.item: done for done in log if done.act in DECISIONS}
    return {
        one.number: last[one.number].act if one.number in last and last[one.number].digest == one.digest else ""
        for one in things
    }


def struck(log: Sequence[Done]) -> dict[int, list[Done]]:
    """The passages taken out of each thing, in the order in which that was done."""
    found: dict[int, list[Done]] = {}
    for done in log:
        here = found.setdefault(done.item, [])
        if done.act == STRUCK:
            here.append(done)
        if done.act == UNSTRUCK:
            found[done.item] = [one for one in here if one.passage != done.passage]
    return found


def may_see(thing: Thing, roles: frozenset[str], decision: str) -> bool:
    """Whether somebody who decides sees it. What is one role's alone is everybody's once that role lets it out."""
    return not thing.readers or bool(thing.readers & roles) or decision == OUT


def is_on(log: Sequence[Done], on: str, off: str) -> bool:
    """Whether the last of two opposite acts is the first of them."""
    last = [done.act for done in log if done.act in (on, off)]
    return bool(last) and last[-1] == on


def in_the_way(things: Sequence[Thing], log: Sequence[Done], roles: frozenset[str]) -> list[str]:
    """What still has to be done before it may go, in words for somebody in these roles.

    Of what is the headteacher's alone nobody else hears how much there is, or whether there is any: the headteacher
    says each time that it is decided.
    """
    acts, decisions = [done.act for done in log], decided(things, log)
    open_ = [one for one in things if not decisions[one.number]]
    mine = [one for one in open_ if may_see(one, roles, "")]
    dsls = [one for one in open_ if Role.DSL in one.readers and one not in mine]
    lines = [
        (LOOKED not in acts, "Look through everything that is held"),
        (IDENTITY not in acts, "Say how it was checked who is asking"),
        (is_on(log, PAUSED, RESUMED), "The clock stands still"),
        (bool(mine), f"Decide of what was found: {len(mine):,} still to do"),
        (bool(dsls), "The DSL has something left to decide"),
        (not _is_since(log, HEAD_LOOKED), "The headteacher says that what is theirs alone is decided"),
        (CHAIR_ASKED not in acts, "Ask the chair of governors about what only they hold, and say that you did"),
    ]
    return [words for holds_up, words in lines if holds_up]


def _is_since(log: Sequence[Done], act: str) -> bool:
    """Whether this was done after everything was last looked through."""
    acts = [done.act for done in log]
    return act in acts and LOOKED not in acts[len(acts) - acts[::-1].index(act) :]


def undecided_by_head(things: Sequence[Thing], log: Sequence[Done]) -> int:
    """How many things that the headteacher alone sees are undecided."""
    decisions = decided(things, log)
    return sum(not decisions[one.number] and one.readers == {Role.HEADTEACHER} for one in things)


def agreed(log: Sequence[Done]) -> Done | None:
    """The first of two signatures, as long as nothing was changed, sent back or let go since."""
    found = None
    for done in log:
        if done.act == AGREED:
            found = done
        elif done.act in CHANGES or done.act in (SENT_BACK, RELEASED, CLOSED):
            found = None
    return found


def let_go(log: Sequence[Done]) -> Done | None:
    """When it was last let go, as long as nothing that goes out was changed since: then the file is what was signed."""
    found = None
    for done in log:
        if done.act == RELEASED:
            found = done
        elif done.act in CHANGES:
            found = None
    return found


def is_given(log: Sequence[Done]) -> bool:
    """Whether what was last let go was given to whoever asked."""
    gone = let_go(log)
    return gone is not None and any(done.act == GIVEN and done.n > gone.n for done in log)


def why_not_second(first: Done, staff: str, roles: frozenset[str], digest: str) -> str:
    """Why somebody may not be the second to let it go, in words; "" where they may."""
    if first.by == staff:
        return "Somebody else has to be the second"
    if not (first.roles | roles) & ANSWERS_FOR_IT:
        return "One of the two has to be the DSL or the headteacher"
    if first.digest != digest:
        return "What goes out is not what the first person saw. They have to look again"
    return ""


def is_over(log: Sequence[Done]) -> bool:
    """Whether the request is closed."""
    return any(done.act == CLOSED for done in log)


def counted(decisions: Mapping[int, str]) -> dict[str, int]:
    """How many things there are of each decision, "" for those undecided."""
    found = {"": 0, OUT: 0, OTHER: 0, HELD: 0}
    for decision in decisions.values():
        found[decision] += 1
    return found
