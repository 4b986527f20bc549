"""Of which days a report is: a term of the school year, or days that somebody chose. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from server.phones.set_up_check_rules import term_of

TERMS_OFFERED = 6
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Period:
    """Days of a report, both included. `key` names a term in an address ("2026-autumn"); "" where it is none."""

    name: str
    key: str
    first: date
    last: date

    def between(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From which instant on, and before which, something falls into it."""
        return midnight(self.first, zone), midnight(self.last + timedelta(days=1), zone)

    def weeks(self) -> list[tuple[date, date]]:
        """Its weeks from Monday to Sunday, as (first day, day after the last); the outer ones may be shorter."""
        starts = [self.first]
        while (monday := starts[-1] + timedelta(days=7 - starts[-1].weekday())) <= self.last:
            starts.append(monday)
        return list(zip(starts, [*starts[1:], self.last + timedelta(days=1)], strict=True))


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(0), zone)


def term_at(day: date) -> Period:
    """The term of a day. One ends where the next begins, so that nothing falls between two."""
    term = term_of(day)
    last = day
    while term_of(last + timedelta(days=1)) == term:
        last += timedelta(days=1)
    return Period(
        f"{term.name} term {term.starts_on.year}", f"{term.starts_on.year}-{term.name.lower()}", term.starts_on, last
    )


def terms_until(day: date, count: int = TERMS_OFFERED) -> list[Period]:
    """The term of a day and those before it, the newest first."""
    found = [term_at(day)]
    while len(found) < count:
        found.append(term_at(found[-1].first - timedelta(days=1)))
    return found


def chosen_days(first: date, last: date) -> Period:
    """Days that somebody chose."""
    return Period(f"{in_words(first)} to {in_words(last)}", "", first, last)


def in_words(day: date) -> str:
    """A day as reports have it, always with its year: "3 November 2026"."""
    return f"{day.day} {day:%B} {day.year}"
