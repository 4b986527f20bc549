"""The ledger of own phones: what the school knows of uses, agreements and school phones, matched and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from peewee import JOIN, fn

from server.accounts.models import Staff, StaffRole
from server.accounts.rules import Role
from server.foundation import clock, csv_cells
from server.foundation.access import Person
from server.foundation.rows import select
from server.intake.models import PhoneContact
from server.personal_phone import agreements, ledger_rules, report_rules, use_queries, use_rules
from server.personal_phone.agreement_models import OwnPhoneAgreement, OwnPhoneAgreementRevoked
from server.personal_phone.agreement_rules import OWN_PHONE
from server.personal_phone.dial_rules import spaced
from server.personal_phone.ledger_rules import Agreed, Row, SchoolPhone, TripFacts, Use, Wanted
from server.personal_phone.report_rules import About, Reader
from server.personal_phone.use_models import OwnPhoneUse
from server.personal_phone.use_queries import Used
from server.phones.models import Phone
from server.trips.models import Trip, TripPhone
from server.trips.paper import zone_of

READS_LEDGER = (Role.OFFICE, Role.HEADTEACHER, Role.CHAIR)
COLUMNS = (
    *("Finding", "Trip", "Whose phone", "Time", "Ended", "Who was called", "Number", "Number withheld"),
    *("Agreed, it says", "Agreement in force", "Agreement given afterwards", "School phones there and working"),
    *("Written on", "The school has it", "Report"),
)


MOST_TRIPS = 300
# So far ahead a phone's clock may be that a record arrives before it was written.
CLOCKS_AHEAD = timedelta(days=14)
# Two times of one day lie no further apart, wherever the trip is.
A_DAY = timedelta(days=1)
# What is held against a call, of an agreement and of its trip.
_AGREED = (
    *(OwnPhoneAgreement.id, OwnPhoneAgreement.number, OwnPhoneAgreement.staff, OwnPhoneAgreement.trip),
    *(OwnPhoneAgreement.given_at, Staff.id, Staff.name),
    *(Trip.id, Trip.title, Trip.starts_on, Trip.ends_on, Trip.time_zone),
    *(OwnPhoneAgreementRevoked.agreement, OwnPhoneAgreementRevoked.at),
)
_CALLED_AT = fn.COALESCE(OwnPhoneUse.began_at, OwnPhoneUse.recorded_at, OwnPhoneUse.received_at)
# For each call, of each phone that went: what came just before it and just after, and what was written then; and when
# the phones of those trips were found well.
_WELL = """
WITH call (trip, at, first, last, arrived) AS (VALUES {})
SELECT call.trip, envelope.phone,
    MAX(CASE WHEN envelope.received_at <= at THEN envelope.received_at END),
    MIN(CASE WHEN envelope.received_at > at THEN envelope.received_at END),
    MAX(CASE WHEN record.recorded_at <= at THEN record.recorded_at END),
    MIN(CASE WHEN record.recorded_at > at THEN record.recorded_at END)
FROM call CROSS JOIN trip_phone CROSS JOIN envelope CROSS JOIN record
WHERE trip_phone.trip_id = call.trip AND envelope.phone = trip_phone.phone_id AND envelope.received_at >= arrived
AND record.envelope_id = envelope.n
AND (envelope.received_at BETWEEN first AND last OR record.recorded_at BETWEEN first AND last)
GROUP BY call.trip, call.at, envelope.phone
UNION ALL SELECT trip_id, phone, checked_at, NULL, NULL, NULL FROM departure_check
WHERE not_well = '[]' AND trip_id IN (SELECT trip FROM call)
"""


@dataclass(frozen=True)
class Line:
    """A row of the ledger in words, with its use where it is of one."""

    row: Row
    person: str
    trip: str
    used: Used | None

    @property
    def findings(self) -> str:
        """What was found, in words."""
        return "; ".join(ledger_rules.FINDING_NAMES[code] for code in self.row.findings)


def lines_for(person: Person, wanted: Wanted) -> list[Line]:
    """The ledger as somebody may see it, the newest first.

    Read are the uses of the days that are asked for, and what bears on them: a use of another day may be under an
    agreement of these.
    """
    asked = _Asked(use_queries.reader(person), person.school, wanted)
    uses = {one.row.id: one for one in asked.uses()}
    agreed = asked.agreements()
    trips = {one.trip.id: one.trip for one in uses.values() if one.trip} | {
        one.row.trip_id: one.row.trip for one in agreed
    }
    calls, names = [_use(one) for one in uses.values()], {one.row.staff_id: one.row.staff.name for one in agreed}
    rows = ledger_rules.rows(calls, [_agreed(one) for one in agreed], _facts(list(trips.values()), calls))
    return [
        Line(
            row=row,
            person=uses[row.use].person if row.use else names.get(row.staff or "", "Somebody no longer listed"),
            trip=trips[row.trip].title if row.trip in trips else "No trip given",
            used=uses[row.use] if row.use else None,
        )
        for row in ledger_rules.wanted_of(rows, wanted, clock.SCHOOL_TIME)
    ]


@dataclass(frozen=True)
class _Asked:
    """What the ledger has to read: uses and agreements of its days, and of the others' trips."""

    reader: Reader
    school: str
    wanted: Wanted

    def uses(self) -> list[Used]:
        given = OwnPhoneAgreement.select(OwnPhoneAgreement.trip).where(*self._given_then())
        near = self._within(_CALLED_AT) | OwnPhoneUse.trip.in_(given)
        rows = use_queries.seen_by(self.reader, self.school, self.wanted.trip).where(near)
        return use_queries.with_reports(self.school, rows, has_outcomes=False)

    def agreements(self) -> list[agreements.Registered]:
        """Those to call; a headteacher's are no headteacher's to see, like their uses."""
        used = OwnPhoneUse.select(OwnPhoneUse.trip).where(OwnPhoneUse.school == self.school, self._within(_CALLED_AT))
        mine = (OwnPhoneAgreement.kind == OWN_PHONE, self._within(OwnPhoneAgreement.given_at))
        rows = OwnPhoneAgreement.select().where(
            OwnPhoneAgreement.school == self.school, mine[0], mine[1] | OwnPhoneAgreement.trip.in_(used)
        )
        rows = rows.where(OwnPhoneAgreement.trip == self.wanted.trip) if self.wanted.trip else rows
        of_head, of_others = (report_rules.may_see(self.reader, About(None, one)) for one in (True, False))
        is_heads = OwnPhoneAgreement.staff.in_(_heads())
        return agreements.of_rows(rows.where((is_heads & of_head) | (~is_heads & of_others)), _AGREED)

    def _given_then(self) -> tuple[Any, ...]:
        of_school = OwnPhoneAgreement.school == self.school
        return of_school, OwnPhoneAgreement.kind == OWN_PHONE, self._within(OwnPhoneAgreement.given_at)

    def _within(self, at: Any) -> Any:
        first, last = self.wanted.first or date(1970, 1, 1), self.wanted.last or date(2900, 1, 1)
        return (at >= _midnight(first)) & (at < _midnight(last + timedelta(days=1)))


def _midnight(day: date) -> int:
    return round(datetime.combine(day, time(), clock.SCHOOL_TIME).timestamp() * 1000)


def people_for(person: Person) -> list[Any]:
    """Whose uses and agreements somebody may ask for: those that they can see."""
    reader = use_queries.reader(person)
    staff = Staff.select(Staff.id, Staff.name, Staff.id.in_(_heads()).alias("is_head")).where(
        Staff.school == person.school
    )
    rows = staff.order_by(Staff.name).namedtuples()
    return [row for row in rows if report_rules.may_see(reader, About(row.id, bool(row.is_head)))]


def trips_for(person: Person, asked: str) -> list[Any]:
    """The trips to choose from: those of which there is a use or an agreement, the newest, and the one asked for."""
    used = OwnPhoneUse.select(OwnPhoneUse.trip).where(OwnPhoneUse.school == person.school)
    agreed = OwnPhoneAgreement.select(OwnPhoneAgreement.trip).where(OwnPhoneAgreement.school == person.school)
    there = Trip.id.in_(used) | Trip.id.in_(agreed) | (Trip.id == asked)
    chosen_by = Trip.select(Trip.id, Trip.title, Trip.starts_on)
    newest = chosen_by.where(Trip.school == person.school, there).order_by(Trip.id != asked, Trip.starts_on.desc())
    return sorted(newest.limit(MOST_TRIPS).namedtuples(), key=lambda trip: (-trip.starts_on.toordinal(), trip.title))


def as_csv(lines: Iterable[Line]) -> bytes:
    """The same as CSV: UTF-8 with its mark, so that Excel reads it. Neither what was said nor what came of it."""
    return csv_cells.as_csv(COLUMNS, map(_cells, lines))


def _cells(line: Line) -> list[str]:
    row, used = line.row, line.used
    agreement, later = (str(number or "") for number in (row.agreement, row.afterwards))
    facts = [line.findings, line.trip, line.person, _time(row.at)]
    if used is None:
        return [*facts, *[""] * 5, agreement, "", "", "", "", ""]
    use = used.row
    standing = report_rules.TAKEN_UP if used.taken_up else report_rules.NEW
    return [
        *facts,
        _time(use.ended_at),
        use.called_name,
        spaced(use.called_number),
        use_rules.WITHHELD_NAMES.get(use.withheld or "", ""),
        use_rules.AGREED_NAMES.get(use.agreed or "", ""),
        agreement,
        later,
        ", ".join(f"{name} ({_time(at)})" for name, at in row.phones),
        use_rules.WRITTEN_ON_NAMES.get(use.written_on or "", ""),
        _time(use.received_at),
        report_rules.STANDING_NAMES[standing],
    ]


def _time(instant: datetime | None) -> str:
    """A time at the school, as spreadsheets read and sort it."""
    return f"{instant.astimezone(clock.SCHOOL_TIME):%Y-%m-%d %H:%M}" if instant else ""


def _use(one: Used) -> Use:
    row = one.row
    return Use(row.id, row.trip, row.staff, row.began_at or row.recorded_at or row.received_at)


def _heads() -> Any:
    return StaffRole.select(StaffRole.staff).where(StaffRole.role == Role.HEADTEACHER)


def _agreed(one: agreements.Registered) -> Agreed:
    return Agreed(one.row.number, one.row.trip_id, one.row.staff_id, one.given)


def _facts(trips: Sequence[Trip], uses: Sequence[Use]) -> dict[str, TripFacts]:
    """What is known of each trip: its school phones, and when each was found well or heard from round it."""
    ids = sorted({use.trip for use in uses if use.trip})
    known = (TripPhone.trip, Phone.id, Phone.name, Phone.can_ring, Phone.revoked_at, PhoneContact.heard_at)
    phones = TripPhone.select(*known).join(Phone)
    heard = phones.join(PhoneContact, JOIN.LEFT_OUTER, on=(PhoneContact.phone == Phone.id))
    going: Any = heard.where(TripPhone.trip.in_(ids)).order_by(Phone.name).tuples() if ids else ()
    well = _well_at([(use.trip, use.at) for use in uses if use.trip])
    several: dict[str, list[SchoolPhone]] = {}
    for trip_id, phone_id, name, can_ring, revoked_at, heard_at in going:
        times = well.get((trip_id, phone_id), set())
        every = sorted({*times, heard_at} if heard_at else times)
        several.setdefault(trip_id, []).append(SchoolPhone(name, can_ring, every, revoked_at))
    return {trip.id: TripFacts(several.get(trip.id, []), zone_of(trip), trip.ends_on < clock.today()) for trip in trips}


def _well_at(calls: Sequence[tuple[str, datetime]]) -> dict[tuple[str, str], set[datetime]]:
    """When the phones of each trip were found well, or heard from round these calls, by trip and phone."""
    found: dict[tuple[str, str], set[datetime]] = {}
    values: list[Any] = []
    for trip, at in calls:
        span = (at, at - A_DAY, at + A_DAY, at - A_DAY - CLOCKS_AHEAD)
        values += [trip, *(round(one.timestamp() * 1000) for one in span)]
    sql = _WELL.format(", ".join(["(?, ?, ?, ?, ?)"] * len(calls)))
    for trip_id, phone, *times in select(sql, *values) if calls else ():
        found.setdefault((trip_id, phone), set()).update(clock.from_millis(at) for at in times if at)
    return found
