"""Reads from the register of what parents and pupils have answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from server.consent.rules import PURPOSE_NAMES, Verdict, verdict


def verdicts(
    school: str, pupil_ids: Sequence[str], medium: str, *, first_day: date, last_day: date
) -> dict[str, dict[str, Verdict]]:
    """Each pupil's verdict by purpose, as it stands on the first of these days; nobody has answered anything yet."""
    return {pupil: {purpose: verdict([], first_day) for purpose in PURPOSE_NAMES} for pupil in pupil_ids}
