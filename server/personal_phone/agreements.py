"""Own-phone agreements: giving and revoking them, the register, and which held when (R3, R23, R53)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from server.accounts.models import Staff
from server.accounts.paging import Page, page_of
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.personal_phone import agreement_rules as rules
from server.personal_phone.agreement_models import OwnPhoneAgreement, OwnPhoneAgreementRevoked
from server.personal_phone.agreement_rules import OWN_PHONE, Given
from server.trips.models import Trip
from server.trips.queries import window_of

WHOLE = (OwnPhoneAgreement, Staff, Trip, OwnPhoneAgreementRevoked)


@dataclass(frozen=True)
class Wanted:
    """What is agreed, as in OwnPhoneAgreement; `staff` and `trip` are ids."""

    kind: str
    staff: str
    trip: str
    reason: str
    risk_assessment: str


@dataclass(frozen=True)
class Registered:
    """An agreement as the register has it: its row with `staff` and `trip`, and how it was revoked."""

    row: OwnPhoneAgreement
    revoked: OwnPhoneAgreementRevoked | None

    @property
    def given(self) -> Given:
        """Its instants."""
        return Given(self.row.given_at, window_of(self.row.trip).closes, self.revoked.at if self.revoked else None)

    @property
    def standing(self) -> str:
        """One of the rules' in_force, ended, revoked."""
        return rules.standing(self.given, clock.now())

    @property
    def is_in_force(self) -> bool:
        """Whether there is anything left to revoke."""
        return self.standing == rules.IN_FORCE


def give(school: str, wanted: Wanted, by: str) -> OwnPhoneAgreement:
    """Agree to the use of a colleague's own phone. Raises Problem request.refused for somebody's own."""
    if wanted.staff == by:
        raise Problem("request.refused")
    with db.atomic():
        mine = OwnPhoneAgreement.select(fn.MAX(OwnPhoneAgreement.number)).where(OwnPhoneAgreement.school == school)
        row = OwnPhoneAgreement.create(
            school=school, number=(mine.scalar() or 0) + 1, given_at=clock.now(), given_by=by, **wanted.__dict__
        )
        facts: dict[str, Any] = {"number": row.number, "kind": row.kind, "staff": row.staff_id, "trip": row.trip_id}
        audit.write(school, by, "own_phone.agreement_given", row.id, **facts)
    return row


def revoke(one: Registered, why: str, by: str) -> None:
    """It allows nothing from now on. Raises Problem request.refused where it is revoked already, or over."""
    row = one.row
    with db.atomic():
        if not find(row.school_id, row.id).is_in_force:
            raise Problem("request.refused")
        OwnPhoneAgreementRevoked.create(agreement=row, school=row.school_id, at=clock.now(), by=by, why=why)
        audit.write(row.school_id, by, "own_phone.agreement_revoked", row.id, number=row.number)


def of_school(school: str) -> list[Registered]:
    """The register, the newest first."""
    return _registered(school)


def of_trip(school: str, trip: str) -> list[Registered]:
    """Those of a trip, whatever became of them, the newest first."""
    return _registered(school, OwnPhoneAgreement.trip == trip)


def of_staff(school: str, staff: str) -> list[Registered]:
    """Those about somebody's phone, the newest first."""
    return _registered(school, OwnPhoneAgreement.staff == staff)


def find(school: str, agreement_id: str) -> Registered:
    """One agreement of this school. Raises Problem request.not_found, also for another school's."""
    found = _registered(school, OwnPhoneAgreement.id == agreement_id)
    if not found:
        raise Problem("request.not_found")
    return found[0]


def in_force(school: str, staff: str, trip: str, at: datetime) -> OwnPhoneAgreement | None:
    """The agreement under which somebody's own phone could be rung with on a trip then; the newest of several."""
    mine = _registered(
        school, OwnPhoneAgreement.staff == staff, OwnPhoneAgreement.trip == trip, OwnPhoneAgreement.kind == OWN_PHONE
    )
    return next((one.row for one in mine if rules.held_at(one.given, at)), None)


def _registered(school: str, *where: Any) -> list[Registered]:
    return of_rows(OwnPhoneAgreement.select().where(OwnPhoneAgreement.school == school, *where))


def page_of_school(school: str) -> Page[Registered]:
    """The page asked for of the register."""
    rows = OwnPhoneAgreement.select().where(OwnPhoneAgreement.school == school)
    return page_of(rows.count(), lambda offset, limit: of_rows(rows.offset(offset).limit(limit)))


def of_rows(rows: Any, columns: Sequence[Any] = WHOLE) -> list[Registered]:
    """The rows of a query with whose and for which trip each is, and how it was revoked; the newest first.

    `columns` are what is read of them, ids among them, where a page asks for many rows and shows little of each.
    """
    joined = (
        rows.select(*columns)
        .join(Staff)
        .switch(OwnPhoneAgreement)
        .join(Trip)
        .switch(OwnPhoneAgreement)
        .join(OwnPhoneAgreementRevoked, JOIN.LEFT_OUTER, attr="revoking")
    )
    newest = joined.order_by(OwnPhoneAgreement.number.desc())
    return [Registered(row, getattr(row, "revoking", None)) for row in newest]
