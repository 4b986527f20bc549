"""How long photos may stay on their phones: the time of the day, the trips that are let off, what is overdue (R43)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from server.foundation import clock
from server.foundation.rows import Ready
from server.photos import rules
from server.photos.models import Photo, PhotoErasure, PhotoException, PhotosOffBy
from server.photos.queries import Shown, shown
from server.trips.models import Trip

_off_by = Ready(lambda school: PhotosOffBy.select().where(PhotosOffBy.school == school))
_stays = Ready(
    lambda school: PhotoException.select().where(PhotoException.school == school).order_by(PhotoException.until_on)
)


def off_by_of(school: str) -> str:
    """Until when photos are to be off the phones."""
    row = _off_by.first(school)
    return row.off_by if row else rules.USUAL_OFF_BY


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {photos_off_by, photos_stay}: a time of the day; trip -> last day, for those let off (R43)."""
    return {"photos_off_by": off_by_of(school), "photos_stay": _staying(school)}


def _staying(school: str) -> dict[str, str]:
    return {row.trip_id: row.until_on.isoformat() for row in _stays(school) if row.until_on >= clock.today()}


def exceptions_for(trip: str) -> list[PhotoException]:
    """What was agreed for a trip, the newest first."""
    rows = PhotoException.select().where(PhotoException.trip == trip)
    return list(rows.order_by(PhotoException.agreed_at.desc()))


def overdue(school: str) -> dict[str | None, list[tuple[Shown, datetime]]]:
    """By trip, the photos that had to be off their phone by now and that no phone has said to be gone."""
    off_by, now = off_by_of(school), clock.now()
    allowed = _allowed(school, off_by)
    late: dict[str | None, list[tuple[Shown, datetime]]] = {}
    for one in _not_gone(school):
        photo = one.photo
        at = rules.off_by(photo.taken_at, photo.received_at, off_by, clock.SCHOOL_TIME)
        at = max(at, allowed.get(photo.trip, at))
        if at <= now:
            late.setdefault(photo.trip, []).append((one, at))
    return late


def _not_gone(school: str) -> Iterable[Shown]:
    gone = PhotoErasure.select(PhotoErasure.photo).where(PhotoErasure.school == school)
    return shown(Photo.select().where(Photo.school == school, Photo.id.not_in(gone)))


def _allowed(school: str, off_by: str) -> dict[str | None, datetime]:
    rows = PhotoException.select().join(Trip).where(PhotoException.school == school).order_by(PhotoException.until_on)
    return {row.trip_id: rules.end_of(row.until_on, off_by, clock.SCHOOL_TIME) for row in rows}
