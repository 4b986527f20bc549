"""Calls with own phones held against what was agreed and against the school phones that were there (R100). Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from server.personal_phone.agreement_rules import Given, held_at

NO_AGREEMENT, SCHOOL_PHONE_THERE, NEVER_USED, MATCHED = "no_agreement", "school_phone_there", "never_used", "matched"
FINDING_NAMES = {
    NO_AGREEMENT: "Used with no agreement",
    SCHOOL_PHONE_THERE: "Used while a school phone was on the trip and working",
    NEVER_USED: "Agreement never used",
    MATCHED: "Matched",
}
FINDING_TAGS = {
    NO_AGREEMENT: "No agreement",
    SCHOOL_PHONE_THERE: "School phone there",
    NEVER_USED: "Agreement never used",
    MATCHED: "Matched",
}


@dataclass(frozen=True)
class Use:
    """A use: `staff` null where it is not known whose, `at` the call's time or, where none is given, the log's."""

    id: str
    trip: str | None
    staff: str | None
    at: datetime


@dataclass(frozen=True)
class Agreed:
    """An agreement to use an own phone for calls, by its number at the school."""

    number: int
    trip: str
    staff: str
    given: Given


@dataclass(frozen=True)
class SchoolPhone:
    """A school phone of a trip. `well_at` are times at which it was found well or heard from.

    `gone_at` is when it was lost or taken out of use.
    """

    name: str
    can_ring: bool
    well_at: Sequence[datetime]
    gone_at: datetime | None = None


@dataclass(frozen=True)
class TripFacts:
    """What is known of a trip: its school phones, its time zone, and whether it is over."""

    phones: Sequence[SchoolPhone]
    zone: tzinfo
    is_over: bool


@dataclass(frozen=True)
class Row:
    """A line of the ledger: a use with what stands against it, or an agreement that nobody used.

    `agreement` is the number of the one in force; `afterwards` of one given after the call. `phones` are the
    school phones that could have rung, each with when it was found well or heard from, the nearest to the call.
    """

    findings: tuple[str, ...]
    trip: str | None
    staff: str | None
    at: datetime
    use: str | None = None
    agreement: int | None = None
    afterwards: int | None = None
    phones: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What of the ledger is asked for; each None is any."""

    trip: str | None = None
    staff: str | None = None
    finding: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass
class _Used:
    numbers: set[int] = field(default_factory=set)


def rows(uses: Iterable[Use], agreed: Collection[Agreed], trips: Mapping[str, TripFacts]) -> list[Row]:
    """The ledger, the newest first."""
    used = _Used()
    of_each: dict[tuple[str | None, str | None], list[Agreed]] = {}
    for one in agreed:
        of_each.setdefault((one.trip, one.staff), []).append(one)
    lines = [_row_of_use(use, of_each.get((use.trip, use.staff), []), trips, used) for use in uses]
    lines += [
        Row((NEVER_USED,), one.trip, one.staff, one.given.given_at, agreement=one.number)
        for one in agreed
        if one.number not in used.numbers and one.trip in trips and trips[one.trip].is_over
    ]
    return sorted(lines, key=lambda row: row.at, reverse=True)


def wanted_of(lines: Iterable[Row], wanted: Wanted, zone: tzinfo) -> list[Row]:
    """Those that are asked for; days are the school's, both included."""
    return [row for row in lines if _is_wanted(row, wanted, row.at.astimezone(zone).date())]


def _is_wanted(row: Row, wanted: Wanted, day: date) -> bool:
    return (
        wanted.trip in (None, row.trip)
        and wanted.staff in (None, row.staff)
        and (wanted.finding is None or wanted.finding in row.findings)
        and (wanted.first is None or wanted.first <= day)
        and (wanted.last is None or day <= wanted.last)
    )


def _row_of_use(use: Use, theirs: Sequence[Agreed], trips: Mapping[str, TripFacts], used: _Used) -> Row:
    in_force = next((one.number for one in theirs if held_at(one.given, use.at)), None)
    later = next((one.number for one in theirs if use.at < one.given.given_at), None) if in_force is None else None
    used.numbers.update(number for number in (in_force, later) if number is not None)
    facts = trips.get(use.trip or "")
    phones = tuple(_that_could_ring(facts, use.at)) if facts else ()
    findings = [*([NO_AGREEMENT] if in_force is None else []), *([SCHOOL_PHONE_THERE] if phones else [])]
    return Row(tuple(findings) or (MATCHED,), use.trip, use.staff, use.at, use.id, in_force, later, phones)


def _that_could_ring(facts: TripFacts, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each that was found well or heard from on that day, where the trip is, and was not lost by then."""
    day = at.astimezone(facts.zone).date()
    for phone in facts.phones:
        is_gone = phone.gone_at is not None and phone.gone_at <= at
        that_day = [well for well in phone.well_at if well.astimezone(facts.zone).date() == day]
        if phone.can_ring and not is_gone and that_day:
            yield phone.name, min(that_day, key=lambda well: abs(well - at))
