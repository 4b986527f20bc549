"""Writes of photos: facts heard, looking, letting one out, how long they may stay on a phone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.registry import OpenedBlob, OpenedRecord
from server.photos.kinds import ERASED, TAKEN
from server.photos.models import (
    Photo,
    PhotoErasure,
    PhotoException,
    PhotoFile,
    PhotoPupil,
    PhotoView,
    PhotoViewing,
)
from server.trips.models import Pupil, TripPupil

_TEXTS = ("purpose", "place", "justification", "activity", "destination")


def hear(record: OpenedRecord) -> None:
    """List a photo that was taken, or that has gone from its phone, inside the transaction that opened the record."""
    if record.kind == TAKEN:
        for named in record.photos:
            _list(record, named)
    if record.kind == ERASED:
        _erased(record)


def hear_blob(blob: OpenedBlob) -> None:
    """Note a file that came. Whether it is a photo, the record that names it says, before or after."""
    PhotoFile.insert(
        n=blob.n,
        school=blob.school,
        photo=blob.id,
        sha256=blob.sha256,
        size=blob.size,
        received_at=blob.received_at,
    ).on_conflict_ignore().execute()


def _list(record: OpenedRecord, named: Any) -> None:
    if not _is_named(named):
        return
    body = record.body
    Photo.insert(
        id=named["id"],
        school=record.school,
        record=record.id,
        n=record.n,
        trip=record.trip,
        phone=record.phone,
        staff=record.signed_by or _text(record.actor.get("staff")),
        check_id=_text(body.get("check")),
        **{name: _text(body.get(name)) for name in _TEXTS},
        has_nobody=body.get("nobody") is True,
        list_as_at=_instant(body.get("list_as_at")),
        taken_at=_instant(body.get("taken_at")) or record.received_at,
        width=body["width"],
        height=body["height"],
        sha256=named["sha256"],
        size=named["size"],
        received_at=record.received_at,
    ).on_conflict_ignore().execute()
    if not Photo.select().where(Photo.id == named["id"], Photo.n == record.n).exists():
        return  # Another record has named it before: that one stands.
    for key in dict.fromkeys(body.get("pupils", [])):
        pupil = _pupil_of(record, key)
        row = {"photo": named["id"], "key": key, "school": record.school, "pupil": pupil}
        PhotoPupil.insert(row).on_conflict_ignore().execute()


def place(record: OpenedRecord) -> None:
    """List a record's photos as somebody put it: on that trip, by that person."""
    if record.kind != TAKEN:
        return
    mine = (Photo.school == record.school, Photo.n == record.n)
    staff = record.signed_by or _text(record.actor.get("staff"))
    Photo.update(trip=record.trip, staff=staff).where(*mine).execute()
    # On another trip another pupil may have the key.
    for row in PhotoPupil.select().where(PhotoPupil.photo.in_(Photo.select(Photo.id).where(*mine))):
        this = (PhotoPupil.photo == row.photo, PhotoPupil.key == row.key)
        PhotoPupil.update(pupil=_pupil_of(record, row.key)).where(*this).execute()


def _is_named(named: Any) -> bool:
    return (
        isinstance(named, dict)
        and all(isinstance(named.get(name), str) and named[name].isascii() for name in ("id", "sha256"))
        and isinstance(named.get("size"), int)
        and 0 <= named["size"] < 2**53
    )


def _pupil_of(record: OpenedRecord, key: str) -> str | None:
    """The one pupil whose id begins with a key: of the trip, or else of the roll. None where several or none do."""
    going = TripPupil.select(TripPupil.pupil).where(TripPupil.trip == record.trip)
    these = Pupil.select(Pupil.id).where(Pupil.school == record.school, Pupil.id.startswith(key))
    for rows in (these.where(Pupil.id.in_(going)), these):
        found = [row.id for row in rows.limit(2)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _erased(record: OpenedRecord) -> None:
    PhotoErasure.insert(
        n=record.n,
        school=record.school,
        photo=record.body["photo"],
        phone=record.phone,
        digest=record.body["digest"],
        erased_at=_instant(record.body["erased_at"]) or record.received_at,
        told_at=record.received_at,
    ).on_conflict_ignore().execute()


def begin_viewing(school: str, staff: str, scope_and_subject: tuple[str, str], why_and_words: tuple[str, str]) -> str:
    """Note that somebody looks at photos and what for. Returns the viewing's id."""
    scope, subject = scope_and_subject
    why, words = why_and_words
    with db.atomic():
        viewing = PhotoViewing.create(
            school=school, staff=staff, scope=scope, subject=subject, why=why, words=words, begun_at=clock.now()
        )
        about = {} if scope == "sample" else {"of": subject}
        audit.write(school, staff, "photos.viewing_begun", viewing.id, scope=scope, why=why, **about)
    return str(viewing.id)


def note_look(viewing: PhotoViewing, photo: Photo) -> None:
    """Audit that a photo is opened, once in a viewing; it is shown only after this is committed."""
    with db.atomic():
        seen = {"viewing": viewing.id, "photo": photo.id}
        if PhotoView.get_or_none(**seen):
            return
        PhotoView.insert(**seen, school=photo.school_id, seen_at=clock.now()).execute()
        audit.write(photo.school_id, viewing.staff, "photo.viewed", photo.id, viewing=viewing.id, why=viewing.why)


def note_facts(photo: Photo, by: str) -> None:
    """Audit that somebody reads what is known of a photo."""
    with db.atomic():
        audit.write(photo.school_id, by, "photo.facts_viewed", photo.id)


def let_stay(school: str, trip: str, until_on: date, why: str, *, by: str) -> None:
    """Agree that a trip's photos stay on its phones up to and including a day (R43)."""
    with db.atomic():
        PhotoException.create(school=school, trip=trip, until_on=until_on, why=why, agreed_by=by, agreed_at=clock.now())
        audit.write(school, by, "photos.may_stay", trip, until_on=until_on.isoformat())


def _instant(value: Any) -> datetime | None:
    try:
        return clock.from_text(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _text(value: Any) -> str | None:
    return value.encode("utf-8", "replace").decode()[:1000] if isinstance(value, str) else None
