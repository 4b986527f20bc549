"""By when a request has to be answered, and the bank holidays that this needs. Pure.

The month: from the day it came, whatever day that is, to the same date of the next month, or that month's last day; a
weekend or bank holiday moves it to the next working day (ICO, "What should we consider when responding to a request?",
read as quoted by the ICO's own checklist for small organisations). Holidays of the school do not move it (DfE). While
the school waits for proof of who is asking or for what is asked, it stands still (Data (Use and Access) Act 2025). A
complex request may take two months more, where whoever asks is told within the first (UK GDPR, Article 12(3)).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

_DAY = timedelta(days=1)
SATURDAY = 5
SOON = 7
# The month, and the two that a complex request may take besides.
USUAL, LONGEST = 1, 3
# The educational record of a maintained school: Education (Pupil Information) (England) Regulations 2005.
SCHOOL_DAYS = 15


@dataclass(frozen=True)
class Pause:
    """From the day on which the clock was stopped to the day on which it went on; None while it stands."""

    began_on: date
    ended_on: date | None

    def days(self, today: date) -> int:
        """How many days it stood, or stands so far."""
        return max(((self.ended_on or today) - self.began_on).days, 0)


def due_on(received_on: date, pauses: Iterable[Pause], today: date, *, months: int = 1) -> date:
    """The last day on which it may be answered; while the clock stands, that day moves with each day."""
    stood = sum(pause.days(today) for pause in pauses)
    return next_working_day(months_after(received_on, months) + stood * _DAY)


def months_after(day: date, months: int = 1) -> date:
    """The same date so many months on, or the last day of a month that has no such date."""
    year, month = divmod(day.year * 12 + day.month + months - 1, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_working_day(day: date) -> date:
    """This day, or the first after it that is neither of a weekend nor a bank holiday in England."""
    while not _is_working_day(day):
        day += _DAY
    return day


def school_days_after(day: date, number: int = SCHOOL_DAYS) -> date:
    """The day by which so many working days have passed: the earliest that so many school days can have."""
    while number:
        day += _DAY
        number -= _is_working_day(day)
    return day


def _is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England, those proclaimed for one year too, each also on the day that stands in for it."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
