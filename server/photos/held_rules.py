"""Why a photo is held back, and what becomes of one that was judged before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

SAID_NO, NO_CONSENT, CHECK_FAILED, NO_CHECK = "said_no", "no_consent", "check_failed", "no_check"
# Each goes on after "Held back:".
HELD_NAMES = {
    SAID_NO: "somebody in it had said no that day, or the school had rung",
    NO_CONSENT: "there was no yes for somebody in it when it came, or it ended that day, maybe before the phone heard",
    CHECK_FAILED: "the check before it should not have passed, or said stop",
    NO_CHECK: "the check that it names has not come",
}
LET_IN, KEPT = "let_in", "kept"
ANSWER_NAMES = {LET_IN: "Let it in: it may be looked at like any other", KEPT: "It stays held back"}


@dataclass(frozen=True)
class Known:
    """What the school knows of a photo. `check` is passed, failed or missing; None where it names none."""

    has_said_no: bool = False
    lacks_consent: bool = False
    check: str | None = None


def reason_for(known: Known) -> str | None:
    """Why it is to be held back (R31); None where nothing speaks against it."""
    if known.has_said_no:
        return SAID_NO
    if known.lacks_consent:
        return NO_CONSENT
    return {"failed": CHECK_FAILED, "missing": NO_CHECK}.get(known.check or "")


def judged(now: str | None, found: str | None, last: tuple[str, str] | None) -> str | None:
    """Why it is held from now on. `now` is why it is held, `found` what the school knows; `last` a person's (answer,
    reason).

    What a person let in is held again for another reason alone. What is held waits for a person, but for a check that
    came after all and passed.
    """
    answer, reason = last or ("", "")
    if found is None:
        return None if now == NO_CHECK and answer != KEPT else now
    return now if now is None and answer == LET_IN and reason == found else found


def as_known_at(received_at: datetime, day: date, now: datetime, zone: tzinfo) -> datetime:
    """Up to when what was saved counts for a photo of a day: until it came, or until that day is over."""
    over = datetime.combine(day + timedelta(days=1), time(), zone)
    return max(received_at, min(now, over))
