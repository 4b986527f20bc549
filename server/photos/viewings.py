"""Reads of looks at photos: one's own, while it lasts, and what it may show."""

from __future__ import annotations

import json

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.photos import rules
from server.photos.models import Photo, PhotoPupil, PhotoViewing
from server.photos.queries import HELD, NO_TRIP, Shown, photos_of


def find_viewing(person: Person, viewing_id: str) -> PhotoViewing:
    """One's own viewing while it lasts. Raises Problem request.not_found otherwise."""
    own = (PhotoViewing.id == viewing_id, PhotoViewing.school == person.school, PhotoViewing.staff == person.id)
    viewing: PhotoViewing | None = PhotoViewing.get_or_none(*own)
    if viewing is None or clock.now() - viewing.begun_at >= rules.VIEWING_LASTS:
        raise Problem("request.not_found")
    return viewing


def open_viewing(person: Person, shown: Shown) -> PhotoViewing | None:
    """The newest of one's own viewings that lasts still and holds this photo."""
    if not shown.is_in_gallery:
        return None
    since = clock.now() - rules.VIEWING_LASTS
    own = (PhotoViewing.staff == person.id, PhotoViewing.school == person.school, PhotoViewing.begun_at > since)
    photo, within = shown.photo, PhotoPupil.select(PhotoPupil.pupil).where(PhotoPupil.photo == shown.photo.id)
    holds = (PhotoViewing.scope == "trip") & (PhotoViewing.subject == (photo.trip or NO_TRIP))
    holds |= (PhotoViewing.scope == "purpose") & (PhotoViewing.subject == photo.purpose)
    holds |= (PhotoViewing.scope == "pupil") & PhotoViewing.subject.in_(within)
    holds |= (PhotoViewing.scope == "sample") & PhotoViewing.subject.contains(json.dumps(photo.id))
    found: PhotoViewing | None = PhotoViewing.select().where(*own, holds).order_by(PhotoViewing.begun_at.desc()).first()
    return found


def held_viewing(person: Person, photo: Photo) -> PhotoViewing | None:
    """The newest of one's own viewings of a photo that is held back, while it lasts."""
    since = clock.now() - rules.VIEWING_LASTS
    own = (PhotoViewing.staff == person.id, PhotoViewing.school == person.school, PhotoViewing.begun_at > since)
    of_it = (PhotoViewing.scope == HELD, PhotoViewing.subject == photo.id)
    found: PhotoViewing | None = (
        PhotoViewing.select().where(*own, *of_it).order_by(PhotoViewing.begun_at.desc()).first()
    )
    return found


def in_viewing(viewing: PhotoViewing) -> list[Shown]:
    """What a viewing may show: all of its scope that is in the gallery; of one held back, that one while it is."""
    found = photos_of(viewing.school_id, viewing.scope, viewing.subject)
    if viewing.scope == HELD:
        return [one for one in found if one.is_here and one.photo.held_reason is not None]
    return [one for one in found if one.is_in_gallery]
