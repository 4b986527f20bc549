"""Whose items somebody sees in a list, as a condition of the database: rules.may_see, asked once."""

from __future__ import annotations

from typing import Any

from peewee import fn

from server.custody import rules
from server.custody.models import CustodyItem, CustodyLink
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.trips.models import TripStaff


def items_seen_by(person: Person) -> Any:
    """The school's items that somebody may see: all, or those of the trips they lead."""
    mine = CustodyItem.school == person.school
    return mine if person.roles & rules.SEES else mine & CustodyItem.trip.in_(led_by(person))


def items_read_by(person: Person) -> Any:
    """The same of whoever writes what became of one, where it belongs to no report."""
    mine = CustodyItem.school == person.school
    return mine if person.roles & rules.READERS else mine & CustodyItem.trip.in_(led_by(person))


def searches_seen_by(person: Person) -> Any:
    """The same of searches."""
    mine = (CustodyLink.school == person.school) & (CustodyLink.kind == "search.made")
    return mine if person.roles & rules.SEARCH_READERS else mine & CustodyLink.trip.in_(led_by(person))


def led_by(person: Person) -> Any:
    """The ids of the trips that somebody leads, as a query."""
    mine = (TripStaff.staff == person.id, TripStaff.part == "leader", TripStaff.school == person.school)
    return TripStaff.select(TripStaff.trip).where(*mine)


def leads(person: Person, trip: Any) -> Any:
    """Whether somebody leads the trip of that column, as a condition."""
    return fn.EXISTS(led_by(person).where(TripStaff.trip == trip))


def let_in(person: Person, readers: frozenset[str]) -> None:
    """Raises Problem access.role_missing for whoever has none of these roles and leads no trip."""
    if not person.roles & readers and not led_by(person).limit(1).exists():
        raise Problem("access.role_missing")
