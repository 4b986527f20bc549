"""Image authorisations: giving and revoking them, the register, and where each was made use of (R44)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from server.accounts.paging import Page, page_of
from server.consent import authorisation_rules as rules
from server.consent import photo_settings
from server.consent.authorisation_models import ImageAuthorisation, ImageAuthorisationRevoked
from server.consent.authorisation_rules import Given
from server.consent.check_models import ConsentCheck
from server.consent.check_rules import GO
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.trips.models import Trip
from server.trips.queries import phones_on
from server.trips.rules import window


@dataclass(frozen=True)
class Wanted:
    """What the headteacher allows, as in ImageAuthorisation; `trip` is an id."""

    kind: str
    activity: str | None
    what: str
    who: str
    trip: str | None
    from_on: date
    until_on: date
    why: str
    conditions: str


@dataclass(frozen=True)
class Registered:
    """An authorisation as the register has it: its row, how it was revoked, and where it stands today."""

    row: ImageAuthorisation
    revoked: ImageAuthorisationRevoked | None

    @property
    def given(self) -> Given:
        """What lists and checks need of it."""
        row = self.row
        at = self.revoked.at if self.revoked else None
        return Given(row.number, row.activity, row.trip_id, row.from_on, row.until_on, row.conditions, row.given_at, at)

    @property
    def standing(self) -> str:
        """One of the rules' coming, running, ended, revoked."""
        return rules.standing(self.given, clock.today())

    @property
    def can_be_revoked(self) -> bool:
        """Whether there is anything left to revoke."""
        return self.standing in (rules.COMING, rules.RUNNING)


@dataclass(frozen=True)
class Used:
    """What a check or a photo was allowed by, or, where `was_revoked`, no longer was."""

    one: Registered
    was_revoked: bool


def give(school: str, wanted: Wanted, by: str) -> ImageAuthorisation:
    """Allow something. Raises Problem request.refused for what can never be allowed."""
    if wanted.activity is not None and not rules.may_be_authorised(wanted.activity):
        raise Problem("request.refused")
    with db.atomic():
        mine = ImageAuthorisation.select(fn.MAX(ImageAuthorisation.number)).where(ImageAuthorisation.school == school)
        row = ImageAuthorisation.create(
            school=school, number=(mine.scalar() or 0) + 1, given_at=clock.now(), given_by=by, **wanted.__dict__
        )
        audit.write(
            school,
            by,
            "consent.authorisation_given",
            row.id,
            number=row.number,
            kind=row.kind,
            trip=row.trip_id,
            from_on=row.from_on.isoformat(),
            until_on=row.until_on.isoformat(),
        )
    return row


def revoke(one: Registered, why: str, by: str) -> None:
    """It allows nothing from now on. Raises Problem request.refused where it is revoked already, or over."""
    row = one.row
    with db.atomic():
        if not find(row.school_id, row.id).can_be_revoked:
            raise Problem("request.refused")
        ImageAuthorisationRevoked.create(authorisation=row, school=row.school_id, at=clock.now(), by=by, why=why)
        audit.write(row.school_id, by, "consent.authorisation_revoked", row.id, number=row.number)


def of_school(school: str) -> list[Registered]:
    """The register, the newest first."""
    return _registered(ImageAuthorisation.select().where(ImageAuthorisation.school == school))


def page_of_school(school: str) -> Page[Registered]:
    """The page asked for of the register."""
    rows = ImageAuthorisation.select().where(ImageAuthorisation.school == school)
    return page_of(rows.count(), lambda offset, limit: _registered(rows.offset(offset).limit(limit)))


def _registered(rows: Any) -> list[Registered]:
    """The rows of a query with how each was revoked, the newest first."""
    joined = rows.select(ImageAuthorisation, ImageAuthorisationRevoked).join(
        ImageAuthorisationRevoked, JOIN.LEFT_OUTER, attr="revoking"
    )
    newest = joined.order_by(ImageAuthorisation.number.desc())
    return [Registered(row, getattr(row, "revoking", None)) for row in newest]


def find(school: str, authorisation_id: str) -> Registered:
    """One authorisation of this school. Raises Problem request.not_found, also for another school's."""
    row = ImageAuthorisation.get_or_none(ImageAuthorisation.id == authorisation_id, ImageAuthorisation.school == school)
    if row is None:
        raise Problem("request.not_found")
    return Registered(row, ImageAuthorisationRevoked.get_or_none(ImageAuthorisationRevoked.authorisation == row))


def on_trip(school: str, trip: str, first: date, last: date) -> list[Registered]:
    """Those of a trip of these days, the whole school's among them, revoked or not, the newest first."""
    return [one for one in _about(school, trip, first, last) if rules.concerns(one.given, trip, first, last)]


def _about(school: str, trip: str | None, first: date, last: date) -> list[Registered]:
    """Those that may concern a trip of these days, so that none but those few are read."""
    whose = ImageAuthorisation.trip.is_null()
    whose = whose | (ImageAuthorisation.trip == trip) if trip else whose
    days = (ImageAuthorisation.from_on <= last, ImageAuthorisation.until_on >= first)
    return _registered(ImageAuthorisation.select().where(ImageAuthorisation.school == school, whose, *days))


def own_device_at(school: str, trip: str | None, at: datetime) -> list[Registered]:
    """Those that let somebody photograph with their own phone or camera then, on this trip (null: on none)."""
    day = clock.day_of(at)
    kept = [one for one in of_school(school) if one.row.kind == rules.OWN_DEVICE]
    held = [one for one in kept if rules.is_given_at(one.given, at) and not rules.is_revoked_at(one.given, at)]
    return [one for one in held if rules.concerns(one.given, trip, day, day)]


def activities_on(school: str, trip: str, days: tuple[date, date], at: datetime) -> list[list[str]]:
    """The activities of a trip's list: the school's, and what had been allowed of them, and not revoked, by then."""
    given = [one.given for one in of_school(school)]
    standing = [one for one in given if rules.is_given_at(one, at) and not rules.is_revoked_at(one, at)]
    usual = photo_settings.of_school(school).as_pack()["activities"]
    return rules.with_allowed(usual, standing, trip, days)


def under(school: str, trip: str | None, activity: str | None, at: datetime) -> Used | None:
    """By which authorisation something was photographed then; None where there was none."""
    return _under(of_school(school), trip, activity, at) if activity else None


def of_checks(school: str, trip: str, checks: Iterable[ConsentCheck]) -> dict[int, Used]:
    """By which authorisation each check that said go was made: the check's arrival -> what it was allowed by."""
    checks = list(checks)
    every = of_school(school) if any(row.activity for row in checks) else []
    found = [(row, _under(every, trip, row.activity, row.checked_at)) for row in checks if row.outcome == GO]
    # A check that should have stopped was under none, though it came before one by less than clocks may differ.
    return {
        row.n: used for row, used in found if used and (used.was_revoked or "activity" not in json.loads(row.flags))
    }


def _under(every: list[Registered], trip: str | None, activity: str | None, at: datetime) -> Used | None:
    day = clock.day_of(at)
    those = [one for one in every if activity and rules.allows(one.given, activity, trip, day)]
    those = [one for one in those if rules.is_given_at(one.given, at)]
    holds = next((one for one in those if not rules.is_revoked_at(one.given, at)), None)
    if holds is None:
        return Used(those[0], was_revoked=True) if those else None
    return Used(holds, was_revoked=False)


def phones_out(one: Registered) -> list[tuple[str, list[str]]]:
    """Whom to ring once it is revoked: by trip, the phones whose list of now may be from before that."""
    now, row = clock.now(), one.row
    found = []
    for trip in Trip.select().where(Trip.school == row.school_id).order_by(Trip.starts_on, Trip.title):
        of_list = window(trip.starts_on, trip.ends_on, clock.SCHOOL_TIME)
        is_out = of_list.has_list_at(now) and of_list.opens <= (one.revoked.at if one.revoked else now)
        if is_out and rules.concerns(one.given, trip.id, trip.starts_on, clock.day_of(of_list.list_ends)):
            names = [phone.name for phone in phones_on(trip.id) if phone.revoked_at is None]
            found.append((trip.title, names))
    return [(title, names) for title, names in found if names]
