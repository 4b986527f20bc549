"""Something that is still missing or open on a trip."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """One gap. `key` names it for ever ("missing|chain|seq"), so that a written reason stays with it.

    `title` and `next_step` are for the screen, without a pupil's name; `url` is where it is dealt with.
    """

    key: str
    title: str
    next_step: str
    url: str
