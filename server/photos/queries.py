"""Reads of photos: which there are, where each is on its way, who is in it; its bytes, opened anew for each look."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from server.accounts.names import says
from server.accounts.paging import Page, page_of
from server.consent import queries as consent
from server.consent.rules import Verdict
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.crypto import CannotOpen, digest
from server.foundation.problems import Problem
from server.intake.opening import blob_content
from server.photos import jpeg, rules
from server.photos.models import Photo, PhotoErasure, PhotoFile, PhotoHolding, PhotoPupil
from server.trips.models import Pupil
from server.trips.queries import is_leader

# What a page shows; more come with the next page.
A_PAGE = 12
# In an address, in the place of a trip's id.
NO_TRIP = "none"
MOST_FOUND = 20
# The scope of looking at one photo that is held back.
HELD = "held"
PHOTO = "photo"


@dataclass(frozen=True)
class Shown:
    """A photo with what is known of its way: `standing` of rules.standing, `file` the arrival its bytes came with.

    `has_ended`: somebody in it may not be in a photo of its purpose any more.
    """

    photo: Photo
    standing: str
    file: int | None
    erased_at: datetime | None
    has_ended: bool = False

    @property
    def is_here(self) -> bool:
        """Whether the school has its bytes."""
        return self.file is not None

    @property
    def is_clear(self) -> bool:
        """Whether it is here and not held back (R31)."""
        return self.is_here and self.photo.held_reason is None

    @property
    def is_in_gallery(self) -> bool:
        """Whether it may be looked at: it is clear, and consent for its purpose has not ended since."""
        return self.is_clear and not self.has_ended


@dataclass
class TripPhotos:
    """The photos of a trip, counted; `missing` are those whose record came without them."""

    shown: list[Shown] = field(default_factory=list)

    def count(self, *standings: str) -> int:
        """How many stand so."""
        return sum(one.standing in standings for one in self.shown)

    @property
    def missing(self) -> list[Shown]:
        """Those a record names and the school does not have."""
        return [one for one in self.shown if not one.is_here]

    @property
    def held(self) -> int:
        """How many are held back."""
        return sum(one.photo.held_reason is not None for one in self.shown)


def photos_on(school: str, trip: str | None) -> TripPhotos:
    """The photos of a trip (None: of none of the school's), the newest first."""
    where = Photo.trip == trip if trip else Photo.trip.is_null()
    return TripPhotos(shown(Photo.select().where(Photo.school == school, where)))


def photos_of(school: str, scope: str, subject: str) -> list[Shown]:
    """Those of a scope, the newest first: `trip`, `purpose`, `pupil`, `held` with id or code, `sample` with JSON."""
    mine = Photo.select().where(Photo.school == school)
    if scope == "pupil":
        found = PhotoPupil.select(PhotoPupil.photo).where(PhotoPupil.pupil == subject)
        return shown(mine.where(Photo.id.in_(found)))
    if scope == "sample":
        return shown(mine.where(Photo.id.in_(json.loads(subject))))
    if scope == HELD:
        return shown(mine.where(Photo.id == subject))
    if scope == "trip":
        return photos_on(school, None if subject == NO_TRIP else subject).shown
    return shown(mine.where(Photo.purpose == subject))


def photos_since(school: str, since: datetime) -> list[Shown]:
    """Every photo that arrived since then, the newest first."""
    return shown(Photo.select().where(Photo.school == school, Photo.received_at >= since))


def shown(rows: Any) -> list[Shown]:
    """These rows with where each is on its way, the newest first."""
    photos = list(_on_their_way(rows).order_by(Photo.taken_at.desc(), Photo.id))
    ended = _ended(photos)
    return [_one(photo, photo.id in ended) for photo in photos]


def shown_of(pupil: Pupil) -> tuple[list[Shown], dict[str, Verdict]]:
    """The photos of one child, and for what they may be in one today."""
    found = PhotoPupil.select(PhotoPupil.photo).where(PhotoPupil.pupil == pupil.id)
    rows = Photo.select().where(Photo.school == pupil.school_id, Photo.id.in_(found))
    photos = list(_on_their_way(rows).order_by(Photo.taken_at.desc(), Photo.id))
    within = _within(photos)
    may = _verdicts(pupil.school_id, {pupil.id, *(one for several in within.values() for one in several)})
    ended = _without_yes(photos, within, may)
    return [_one(photo, photo.id in ended) for photo in photos], may[pupil.id]


def _on_their_way(rows: Any) -> Any:
    """The same with what came of each: `file` its own bytes, `has_other` any bytes, `erased_at` a phone's word."""
    came = PhotoFile.select(fn.MIN(PhotoFile.n)).where(PhotoFile.photo == Photo.id, PhotoFile.school == Photo.school)
    gone = PhotoErasure.select(PhotoErasure.erased_at).where(
        PhotoErasure.photo == Photo.id, PhotoErasure.school == Photo.school
    )
    first_gone = gone.order_by(PhotoErasure.n).limit(1)
    true = came.where(PhotoFile.sha256 == Photo.sha256)
    decided = fn.EXISTS(PhotoHolding.select(PhotoHolding.n).where(PhotoHolding.photo == Photo.id))
    found = (true.alias("file"), came.alias("any_file"), first_gone.alias("erased_at"), decided.alias("has_decisions"))
    return rows.select(Photo, *found)


def _ended(photos: list[Photo]) -> set[str]:
    """The photos, of one school, in which somebody may not be any more, for the photo's own purpose."""
    within = _within(photos)
    pupils = {pupil for several in within.values() for pupil in several}
    return _without_yes(photos, within, _verdicts(photos[0].school_id, pupils)) if pupils else set()


def _within(photos: list[Photo]) -> dict[str, list[str]]:
    """Who is in each, as far as that is known."""
    within: dict[str, list[str]] = {}
    ids = [photo.id for photo in photos]
    for at in range(0, len(ids), 500):
        for row in PhotoPupil.select().where(PhotoPupil.photo.in_(ids[at : at + 500]), PhotoPupil.pupil.is_null(False)):
            within.setdefault(row.photo, []).append(row.pupil_id)
    return within


def _verdicts(school: str, pupils: Collection[str]) -> dict[str, dict[str, Verdict]]:
    return consent.verdicts_for(school, sorted(pupils), PHOTO, clock.today())


def _without_yes(photos: list[Photo], within: dict[str, list[str]], may: dict[str, dict[str, Verdict]]) -> set[str]:
    return {
        photo.id
        for photo in photos
        if photo.purpose and not all(may[pupil][photo.purpose].may for pupil in within.get(photo.id, ()))
    }


def _one(photo: Photo, has_ended: bool) -> Shown:
    came = [photo.sha256] if photo.file is not None else ["another"] if photo.any_file is not None else []
    standing = rules.standing(photo.sha256, came, is_erased=photo.erased_at is not None)
    erased_at = None if photo.erased_at is None else clock.from_millis(photo.erased_at)
    return Shown(photo, standing, photo.file, erased_at, has_ended)


def find_photo(person: Person, photo_id: str) -> Shown:
    """One photo. Raises Problem request.not_found alike for none, another school's, and one not theirs to see."""
    found = shown(Photo.select().where(Photo.id == photo_id, Photo.school == person.school))
    if not found or not may_look(person, found[0].photo.trip):
        raise Problem("request.not_found")
    return found[0]


def may_look(person: Person, trip: str | None) -> bool:
    """Whether somebody may look at the photos of a trip."""
    may = rules.may_look(person.roles, leads_the_trip=False)
    return may or rules.may_look(person.roles, leads_the_trip=is_leader(person.id, trip))


def held_of(school: str) -> Page[Shown]:
    """The page asked for of what is held back, the newest first."""
    return _page(Photo.select().where(Photo.school == school, Photo.held_reason.is_null(False)))


def page_since(school: str, since: datetime) -> Page[Shown]:
    """The page asked for of what arrived since then, the newest first."""
    return _page(Photo.select().where(Photo.school == school, Photo.received_at >= since))


def _page(rows: Any) -> Page[Shown]:
    newest = rows.order_by(Photo.taken_at.desc(), Photo.id)
    return page_of(rows.count(), lambda offset, limit: shown(newest.offset(offset).limit(limit)))


def picture_of(shown: Shown) -> bytes:
    """The JPEG, without anything but the picture. Raises Problem request.not_found where there is none to show."""
    if shown.file is None:
        raise Problem("request.not_found")
    try:
        content = blob_content(shown.file)
        if digest(content) != shown.photo.sha256:
            raise Problem("request.not_found")
        return jpeg.bare(content)
    except (CannotOpen, OSError, jpeg.NotAJpeg) as error:
        raise Problem("request.not_found") from error


def pupils_in(photo: Photo) -> list[Pupil | None]:
    """Who was checked for it, by name; None stands for somebody whom the school cannot tell."""
    rows = list(
        PhotoPupil.select(PhotoPupil, Pupil)
        .join(Pupil, JOIN.LEFT_OUTER)
        .where(PhotoPupil.photo == photo.id, PhotoPupil.school == photo.school_id)
        .order_by(Pupil.first_name, Pupil.last_name)
    )
    named = list({row.pupil_id: row.pupil for row in rows if row.pupil_id}.values())
    return [*named, *([None] * sum(row.pupil_id is None for row in rows))]


def find_pupil(school: str, pupil_id: str) -> Pupil:
    """One pupil. Raises Problem request.not_found, also for another school's."""
    pupil: Pupil | None = Pupil.get_or_none(Pupil.id == pupil_id, Pupil.school == school)
    if pupil is None:
        raise Problem("request.not_found")
    return pupil


def photographed(school: str, words: str) -> list[Pupil]:
    """The pupils of this name of whom there is a photo, by name; the first twenty. Raises ValueError for no words."""
    there = PhotoPupil.select().where(PhotoPupil.pupil == Pupil.id)
    named = (Pupil.school == school, says((Pupil.first_name, Pupil.last_name), words), fn.EXISTS(there))
    return list(Pupil.select().where(*named).order_by(Pupil.last_name, Pupil.first_name).limit(MOST_FOUND))
