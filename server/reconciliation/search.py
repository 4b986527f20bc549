"""Looking for pupils, staff, trips and phones by name, as far as somebody may know of them (ADR 0046)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from peewee import fn

from server.accounts.models import Staff
from server.accounts.names import says
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.incidents.models import Incident, IncidentPupil
from server.incidents.rules import LEADS, SAFEGUARDING_READERS
from server.incidents.sight import read_by
from server.phones.models import Phone
from server.reconciliation.search_models import OfficeSearch
from server.trips.models import Pupil, Trip, TripPupil, TripStaff

# Who finds every pupil and everybody on the staff; a trip's leader finds the pupils on the trips they lead.
FINDS_PEOPLE = LEADS | SAFEGUARDING_READERS
MOST_FOUND = 20
KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `has_more` where there is more than is shown."""

    rows: Sequence[Any] = ()
    has_more: bool = False


@dataclass(frozen=True)
class Found:
    """What was found, by kind; `reports` counts by pupil those whose words somebody may read."""

    pupils: Group = field(default_factory=Group)
    staff: Group = field(default_factory=Group)
    trips: Group = field(default_factory=Group)
    phones: Group = field(default_factory=Group)
    reports: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many are shown."""
        return sum(len(group.rows) for group in (self.pupils, self.staff, self.trips, self.phones))


def ask(person: Person, words: str) -> OfficeSearch:
    """Keep what somebody looks for, and let go of what is over. The log says that they looked, and not for what."""
    now = clock.now()
    with db.atomic():
        OfficeSearch.delete().where(OfficeSearch.asked_at < now - KEPT_FOR).execute()
        asked: OfficeSearch = OfficeSearch.create(school=person.school, staff=person.id, words=words, asked_at=now)
        audit.write(person.school, person.id, "office.searched", asked.id)
    return asked


def find_asked(person: Person, search_id: str) -> OfficeSearch | None:
    """One's own search while it is kept."""
    own = (OfficeSearch.id == search_id, OfficeSearch.staff == person.id, OfficeSearch.school == person.school)
    asked: OfficeSearch | None = OfficeSearch.get_or_none(*own, OfficeSearch.asked_at >= clock.now() - KEPT_FOR)
    return asked


def found_by(person: Person, words: str) -> Found:
    """What somebody may find by these words. Raises ValueError where they hold no letter and no digit."""
    pupils = _group(_pupils(person).where(says((Pupil.first_name, Pupil.last_name), words)))
    trips = Trip.select().where(Trip.school == person.school, says((Trip.title, Trip.place), words))
    phones = Phone.select().where(Phone.school == person.school, says((Phone.name,), words))
    staff = Staff.select().where(Staff.school == person.school, says((Staff.name,), words)).order_by(Staff.name)
    return Found(
        pupils=pupils,
        staff=_group(staff) if FINDS_PEOPLE & person.roles else Group(),
        trips=_group(trips.order_by(Trip.starts_on.desc(), Trip.title)),
        phones=_group(phones.order_by(fn.LENGTH(Phone.name), Phone.name)),
        reports=_reports(person, [pupil.id for pupil in pupils.rows]),
    )


def _pupils(person: Person) -> Any:
    rows = Pupil.select().where(Pupil.school == person.school).order_by(Pupil.last_name, Pupil.first_name, Pupil.id)
    if FINDS_PEOPLE & person.roles:
        return rows
    mine = (TripStaff.staff == person.id, TripStaff.part == "leader")
    led = TripPupil.select(TripPupil.pupil).join(TripStaff, on=(TripStaff.trip == TripPupil.trip)).where(*mine)
    return rows.where(Pupil.id.in_(led))


def _group(rows: Any) -> Group:
    found = list(rows.limit(MOST_FOUND + 1))
    return Group(found[:MOST_FOUND], len(found) > MOST_FOUND)


def _reports(person: Person, pupils: Sequence[str]) -> dict[str, int]:
    if not pupils:
        return {}
    rows = IncidentPupil.select(IncidentPupil.pupil, fn.COUNT(IncidentPupil.incident)).join(Incident)
    read = rows.where(IncidentPupil.pupil.in_(list(pupils)), Incident.school == person.school, read_by(person))
    counted: Any = read.group_by(IncidentPupil.pupil).tuples()
    return {pupil: int(count) for pupil, count in counted}
