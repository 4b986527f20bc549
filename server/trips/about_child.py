"""What the roll and the trips hold about a child."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from peewee import JOIN

from server.accounts.about_child import AboutChild, HeldAbout, LookedFor, said
from server.foundation import clock
from server.policy.models import Authority
from server.trips.changes import ADDED, REMOVED, SETS
from server.trips.kinds import CHECKED, DELAYED, FORCED
from server.trips.models import Pupil, PupilCare, PupilContact, Trip, TripPupil
from server.trips.planning_models import TripChange, TripPlace

ROLL, TRIPS = "The roll", "Trips"


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """The child's entry on the roll, whom to ring, what to watch for, the trips they went on, and plans that name them.

    What the roll holds has no time of its own: it is as of now.
    """
    among = list(child.pupils)
    yield from (_entry(row) for row in _pupils(school, among))
    yield from (_contact(row) for row in _of(PupilContact, school, among).order_by(PupilContact.position))
    yield from (_care(row) for row in _of(PupilCare, school, among))
    for row in _of(TripPupil, school, among).join(Trip):
        yield _trip(row)
    for change in TripChange.select().where(TripChange.school == school):
        is_theirs = any(pupil in change.what for pupil in among)
        if is_theirs or child.is_named_in(f"{change.what} {change.why}"):
            yield _change(change, among)
    for place in TripPlace.select().where(TripPlace.school == school):
        if child.is_named_in(place.words):
            facts = said(Plan=place.words)
            yield HeldAbout(f"place:{place.id}", TRIPS, "Plan of a trip", clock.now(), facts, trip=place.trip_id)


def _pupils(school: str, among: list[str]) -> Any:
    with_authority = Pupil.select(Pupil, Authority).join(Authority, JOIN.LEFT_OUTER)
    return with_authority.where(Pupil.school == school, Pupil.id.in_(among))


def _of(table: Any, school: str, among: list[str]) -> Any:
    return table.select().where(table.school == school, table.pupil.in_(among))


def _entry(row: Pupil) -> HeldAbout:
    known = {"UPN": row.upn, "Admission_number": row.admission_number}
    lives = row.authority.name if row.authority else None
    plain = said(**known, Date_of_birth=row.date_of_birth, Home_authority=lives)
    # A class may be called by its teacher's name.
    names, about = said(Name=f"{row.first_name} {row.last_name}", Class=row.class_name), frozenset({row.id})
    return HeldAbout(f"pupil:{row.id}", ROLL, "Entry on the roll", clock.now(), names, plain, pupils=about)


def _contact(row: PupilContact) -> HeldAbout:
    about = frozenset({row.pupil_id})
    mark = said(Marked="Not to be rung") if row.is_not_to_ring else ()
    facts = said(Name=row.name, Relation=row.relation, Number=row.number)
    key, title = f"contact:{row.pupil_id}:{row.position}", "Somebody to ring"
    return HeldAbout(key, ROLL, title, clock.now(), facts, mark, pupils=about)


def _care(row: PupilCare) -> HeldAbout:
    key, about = f"care:{row.pupil_id}", frozenset({row.pupil_id})
    return HeldAbout(key, ROLL, "What to watch for", clock.now(), said(What=row.words), pupils=about)


def _change(row: TripChange, among: list[str]) -> HeldAbout:
    """A change of a trip, as far as it is about the child: put on it or taken off, or named in why."""
    what = json.loads(row.what)
    sets = {name: [one for one in what.get(name, ()) if one in among] for name in (ADDED, REMOVED)}
    plain = said(Put_on_it="Yes" if sets[ADDED] else "", Taken_off_it="Yes" if sets[REMOVED] else "", Part=row.part)
    pairs = [f"{name}: {' → '.join(map(str, pair))}" for name, pair in what.items() if name not in SETS]
    about = frozenset(one for ids in sets.values() for one in ids)
    facts = said(What="; ".join(pairs), Why=row.why)
    return HeldAbout(f"change:{row.n}", TRIPS, "A change of a trip", row.at, facts, plain, row.trip_id, about)


def _trip(row: TripPupil) -> HeldAbout:
    trip: Trip = row.trip
    facts, plain = (
        said(Trip=trip.title, Where=trip.place, Group=row.group_name),
        said(From=trip.starts_on, Until=trip.ends_on),
    )
    key, about = f"trip:{trip.id}:{row.pupil_id}", frozenset({row.pupil_id})
    return HeldAbout(key, TRIPS, "On a trip", trip.made_at, facts, plain, trip.id, about)


ABOUT_CHILD = AboutChild(
    titles={
        DELAYED: (TRIPS, "A trip that ran late"),
        CHECKED: (TRIPS, "Check before leaving"),
        FORCED: (TRIPS, "Left though not ready"),
    },
    rows=rows,
)
