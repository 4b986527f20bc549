"""Where the pupils of a trip live: which local authorities are rung for them, on the card and in the list (R66).

The card, in clear on every phone, says which authorities matter on a trip; which pupil belongs to which is in the
sealed list alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.registry import PackPart
from server.foundation.rows import Ready
from server.policy import authorities
from server.policy.queries import AuthorityCard, as_card, authorities_of, rules_of
from server.trips.models import Pupil, Trip, TripPupil

# A phone that hears the school the evening before may hear nothing in the morning.
AHEAD = timedelta(days=1)
_near = Ready(
    lambda school, first, last: (
        Pupil.select(Pupil.authority)
        .join(TripPupil)
        .join(Trip)
        .where(Trip.school == school, Trip.starts_on <= last, Trip.ends_on >= first, Trip.archived_at.is_null())
        .where(Pupil.authority.is_null(is_null=False))
        .distinct()
    )
)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {authorities: [{id, name, nation, is_own, contacts}]}, the school's own first; no pupil.

    Those of the school and of every pupil who is out today or tomorrow. One without a contact is left out.
    """
    today = clock.today()
    on_trips = {row.authority_id for row in _near(school, today.isoformat(), (today + AHEAD).isoformat())}
    return {"authorities": [_card(one, is_own) for one, is_own in _with_own_first(school, on_trips) if one.contacts]}


def of_trip(school: str, trip_id: str) -> list[tuple[AuthorityCard, bool]]:
    """The school's own authority and those of a trip's pupils, and which is the school's own; its own first."""
    homes = Pupil.select(Pupil.authority).join(TripPupil).where(TripPupil.trip == trip_id).distinct()
    return _with_own_first(school, {row.authority_id for row in homes if row.authority_id})


def pack_part(_school: str, _trip: str, pupil_ids: list[str], _days: tuple[date, date]) -> PackPart:
    """The list's {homes: {authority: [places of its pupils in the list, from 0]}}; nothing where nobody's is known."""
    rows = Pupil.select(Pupil.id, Pupil.authority).where(
        Pupil.id.in_(pupil_ids), Pupil.authority.is_null(is_null=False)
    )
    home = {row.id: row.authority_id for row in rows}
    homes: dict[str, list[int]] = {}
    for place, pupil in enumerate(pupil_ids):
        if pupil in home:
            homes.setdefault(home[pupil], []).append(place)
    return PackPart(None, {"homes": homes} if homes else {})


def live_in(school: str, homes: dict[str, str | None], by: str) -> int:
    """Say where pupils live, by their ids; None is not known. Returns how many of them that changes.

    Raises Problem request.not_found for an authority of another school. Pupils of another school are left alone.
    """
    with db.atomic():
        for one in {home for home in homes.values() if home}:
            authorities.find(school, one)
        rows = list(Pupil.select().where(Pupil.school == school, Pupil.id.in_(list(homes))))
        changed = [row for row in rows if row.authority_id != homes[row.id]]
        for row in changed:
            Pupil.update(authority=homes[row.id]).where(Pupil.id == row.id).execute()
            audit.write(school, by, "pupil.home_authority_changed", row.id, authority=homes[row.id])
    return len(changed)


def _with_own_first(school: str, others: set[str]) -> list[tuple[AuthorityCard, bool]]:
    own = rules_of(school).authority
    found = authorities_of(school, {*others, *([own] if own else [])})
    return sorted(((one, one.id == own) for one in found), key=lambda pair: not pair[1])


def _card(one: AuthorityCard, is_own: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "nation": one.nation,
        "is_own": is_own,
        "contacts": [as_card(contact) for contact in one.contacts],
    }
