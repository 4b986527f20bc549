"""Something that is still missing or open on a trip."""

from __future__ import annotations

from dataclasses import dataclass


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
