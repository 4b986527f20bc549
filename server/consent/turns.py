"""A yes that turns into a no while its pupil is out: noticed as it is saved, and then followed from phone to phone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from server.consent import queries, turn_rules
from server.consent.check_models import ConsentChange
from server.consent.check_rules import SCHOOL_RANG
from server.consent.rules import PURPOSE_NAMES
from server.consent.turn_models import ConsentTold, ConsentTurn
from server.foundation import audit, clock, registry
from server.foundation.database import db
from server.foundation.problems import Problem
from server.phones.models import Phone
from server.trips.given import PhoneOut, phones_out
from server.trips.models import Pupil, Trip
from server.trips.queries import find_trip, out_now, pupils_by_key, pupils_out

PHOTO = "photo"


@contextmanager
def following(school: str, by: str, pupils: Collection[str] | None = None) -> Iterator[None]:
    """Around whatever changes consent, of these pupils or of any: note whose yes it turns into a no while they are out.

    It is one transaction, and what else follows from consent is told of it within.
    """
    with db.atomic():
        out = {pupil: trips for pupil, trips in pupils_out(school).items() if pupils is None or pupil in pupils}
        before = _yeses(school, list(out))
        yield
        after = _yeses(school, list(out))
        for pupil, trips in out.items():
            purposes = turn_rules.turned(before[pupil], after[pupil])
            for trip in trips if purposes else ():
                _note(school, (trip, pupil), purposes, by)
        registry.current().publish_consent(school, pupils)


def _yeses(school: str, pupils: list[str]) -> dict[str, dict[str, bool]]:
    found = queries.verdicts_for(school, pupils, PHOTO, clock.today()) if pupils else {}
    return {pupil: {purpose: one.may for purpose, one in verdicts.items()} for pupil, verdicts in found.items()}


def _note(school: str, where: tuple[str, str], purposes: list[str], by: str) -> None:
    trip, pupil = where
    ConsentTurn.create(
        school=school, pupil=pupil, trip=trip, purposes=json.dumps(purposes), saved_at=clock.now(), saved_by=by
    )
    audit.write(school, by, "consent.turned_while_out", pupil, trip=trip, purposes=purposes)


@dataclass(frozen=True)
class PhoneToTell:
    """A phone and what it knows of one no: `standing` of turn_rules, `at` since when."""

    out: PhoneOut
    standing: str
    at: datetime | None
    told_by: str = ""

    @property
    def has_to_be_rung(self) -> bool:
        """Whether nothing shows that it knows."""
        return self.standing == turn_rules.TO_RING


@dataclass(frozen=True)
class Turned:
    """A pupil on a trip that is out, who may not be in photos since; and each phone there."""

    turn: ConsentTurn
    pupil: Pupil
    trip: Trip
    leader: str | None
    phones: list[PhoneToTell]

    @property
    def purposes(self) -> list[str]:
        """For what they may not any more, in words."""
        return [PURPOSE_NAMES[code] for code in json.loads(self.turn.purposes)]

    @property
    def words(self) -> str:
        """What to say on the telephone."""
        return turn_rules.WORDS.format(name=f"{self.pupil.first_name} {self.pupil.last_name}")


def turned_now(school: str, pupil: str | None = None) -> list[Turned]:
    """What turned into a no on the trips that are out, of everybody or one pupil, the newest first.

    The newest for a pupil on a trip stands for those before, and none where they may be in all of it again.
    """
    trips = {trip.id: trip for trip in out_now(school)}
    rows = ConsentTurn.select(ConsentTurn, Pupil).join(Pupil).where(ConsentTurn.school == school)
    rows = rows.where(ConsentTurn.trip.in_(list(trips)))
    newest: dict[tuple[str, str], ConsentTurn] = {}
    for row in (
        rows.where(ConsentTurn.pupil == pupil).order_by(ConsentTurn.n) if pupil else rows.order_by(ConsentTurn.n)
    ):
        newest[row.trip_id, row.pupil_id] = row
    may = _yeses(school, [pupil_id for _trip, pupil_id in newest])
    standing = [row for row in newest.values() if not all(may[row.pupil_id][one] for one in json.loads(row.purposes))]
    return [_turned(row, trips[row.trip_id]) for row in sorted(standing, key=lambda row: -row.n)]


def _turned(row: ConsentTurn, trip: Trip) -> Turned:
    told = {
        one.phone_id: one
        for one in ConsentTold.select().where(ConsentTold.trip == trip, ConsentTold.pupil == row.pupil_id)
    }
    rung = _rung(row)
    phones = [_phone(out, row, told.get(out.phone.id), rung.get(out.phone.id)) for out in phones_out(trip.id)]
    return Turned(row, row.pupil, trip, find_trip(trip.school_id, trip.id).leader, phones)


def _phone(out: PhoneOut, row: ConsentTurn, told: ConsentTold | None, rang_at: datetime | None) -> PhoneToTell:
    heard_at = out.heard_at(row.saved_at)
    standing = turn_rules.standing(
        list_at=out.list_at,
        heard_at=heard_at,
        has_rung=rang_at is not None,
        is_told=told is not None,
        is_lost=out.phone.revoked_at is not None,
    )
    told_at: datetime | None = told.told_at if told else None
    at = {turn_rules.HEARD: heard_at, turn_rules.TOLD: told_at, turn_rules.RANG: rang_at}
    return PhoneToTell(out, standing, at.get(standing), told.told_by if told else "")


def _rung(row: ConsentTurn) -> dict[str, datetime]:
    """On which phones somebody tapped for this pupil that the school rang, and when: it holds for the trip."""
    rang = (ConsentChange.trip == row.trip_id, ConsentChange.change == SCHOOL_RANG)
    changes = list(ConsentChange.select().where(*rang).order_by(ConsentChange.n))
    whose = pupils_by_key(row.trip_id, [change.key for change in changes])
    return {change.phone: change.changed_at for change in changes if whose.get(change.key) == row.pupil_id}


def find(school: str, trip: str, pupil: str, phone: str) -> tuple[Turned, Phone]:
    """What one phone has to be told of one pupil. Raises Problem request.not_found, also for another school's."""
    for one in turned_now(school, pupil):
        for to_tell in one.phones:
            if (one.trip.id, to_tell.out.phone.id) == (trip, phone):
                return one, to_tell.out.phone
    raise Problem("request.not_found")


def note_told(turned: Turned, phone: Phone, told_at: datetime, by: str) -> None:
    """Keep that somebody rang this phone at that time. A later word takes the place of the one before."""
    row = {"trip": turned.trip.id, "pupil": turned.pupil.id, "phone": phone.id, "school": turned.trip.school_id}
    with db.atomic():
        ConsentTold.replace(**row, told_at=told_at, told_by=by, noted_at=clock.now()).execute()
        about = {"pupil": turned.pupil.id, "trip": turned.trip.id, "told_at": clock.as_text(told_at)}
        audit.write(turned.trip.school_id, by, "consent.phone_told", phone.id, **about)
