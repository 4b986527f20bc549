"""The ledger of own phones: what the school knows of uses, agreements and school phones, matched and as CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.accounts.models import Staff, StaffRole
from server.accounts.queries import staff_of
from server.accounts.rules import Role
from server.foundation import clock, csv_cells
from server.foundation.access import Person
from server.intake.models import Envelope, PhoneContact, Record
from server.personal_phone import agreements, ledger_rules, report_rules, use_queries, use_rules
from server.personal_phone.agreement_rules import OWN_PHONE
from server.personal_phone.dial_rules import spaced
from server.personal_phone.ledger_rules import Agreed, Row, SchoolPhone, TripFacts, Use, Wanted
from server.personal_phone.report_rules import About
from server.personal_phone.use_queries import Used
from server.phones.models import Phone
from server.trips.models import DepartureCheck, Trip, TripPhone
from server.trips.paper import zone_of
from server.trips.queries import titles_of, window_of

READS_LEDGER = (Role.OFFICE, Role.HEADTEACHER, Role.CHAIR)
COLUMNS = (
    *("Finding", "Trip", "Whose phone", "Time", "Ended", "Who was called", "Number", "Number withheld"),
    *("Agreed, it says", "Agreement in force", "Agreement given afterwards", "School phones there and working"),
    *("Written on", "The school has it", "Report"),
)


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
    """The ledger as somebody may see it, the newest first."""
    uses = {one.row.id: one for one in use_queries.uses_of(person)}
    agreed = _agreements(person)
    trips = _trips(person.school, {one.row.trip for one in uses.values()} | {one.trip for one in agreed})
    rows = ledger_rules.rows([_use(one) for one in uses.values()], agreed, trips)
    names, titles = {row.id: row.name for row in staff_of(person.school)}, titles_of(person.school)
    return [
        Line(
            row=row,
            person=uses[row.use].person if row.use else names.get(row.staff or "", "Somebody no longer listed"),
            trip=titles.get(row.trip or "", "No trip given"),
            used=uses[row.use] if row.use else None,
        )
        for row in ledger_rules.wanted_of(rows, wanted, clock.SCHOOL_TIME)
    ]


def people_for(person: Person) -> list[Staff]:
    """Whose uses and agreements somebody may ask for: those that they can see."""
    reader, heads = use_queries.reader(person), _heads(person.school)
    staff = staff_of(person.school)
    return [row for row in staff if report_rules.may_see(reader, About(row.id, row.id in heads))]


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


def _heads(school: str) -> set[str]:
    rows = StaffRole.select().where(StaffRole.school == school, StaffRole.role == Role.HEADTEACHER)
    return {row.staff_id for row in rows}


def _agreements(person: Person) -> list[Agreed]:
    """The agreements to call with an own phone; a headteacher's are no headteacher's to see, like their uses."""
    reader, heads = use_queries.reader(person), _heads(person.school)
    return [
        Agreed(one.row.number, one.row.trip_id, one.row.staff_id, one.given)
        for one in agreements.of_school(person.school)
        if one.row.kind == OWN_PHONE
        and report_rules.may_see(reader, About(one.row.staff_id, one.row.staff_id in heads))
    ]


def _trips(school: str, ids: Collection[str | None]) -> dict[str, TripFacts]:
    trips = Trip.select().where(Trip.school == school, Trip.id.in_([one for one in ids if one]))
    return {trip.id: TripFacts(_phones(trip), zone_of(trip), trip.ends_on < clock.today()) for trip in trips}


def _phones(trip: Trip) -> list[SchoolPhone]:
    phones = list(Phone.select().join(TripPhone).where(TripPhone.trip == trip).order_by(Phone.name))
    well = _heard(trip, [phone.id for phone in phones])
    for check in DepartureCheck.select().where(DepartureCheck.trip == trip, DepartureCheck.not_well == "[]"):
        well.setdefault(check.phone, set()).add(check.checked_at)
    return [
        SchoolPhone(phone.name, phone.can_ring, sorted(well.get(phone.id, ())), phone.revoked_at) for phone in phones
    ]


def _heard(trip: Trip, phones: list[str]) -> dict[str, set[datetime]]:
    """When each phone wrote or sent anything round a trip, or was last heard."""
    window = window_of(trip)
    first, last = window.opens - timedelta(days=1), window.list_ends
    heard: dict[str, set[datetime]] = {}
    for contact in PhoneContact.select().where(PhoneContact.phone.in_(phones)):
        heard.setdefault(contact.phone, set()).add(contact.heard_at)
    sent: Any = Envelope.select(Envelope.phone, Envelope.received_at, Record.recorded_at).join(Record)
    times = Envelope.received_at.between(first, last) | Record.recorded_at.between(first, last)
    for phone, received_at, recorded_at in sent.where(Envelope.phone.in_(phones), times).tuples():
        heard.setdefault(phone, set()).update(at for at in (received_at, recorded_at) if at)
    return heard
