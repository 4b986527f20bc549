"""Holding photos back: each is judged as it comes, and again as a check, a no or a decision comes after it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from peewee import fn

from server.consent import checks
from server.consent import queries as consent
from server.consent.check_models import ConsentCheck
from server.consent.check_rules import GO
from server.consent.kinds import CHANGED, CHECKED
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.registry import OpenedRecord
from server.photos import held_rules, queries, rules
from server.photos.held_rules import KEPT, LET_IN
from server.photos.kinds import TAKEN
from server.photos.models import Photo, PhotoFile, PhotoHolding, PhotoPupil, PhotoView, PhotoViewing
from server.trips.queries import pupils_by_key


def hear(record: OpenedRecord) -> None:
    """Judge what a record makes known of photos, inside the transaction that opened it, after who listed it."""
    of_school = Photo.select().where(Photo.school == record.school)
    if record.kind == TAKEN:
        _judge_all(of_school.where(Photo.record == record.id))
    elif record.kind == CHECKED:
        _judge_all(of_school.where(Photo.check_id == record.id))
    elif record.kind == CHANGED and record.trip:
        _judge_all(of_school.where(Photo.trip == record.trip, _names(record) | _is_flagged(record.trip)))


def consent_changed(school: str, pupils: Collection[str] | None) -> None:
    """Judge what came today once more, as consent was changed: older photos were taken while it held."""
    midnight = datetime.combine(clock.today(), time(), clock.SCHOOL_TIME)
    todays = Photo.select().where(Photo.school == school, Photo.received_at >= midnight)
    _judge_all(todays.where(Photo.id.in_(_with(pupils))) if pupils is not None else todays)


def _names(record: OpenedRecord) -> Any:
    key = record.body["pupil"]
    pupils = list(pupils_by_key(str(record.trip), [key]).values())
    rows = PhotoPupil.select(PhotoPupil.photo).where((PhotoPupil.key == key) | PhotoPupil.pupil.in_(pupils))
    return Photo.id.in_(rows)


def _is_flagged(trip: str) -> Any:
    flagged = ConsentCheck.select(ConsentCheck.id).where(ConsentCheck.trip == trip, ConsentCheck.flags != "{}")
    return Photo.check_id.in_(flagged)


def _with(pupils: Collection[str]) -> Any:
    return PhotoPupil.select(PhotoPupil.photo).where(PhotoPupil.pupil.in_(list(pupils)))


def _judge_all(photos: Any) -> None:
    for photo in photos:
        found = held_rules.reason_for(known_of(photo))
        reason = held_rules.judged(photo.held_reason, found, _last(photo))
        if reason != photo.held_reason:
            Photo.update(held_reason=reason).where(Photo.id == photo.id).execute()
            audit.write(photo.school_id, "school", "photo.held" if reason else "photo.cleared", photo.id, reason=reason)


def _last(photo: Photo) -> tuple[str, str] | None:
    row = PhotoHolding.select().where(PhotoHolding.photo == photo.id).order_by(PhotoHolding.n.desc()).first()
    return (row.answer, row.reason) if row else None


def known_of(photo: Photo) -> held_rules.Known:
    """What the school knows of a photo: the noes of the day, the register, the check it names."""
    rows = list(PhotoPupil.select().where(PhotoPupil.photo == photo.id, PhotoPupil.school == photo.school_id))
    at = _taken(photo)
    return held_rules.Known(
        has_said_no=bool(photo.trip and checks.said_no(photo.trip, [row.key for row in rows], at)),
        lacks_consent=_lacks_consent(photo, rows, clock.day_of(at), _as_known(photo, at)),
        check=_check_of(photo),
    )


def _taken(photo: Photo) -> datetime:
    """When it was taken, as far as its phone's clock is believed."""
    if photo.trip:
        return checks.believed(photo.taken_at, photo.trip, photo.received_at)
    is_believed = abs(photo.received_at - photo.taken_at) < rules.CLOCK_BELIEVED
    instant: datetime = min(photo.taken_at, photo.received_at) if is_believed else photo.received_at
    return instant


def _as_known(photo: Photo, at: datetime) -> datetime:
    return held_rules.as_known_at(photo.received_at, clock.day_of(at), clock.now(), clock.SCHOOL_TIME)


def _lacks_consent(photo: Photo, rows: list[PhotoPupil], day: date, as_of: datetime | None = None) -> bool:
    """Whether somebody in it might not be in it on its day, by what was saved up to `as_of`, or by all of it."""
    pupils = [row.pupil_id for row in rows if row.pupil_id]
    found = consent.verdicts(photo.school_id, pupils, day, (queries.PHOTO,), as_of=as_of) if pupils else {}
    return any(not _may(one, photo.purpose) for one in found.values())


def _may(verdicts: Any, purpose: str | None) -> bool:
    return purpose is not None and verdicts[purpose, queries.PHOTO].may


def _check_of(photo: Photo) -> str | None:
    if photo.check_id is None:
        return None
    rows = list(ConsentCheck.select().where(ConsentCheck.school == photo.school_id, ConsentCheck.id == photo.check_id))
    if not rows:
        return "missing"
    return "passed" if all(row.outcome == GO and row.flags == "{}" for row in rows) else "failed"


def why_not(photo: Photo) -> str:
    """Why a photo cannot be let in: consent did not hold on its day, by all that is known now; "" where it did."""
    rows = list(PhotoPupil.select().where(PhotoPupil.photo == photo.id, PhotoPupil.school == photo.school_id))
    if any(row.pupil_id is None for row in rows):
        return "Somebody is in it whom the school cannot tell."
    if not rows and not photo.has_nobody:
        return "Nobody was checked for it."
    if known_of(photo).has_said_no:
        return "Somebody in it had said no that day, or the school had rung."
    lacks = _lacks_consent(photo, rows, clock.day_of(_taken(photo)))
    return "Consent did not hold on the day it was taken." if lacks else ""


def has_looked(viewing: PhotoViewing, photo: Photo) -> bool:
    """Whether the photo was opened in this viewing."""
    return PhotoView.get_or_none(PhotoView.viewing == viewing, PhotoView.photo == photo.id) is not None


def decide(photo: Photo, answer: str, note: str, by: str) -> None:
    """Let a photo in, or keep it held, with a note. Raises Problem request.refused where it may not be let in."""
    with db.atomic():
        held = Photo.get_by_id(photo.id)
        if held.held_reason is None or (answer == LET_IN and why_not(held)):
            raise Problem("request.refused")
        PhotoHolding.create(
            school=held.school_id,
            photo=held.id,
            answer=answer,
            reason=held.held_reason,
            note=note,
            decided_by=by,
            decided_at=clock.now(),
        )
        if answer == LET_IN:
            Photo.update(held_reason=None).where(Photo.id == held.id).execute()
        act = "photo.kept_held" if answer == KEPT else "photo.let_in"
        audit.write(held.school_id, by, act, held.id, reason=held.held_reason)


def decisions_of(photo: Photo) -> list[PhotoHolding]:
    """What was decided of it, the newest first."""
    return list(PhotoHolding.select().where(PhotoHolding.photo == photo.id).order_by(PhotoHolding.n.desc()))


def undecided(school: str) -> Any:
    """What is held back, at school, and waits for somebody to look; as a query."""
    seen = PhotoHolding.select().where(PhotoHolding.photo == Photo.id)
    mine = (PhotoFile.photo == Photo.id, PhotoFile.sha256 == Photo.sha256, PhotoFile.school == Photo.school)
    here = PhotoFile.select().where(*mine)
    held = (Photo.school == school, Photo.held_reason.is_null(False))
    return Photo.select().where(*held, fn.EXISTS(here), ~fn.EXISTS(seen))
