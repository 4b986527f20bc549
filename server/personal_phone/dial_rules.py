"""The number to dial so that the caller's own is withheld (141), from whatever somebody wrote. Pure: stdlib only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialled:
    """What became of a number somebody wrote.

    `dial`: the digits to dial, prefix included; null when refused. `number`: the digits asked for, in national or 00 form,
    without the prefix; null when refused. `verdict`: `withheld` (141 is put in front; tried, never promised), `plain`
    (rung as it is), `abroad` (141 is put in front, and may do nothing), `refused`. `why`: a key of `dial_words.WHY`.
    `extension`: shown to the caller and never dialled.
    """

    asked: str
    dial: str | None
    number: str | None
    verdict: str
    why: str
    extension: str | None = None


def dial(asked: str) -> Dialled:
    """What to dial for `asked`, any text at all. Never fails: what is no number is refused, with why."""
    return Dialled(asked, None, None, "refused", "no_number")


def spaced(dial: str) -> str:
    """The digits of `Dialled.dial` grouped for reading aloud: "141 07700 900123"."""
    return dial
