"""A request in a filled school to see everything about one child: looked through, decided of in part, and let go."""

from __future__ import annotations

from datetime import timedelta

from bench.office_school import Filling
from server.access_requests import actions, queries, rules
from server.access_requests.models import AccessFile
from server.accounts.models import StaffRole
from server.accounts.rules import Role
from server.foundation.access import Person
from server.trips.models import Pupil, TripPupil


def keep_all(filling: Filling) -> None:
    """One, about the pupil of the last trip; every other thing filed under them goes out."""
    dsl = StaffRole.get(StaffRole.role == Role.DSL).staff_id
    person = Person(dsl, "The DSL", filling.school, frozenset({Role.DSL}), "")
    begun = [trip for trip in filling.trips if trip.at <= filling.now]
    child = Pupil.select().join(TripPupil).where(TripPupil.trip == begun[-1].id).order_by(Pupil.id).first()
    came = {"received_on": (filling.now - timedelta(days=20)).date(), "asked_by": "Mrs Lovelace", "asker": "parent"}
    about = {"pupil": child.id, "name": f"{child.first_name} {child.last_name}", "names": "Addy"}
    request = actions.open_request(person, {**came, **about, "scope": "", "risk": "An address"}, "Known for years")
    actions.look_through(person, queries.find(person, request.id))
    actions.take_in_all_filed(person, request.id)
    items = [one for one in queries.items_of(request) if not one.readers and one.how != "filed"]
    for item in items[::2][:50]:
        actions.decide(person, item, rules.HELD, words="It is about somebody else", ground="others")
    file = {"sealed": b"locked", "digest": "0" * 64, "sealed_at": filling.now}
    AccessFile.create(request=request.id, school=filling.school, **file)
    actions.note(person, request, rules.RELEASED)
