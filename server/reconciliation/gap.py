"""Something that is still missing or open on a trip."""

from __future__ import annotations

from dataclasses import dataclass

DOUBLE = "double"


@dataclass(frozen=True)
class Gap:
    """One gap. `key` names it for ever ("missing|chain|seq"), so that a written reason stays with it.

    `title` and `next_step` are for the screen, without a pupil's name. Key and title are the same for whoever looks,
    since what is explained and signed is bound to them; the next step is what that person can do, and `url` where, null
    where they may not.
    """

    key: str
    title: str
    next_step: str
    url: str | None


def key_of_pair(one: str, other: str) -> str:
    """The key of two reports, the same whichever comes first: their order by time changes with what arrives later."""
    return "|".join((DOUBLE, *sorted((one, other))))


def lasting(key: str) -> str:
    """A gap's key as it is now, where it was written as it used to be: pairs once stood in their order by time."""
    what, _, both = key.partition("|")
    one, is_pair, other = both.partition("|")
    return key_of_pair(one, other) if what == DOUBLE and is_pair else key
