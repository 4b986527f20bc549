"""The groups in which a trip's pupils are counted, such as its coaches: optional, and set for several at once.

A trip keeps the names of its groups, also of one that nobody is in yet: a copied trip has them, and other pupils.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from server.foundation.database import db
from server.foundation.rows import select
from server.trips import changes, planning
from server.trips.changes import Save
from server.trips.group_rules import problem_with, tidy
from server.trips.models import Pupil, Trip, TripPupil

_IN_GROUPS = "SELECT pupil_id, group_name FROM trip_pupil WHERE trip_id = ? AND group_name <> ''"


class GroupNameError(Exception):
    """A group cannot be called that; nothing was saved. `told` says why."""

    def __init__(self, told: str) -> None:
        super().__init__("group name")
        self.told = told


def names_of(trip: Trip) -> list[str]:
    """The names of its groups, in the order in which they were made."""
    return [name for name in trip.group_names.splitlines() if name]


def put(trip_id: tuple[str, str], pupils: Collection[str], name: str, save: Save) -> int:
    """Put these pupils of a (school, trip) in a group, made if there is none; "" takes them out. Returns how many.

    Raises changes.OvertakenError, GroupNameError, and Problem request.not_found.
    """
    with db.atomic():
        trip, group = planning.row_of(*trip_id), tidy(name)
        changes.refuse_overtaken(trip, changes.GROUPS, save.seen)
        if group:
            _keep_name(trip, group)
        mine = (TripPupil.trip == trip, TripPupil.pupil.in_(list(pupils)), TripPupil.group_name != group)
        moved = {row.pupil_id for row in TripPupil.select(TripPupil.pupil).where(*mine)}
        if moved:
            TripPupil.update(group_name=group).where(TripPupil.trip == trip, TripPupil.pupil.in_(moved)).execute()
            what = {"group": ["", group], changes.ADDED: sorted(moved)} if group else {changes.REMOVED: sorted(moved)}
            changes.note(trip, changes.GROUPS, what, save.by)
    return len(moved)


def _keep_name(trip: Trip, name: str) -> None:
    known = names_of(trip)
    rows = Pupil.select(Pupil.first_name, Pupil.last_name).join(TripPupil).where(TripPupil.trip == trip)
    told = problem_with(name, known, [(row.first_name, row.last_name) for row in rows])
    if told:
        raise GroupNameError(told)
    if name not in known:
        Trip.update(group_names="\n".join([*known, name])).where(Trip.id == trip.id).execute()


def counts_of(trip: Trip) -> list[tuple[str, int]]:
    """Each group that anybody is in, with how many of them; whoever is in none is in none of these."""
    counts = Counter(name for _pupil, name in _in_groups(trip))
    return [(name, counts[name]) for name in _in_order(trip, counts)]


def members_of(trip: Trip, keys: dict[str, str]) -> list[tuple[str, list[str]]]:
    """The same with who is in it, as `keys` calls each pupil. Whoever was put on since is in none of them."""
    found: dict[str, list[str]] = {}
    for pupil, name in _in_groups(trip):
        if pupil not in keys:
            continue
        found.setdefault(name, []).append(keys[pupil])
    return [(name, sorted(found[name])) for name in _in_order(trip, found)]


def _in_groups(trip: Trip) -> list[tuple[str, str]]:
    """(pupil, group) of everybody who is in one; a trip without groups asks for nothing."""
    return [(row[0], row[1]) for row in select(_IN_GROUPS, trip.id)] if trip.group_names else []


def _in_order(trip: Trip, names: Collection[str]) -> list[str]:
    return [name for name in names_of(trip) if name in names]
