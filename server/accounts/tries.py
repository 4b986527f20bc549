"""Counts wrong passwords, reset codes and second steps, by account and by where they come from. Keeps neither in clear.

A try counts from its beginning, so that a hundred at once are a hundred; one that goes well is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from peewee import Expression

from server.accounts import rules
from server.accounts.models import FailedSignIn
from server.accounts.places import place_of
from server.accounts.queries import any_school
from server.foundation import clock, crypto
from server.foundation.database import db
from server.foundation.problems import Problem

PASSWORD, RESET_CODE, SECOND_STEP = "tried account", "tried reset code", "tried second step"
JOINING_CODE = "tried joining code"
_WORDS = {
    PASSWORD: "Too many wrong passwords. Try again at {at}, or ask the office to reset it.",
    RESET_CODE: "Too many wrong codes. Try again at {at}.",
    SECOND_STEP: "Too many wrong tries. Try again at {at}.",
    JOINING_CODE: "Too many wrong codes. Try again at {at}.",
}


@dataclass(frozen=True)
class Try:
    """One try under way. `row` is None before there is a school."""

    row: int | None
    account: str
    place: str


def begin(what: str, email: str) -> Try:
    """Count a try. Raises Problem accounts.too_many_tries, for an account that exists and one that does not alike."""
    found = place_of(email)
    account, came_from = _mark(what, email.strip().lower()), _mark("tried from", found.source)
    place = came_from if found.is_own else ""
    now = clock.now()
    school = any_school()
    with db.atomic():
        forget_old()
        _refuse_too_many(what, _same(account, place), FailedSignIn.came_from == came_from, now)
        if school is None:
            return Try(None, account, place)
        row = FailedSignIn.create(school=school, account=account, came_from=came_from, place=place, failed_at=now)
    return Try(row.id, account, place)


def went_well(done: Try) -> None:
    """Take a try back; in a place of one's own, the wrong ones before it too."""
    FailedSignIn.delete().where(FailedSignIn.id == done.row).execute()
    if done.place:
        FailedSignIn.delete().where(_same(done.account, done.place)).execute()


def forgive(email: str) -> None:
    """Forget the wrong passwords of this account, wherever they were typed: it has another password now."""
    FailedSignIn.delete().where(FailedSignIn.account == _mark(PASSWORD, email.strip().lower())).execute()


def forget_old() -> None:
    """Drop the tries that count no longer."""
    FailedSignIn.delete().where(FailedSignIn.failed_at <= clock.now() - rules.TRIES_WINDOW).execute()


def _same(account: str, place: str) -> Expression:
    return (FailedSignIn.account == account) & (FailedSignIn.place == place)


def _refuse_too_many(what: str, of_account: Expression, from_there: Expression, now: datetime) -> None:
    counted = [
        _nth_newest(of_account, rules.MOST_TRIES_AN_ACCOUNT),
        _nth_newest(from_there, rules.MOST_TRIES_AN_ADDRESS),
    ]
    seconds = rules.seconds_to_wait([at for at in counted if at], now)
    if seconds > 0:
        current_app.logger.warning("refused: too many tries (%s)", what)
        words = _WORDS[what].format(at=_clock(now, seconds))
        raise Problem("accounts.too_many_tries", words, retry_after_seconds=seconds)


def _nth_newest(which: Expression, n: int) -> datetime | None:
    """When the try was made that must count no longer before there may be another one."""
    row = FailedSignIn.select().where(which).order_by(FailedSignIn.failed_at.desc()).offset(n - 1).first()
    return row.failed_at if row else None


def _clock(now: datetime, seconds: int) -> str:
    """The next full minute, so that whoever comes at the time named is let try."""
    opens = now + timedelta(seconds=seconds + 59)
    return f"{opens.astimezone(clock.SCHOOL_TIME):%H:%M}"


def _mark(*parts: str) -> str:
    return crypto.token(current_app.config["SECRET_KEY"], *parts)
