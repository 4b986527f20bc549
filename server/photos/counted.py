"""The photos of each trip in numbers, counted by the database, a page of trips at a time."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.paging import Page, page_of
from server.foundation.access import Person
from server.foundation.rows import select
from server.photos import rules

# Trips with the newest photo of each, a page of them, and then what became of theirs alone.
_LED = "SELECT trip_id FROM trip_staff WHERE staff_id = ? AND part = 'leader'"
_COUNTED = """
WITH shown AS (
    SELECT COALESCE(trip, '') AS trip, MAX(taken_at) AS newest FROM photo WHERE school_id = ? {among}
    GROUP BY COALESCE(trip, '') ORDER BY newest DESC LIMIT ? OFFSET ?
), way AS (
    SELECT shown.trip, shown.newest, photo.held_reason, EXISTS (
        SELECT 1 FROM photo_file AS file
        WHERE file.photo = photo.id AND file.sha256 = photo.sha256 AND file.school_id = photo.school_id
    ) AS here, EXISTS (
        SELECT 1 FROM photo_erasure AS gone WHERE gone.photo = photo.id AND gone.school_id = photo.school_id
    ) AS gone
    FROM shown JOIN photo ON photo.school_id = ? AND COALESCE(photo.trip, '') = shown.trip
)
SELECT NULLIF(way.trip, ''), COALESCE(MAX(trip.title), 'No trip'), COUNT(*), SUM(here), SUM(here AND gone),
    SUM(held_reason IS NOT NULL)
FROM way LEFT JOIN trip ON trip.id = way.trip GROUP BY way.trip ORDER BY MAX(newest) DESC, way.trip
"""


@dataclass(frozen=True)
class Counted:
    """The photos of a trip in numbers; `trip` is None where they name none of the school's."""

    trip: str | None
    title: str
    taken: int
    here: int
    off: int
    held: int

    @property
    def missing(self) -> int:
        """Those a record names and the school does not have."""
        return self.taken - self.here


def trips_with_photos(person: Person) -> Page[Counted]:
    """The page asked for of the trips whose photos somebody may look at, the trip of the newest photo first."""
    sees_all = rules.may_look(person.roles, leads_the_trip=False)
    among, mine = ("", [person.school]) if sees_all else (f"AND trip IN ({_LED})", [person.school, person.id])
    [(total,)] = select(f"SELECT COUNT(DISTINCT COALESCE(trip, '')) FROM photo WHERE school_id = ? {among}", *mine)

    def rows(offset: int, limit: int) -> list[Counted]:
        return [Counted(*row) for row in select(_COUNTED.format(among=among), *mine, limit, offset, person.school)]

    return page_of(total, rows)
