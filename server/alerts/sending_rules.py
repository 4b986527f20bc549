"""What becomes of a delivery: how long it is worth trying, what an answer means, when to try again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime

NOW, TODAY = "now", "today"
# A phone that comes back into signal after half a day is still told; who did not answer has been passed over by then.
NOW_LIVES = timedelta(hours=12)
TODAY_LIVES_AT_LEAST = timedelta(hours=1)
# RFC 8030 section 5.3: a phone that saves its battery wakes for "high".
URGENCIES = {NOW: "high", TODAY: "normal"}
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 300.0
# A service that asks for a year is not obeyed: the next person is told meanwhile, and this one in the end.
LONGEST_ASKED_SECONDS = 900.0
# RFC 8030 sections 7.3 and 8.4, and what services answer for a subscription that has ended.
DEAD = frozenset({404, 410})
# Too early, too many, and those that mean our own key or clock, which somebody may mend: asked again until it expires.
ASKED_AGAIN = frozenset({401, 403, 408, 425, 429})


@dataclass(frozen=True)
class Answer:
    """What came back. `status` is null where nothing did; `error` says in a word what happened then."""

    status: int | None
    retry_after: str | None = None
    error: str = ""


@dataclass(frozen=True)
class Outcome:
    """The delivery's new state; `next_try_at` where it waits; whether the subscription is dead."""

    state: str
    error: str = ""
    next_try_at: datetime | None = None
    is_dead: bool = False


def expires_at(text: str, queued_at: datetime, school_time: tzinfo) -> datetime:
    """Until when it is worth telling: "now" for half a day, "today" to the end of the school's day."""
    if text == NOW:
        return queued_at + NOW_LIVES
    tomorrow = queued_at.astimezone(school_time).date() + timedelta(days=1)
    return max(datetime.combine(tomorrow, time(), school_time), queued_at + TODAY_LIVES_AT_LEAST)


def outcome(answer: Answer, tries: int, now: datetime, *, expires: datetime, dice: float) -> Outcome:
    """What an answer makes of a delivery tried `tries` times, this one included; `dice` is 0 to 1.

    A redirect is never followed: a service that sends one has become somebody else's (RFC 8030 knows none).
    """
    status = answer.status
    if status is not None and 200 <= status < 300:
        return Outcome("sent")
    error = answer.error or str(status)
    if status in DEAD:
        return Outcome("gone", error, is_dead=True)
    if status is not None and 300 <= status < 400:
        return Outcome("failed", "redirected", is_dead=True)
    if status is not None and status < 500 and status not in ASKED_AGAIN:
        return Outcome("failed", error)
    again = now + timedelta(seconds=_wait_seconds(answer.retry_after, tries, now, dice))
    return Outcome("waiting", error, again) if again < expires else Outcome("failed", error)


def _wait_seconds(retry_after: str | None, tries: int, now: datetime, dice: float) -> float:
    """Doubled with each try, up to five minutes, spread so that not all come at once; longer where asked to."""
    doubled: float = min(FIRST_WAIT_SECONDS * 2 ** min(tries - 1, 20), LONGEST_WAIT_SECONDS)
    return max(doubled * (0.5 + dice), _asked_seconds(retry_after, now))


def _asked_seconds(retry_after: str | None, now: datetime) -> float:
    """Retry-After (RFC 9110 section 10.2.3), in seconds or as a date, within bounds; 0 where it cannot be read."""
    if not retry_after or len(retry_after) > 100:
        return 0.0
    if retry_after.isascii() and retry_after.strip().isdecimal():
        asked = float(retry_after)
    else:
        try:
            asked = (parsedate_to_datetime(retry_after) - now).total_seconds()
        except (TypeError, ValueError, OverflowError):
            return 0.0
    return min(max(asked, 0.0), LONGEST_ASKED_SECONDS)
