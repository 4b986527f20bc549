"""Reads of uses of own phones: each with where its report stands, for those who may see it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g, has_request_context, request
from peewee import JOIN, fn

from server.accounts.models import Staff, StaffRole
from server.accounts.paging import Page, page_of
from server.accounts.queries import roles_of
from server.accounts.rules import Role, is_in_use
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.intake.authorship import said_of
from server.intake.models import Authorship, Envelope, Record
from server.personal_phone import own_numbers, own_phone_settings, report_rules
from server.personal_phone.own_number_rules import without_own
from server.personal_phone.own_phone_rules import DESIGNATED_OFFICER
from server.personal_phone.report_rules import About, Reader
from server.personal_phone.use_models import OwnNumberMark, OwnPhoneOutcome, OwnPhoneTakeUp, OwnPhoneUse
from server.personal_phone.use_rules import SAME_CALL, Call, doubles_of
from server.trips.models import Trip

NOT_KNOWN = "Not known who"
# What somebody wrote in their own words, and may have put their own number into.
WRITTEN = ("why_no_school_phone", "what_was_said", "agreed_by", "photographs_about")


# Whether a use is of a headteacher's own phone, then or now: it is the chair's to read.
IS_HEADS = OwnPhoneUse.is_heads | fn.EXISTS(
    StaffRole.select(StaffRole.staff).where(StaffRole.staff == OwnPhoneUse.staff, StaffRole.role == Role.HEADTEACHER)
)


_ON_TRIP = (Trip.id == OwnPhoneUse.trip) & (Trip.school == OwnPhoneUse.school)


@dataclass(frozen=True)
class Used:
    """A use as a page has it: its row, whose phone it was in words, where its report stands.

    `outcomes` are the first to the last, for readers alone.
    """

    row: OwnPhoneUse
    person: str
    about: About
    taken_up: OwnPhoneTakeUp | None
    trip: Trip | None
    outcomes: Sequence[OwnPhoneOutcome]

    @property
    def standing(self) -> str:
        """One of report_rules' new, taken_up, closed."""
        # What came finished after the outcome of what came unfinished is to be looked at again.
        if self.outcomes and self.outcomes[-1].at >= self.row.received_at:
            return report_rules.CLOSED
        return report_rules.TAKEN_UP if self.taken_up else report_rules.NEW

    @property
    def due_at(self) -> datetime:
        """Until when it is to be taken up and its outcome recorded."""
        return report_rules.due_at(self.row.received_at, clock.SCHOOL_TIME)

    @property
    def due_on(self) -> date:
        """The same as a day."""
        return clock.day_of(self.row.received_at)

    @property
    def is_overdue(self) -> bool:
        """Whether that is over, and it is not done."""
        return self.standing != report_rules.CLOSED and clock.now() >= self.due_at

    @property
    def flags(self) -> list[str]:
        """Codes of use_rules."""
        return str(self.row.flags).split()


def officer_of(school: str) -> str | None:
    """The designated officer to whom a school's reports go; None where they go to the headteacher.

    One who was disabled since, or whose time at the school is over, is none: a report never waits for
    somebody who cannot sign in.
    """
    if not has_request_context() or request.method != "GET":
        return _officer_of(school)
    # What is round a page asks it, and the page again.
    known: dict[str, str | None] = g.setdefault("own_phone_officers", {})
    if school not in known:
        known[school] = _officer_of(school)
    return known[school]


def _officer_of(school: str) -> str | None:
    rules = own_phone_settings.of_school(school)
    if rules.reports_to != DESIGNATED_OFFICER or rules.designated_officer is None:
        return None
    row = Staff.get_or_none(Staff.id == rules.designated_officer, Staff.school == school)
    return row.id if row and is_in_use(row, clock.now()) else None


def reader(person: Person) -> Reader:
    """Somebody as the rules of reports have them."""
    return Reader(person.id, person.roles, officer_of(person.school) == person.id)


def may_open(person: Person) -> bool:
    """Whether somebody sees any use at all."""
    return bool(person.roles & set(report_rules.SEES)) or officer_of(person.school) == person.id


def told_in_words(school: str, staff: str | None) -> str:
    """To whom a use of this member of staff's phone is reported: a role in words, and no name."""
    if staff and Role.HEADTEACHER in roles_of(staff):
        return "the chair of governors"
    return "the headteacher" if officer_of(school) in (None, staff) else "the designated officer"


def uses_of(person: Person, trip: str | None = None) -> list[Used]:
    """Every use that somebody may see, of one trip or of all, the newest first."""
    return with_reports(person.school, seen_by(reader(person), person.school, trip))


def seen_by(somebody: Reader, school: str, trip: str | None = None) -> Any:
    """The same as a query: report_rules.may_see, asked of a headteacher's and of everybody else's."""
    of_head, of_others = (report_rules.may_see(somebody, About(None, is_heads)) for is_heads in (True, False))
    seen = (IS_HEADS & of_head) | (~IS_HEADS & of_others)
    rows = OwnPhoneUse.select().where(OwnPhoneUse.school == school, seen).order_by(OwnPhoneUse.n.desc())
    return rows.where(OwnPhoneUse.trip == trip) if trip else rows


def page_of_uses(person: Person, trip: str | None = None) -> Page[Used]:
    """The page asked for of what somebody may see."""
    rows = seen_by(reader(person), person.school, trip)
    return page_of(_count(rows), lambda offset, limit: with_reports(person.school, rows.offset(offset).limit(limit)))


def count_of(person: Person, trip: str) -> int:
    """How many uses of a trip somebody may see."""
    return _count(seen_by(reader(person), person.school, trip))


def _count(rows: Any) -> int:
    return int(rows.select(fn.COUNT(OwnPhoneUse.n)).order_by().scalar())


def open_uses(somebody: Reader, school: str) -> list[Used]:
    """Those somebody may see whose report nobody has closed, the newest first; without their outcomes."""
    outcome = OwnPhoneOutcome.use == OwnPhoneUse.id, OwnPhoneOutcome.at >= OwnPhoneUse.received_at
    closed = OwnPhoneOutcome.select(OwnPhoneOutcome.n).where(*outcome)
    return with_reports(school, seen_by(somebody, school).where(~fn.EXISTS(closed)), has_outcomes=False)


def find_use(person: Person, use_id: str) -> Used:
    """One use. Raises Problem request.not_found alike for a missing one, another school's, or one not theirs."""
    mine = OwnPhoneUse.select().where(OwnPhoneUse.id == use_id, OwnPhoneUse.school == person.school)
    for found in with_reports(person.school, mine):
        if report_rules.may_see(reader(person), found.about):
            return found
    raise Problem("request.not_found")


def doubles(somebody: Reader, one: Used) -> list[Used]:
    """The uses that may be the same call, as far as somebody may see them."""
    if one.row.began_at is None:
        return []
    about = OwnPhoneUse.began_at.between(one.row.began_at - SAME_CALL, one.row.began_at + SAME_CALL)
    same = OwnPhoneUse.trip == one.row.trip if one.row.trip else OwnPhoneUse.trip.is_null()
    near = seen_by(somebody, one.row.school_id).where(about, same)
    others = {other.row.id: other for other in with_reports(one.row.school_id, near, has_outcomes=False)}
    found = doubles_of(_call(one.row), [_call(other.row) for other in others.values()])
    return [others[other] for other in found]


@dataclass(frozen=True)
class Kept:
    """The record of a use with the envelope it came in, what was said of it since, and the marks of own numbers of
    those it is of, by person.
    """

    record: Record
    said: list[Authorship]
    marks: dict[str, str]


def kept(one: Used) -> Kept:
    """What there is of a use besides its row."""
    marks = OwnNumberMark.select(OwnNumberMark.mark)
    whose, wrote = (marks.where(OwnNumberMark.staff == staff) for staff in (one.row.staff, one.row.author))
    more = Authorship.select(Authorship.n).where(Authorship.record == Record.id)
    also = (whose.alias("mark_of_staff"), wrote.alias("mark_of_author"), fn.EXISTS(more).alias("has_more"))
    found: Record = Record.select(Record, Envelope, *also).join(Envelope).where(Record.envelope == one.row.n).get()
    said = said_of(found.school_id, [found.id]) if found.has_more else []
    known = {one.row.staff: found.mark_of_staff, one.row.author: found.mark_of_author}
    return Kept(found, said, {staff: mark for staff, mark in known.items() if staff and mark})


def written(found: Kept) -> dict[str, Any]:
    """What was written, as the record holds it, their own number left out."""
    body: dict[str, Any] = json.loads(found.record.body)
    is_own = own_numbers.is_own_by(found.marks)
    texts = {name: without_own(body[name], is_own) for name in WRITTEN if isinstance(body.get(name), str)}
    return {**body, **dict.fromkeys(WRITTEN), **texts}


def with_reports(school: str, rows: Any, *, has_outcomes: bool = True) -> list[Used]:
    """The rows of a query with whose each is, and where its report stands."""
    has_one = fn.EXISTS(OwnPhoneOutcome.select(OwnPhoneOutcome.n).where(OwnPhoneOutcome.use == OwnPhoneUse.id))
    known = (IS_HEADS.alias("is_of_head"), has_one.alias("has_outcome"))
    joined = (
        rows.select(OwnPhoneUse, Staff.name, OwnPhoneTakeUp, Trip, *known)
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.id == OwnPhoneUse.staff) & (Staff.school == school), attr="person")
        .join_from(OwnPhoneUse, OwnPhoneTakeUp, JOIN.LEFT_OUTER, attr="taken_up")
        .join_from(OwnPhoneUse, Trip, JOIN.LEFT_OUTER, on=_ON_TRIP, attr="on_trip")
    )
    found = list(joined)
    outcomes: dict[str, list[OwnPhoneOutcome]] = {}
    ids = [row.id for row in found if row.has_outcome] if has_outcomes else []
    for row in OwnPhoneOutcome.select().where(OwnPhoneOutcome.use.in_(ids)).order_by(OwnPhoneOutcome.n) if ids else ():
        outcomes.setdefault(row.use_id, []).append(row)
    return [_used(row, outcomes.get(row.id, [])) for row in found]


def _used(row: OwnPhoneUse, outcomes: list[OwnPhoneOutcome]) -> Used:
    person = getattr(row, "person", None)
    return Used(
        row=row,
        person=person.name if person else row.typed_name or NOT_KNOWN,
        about=About(row.staff, bool(row.is_of_head)),
        taken_up=getattr(row, "taken_up", None),
        trip=getattr(row, "on_trip", None),
        outcomes=outcomes,
    )


def _call(row: OwnPhoneUse) -> Call:
    return Call(
        id=row.id,
        trip=row.trip,
        author=row.author or row.typed_name,
        whose=row.staff,
        role=row.called_role,
        name=row.called_name,
        number=row.called_number,
        began_at=row.began_at,
    )
