"""How long photos may stay on their phones: the time of the day, the trips that are let off, what is overdue (R43)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from server.foundation import clock
from server.foundation.rows import Ready, select
from server.photos import rules
from server.photos.models import PhotoException
from server.photos.settings import OFF_BY
from server.policy import versions

# Not erased by any phone, with what is needed to say since when that is too late, and for whom.
_NOT_GONE = """
SELECT photo.trip, taken_at, received_at, phone.name,
    (SELECT MAX(until_on) FROM photo_exception WHERE trip_id = photo.trip),
    EXISTS (SELECT 1 FROM trip_staff WHERE trip_id = photo.trip AND part = 'leader'),
    EXISTS (SELECT 1 FROM trip_staff WHERE trip_id = photo.trip AND part = 'leader' AND staff_id = ?)
FROM photo LEFT JOIN phone ON phone.id = photo.phone
WHERE photo.school_id = ? AND received_at > ? AND NOT EXISTS (
    SELECT 1 FROM photo_erasure WHERE photo_erasure.photo = photo.id AND photo_erasure.school_id = photo.school_id
)
ORDER BY taken_at DESC, photo.id LIMIT ?
"""
MOST_LATE = 5000
# After that a trip's own page alone says so.
TOLD_FOR = timedelta(days=366)
_stays = Ready(
    lambda school: PhotoException.select().where(PhotoException.school == school).order_by(PhotoException.until_on)
)


def off_by_of(school: str) -> str:
    """Until when photos are to be off the phones."""
    return versions.value(school, OFF_BY)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {photos_off_by, photos_stay}: a time of the day; trip -> last day, for those let off (R43)."""
    return {"photos_off_by": off_by_of(school), "photos_stay": _staying(school)}


def _staying(school: str) -> dict[str, str]:
    return {row.trip_id: row.until_on.isoformat() for row in _stays(school) if row.until_on >= clock.today()}


def exceptions_for(trip: str) -> list[PhotoException]:
    """What was agreed for a trip, the newest first."""
    rows = PhotoException.select().where(PhotoException.trip == trip)
    return list(rows.order_by(PhotoException.agreed_at.desc()))


@dataclass(frozen=True)
class Overdue:
    """A photo that had to be off its phone by `at`. `phone_name` is "" for an own phone."""

    at: datetime
    phone_name: str
    has_leader: bool
    is_led_by_reader: bool


def overdue(school: str, reader: str) -> dict[str | None, list[Overdue]]:
    """By trip, the photos that had to be off their phone by now and that no phone has said to be gone.

    `reader` is whoever asks, and may lead a trip. Of very many the newest are told.
    """
    late: dict[str | None, list[Overdue]] = {}
    clock_time = off_by_of(school)
    since = round((clock.now() - TOLD_FOR).timestamp() * 1000)
    for trip, taken, received, *known in select(_NOT_GONE, reader, school, since, MOST_LATE):
        phone, until, has_leader, is_theirs = known
        taken_at, received_at = clock.from_millis(taken), clock.from_millis(received)
        at = rules.off_by(taken_at, received_at, clock_time, clock.SCHOOL_TIME)
        if until:
            at = max(at, rules.end_of(date.fromisoformat(until), clock_time, clock.SCHOOL_TIME))
        if at <= clock.now():
            late.setdefault(trip, []).append(Overdue(at, phone or "", bool(has_leader), bool(is_theirs)))
    return late
