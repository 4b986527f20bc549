"""Letting a photo out: display in school by one person, beyond the school by two, consent looked at again each time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from server.accounts.paging import Page, page_of
from server.consent import queries as consent
from server.consent.rules import GROUND_NAMES, PURPOSE_NAMES, Verdict
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.photos import queries, rules
from server.photos.models import Photo, PhotoExport, PhotoRelease
from server.photos.queries import Shown
from server.trips.models import Pupil, TripPupil

# A file of its own each; the day on it says nothing, and is the earliest that a ZIP can hold.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Asked:
    """What somebody asks of a photo: what for, where it will be seen, the words beside it."""

    purpose: str
    place: str
    caption: str


def why_not(photo: Photo, purpose: str) -> str:
    """Why consent does not let a photo out today for a purpose, in words; "" when it does (R46)."""
    pupils = queries.pupils_in(photo)
    known = [pupil for pupil in pupils if pupil]
    verdicts = _verdicts(photo, known, purpose)
    noes = [pupil for pupil in known if not verdicts[pupil.id].may]
    reasons = [f"{_short(pupil)}: {GROUND_NAMES[verdicts[pupil.id].ground].lower()}" for pupil in noes]
    if len(known) < len(pupils):
        reasons.append("somebody in it whom the school cannot tell")
    if not pupils and not photo.has_nobody:
        reasons.append("nobody was checked for it")
    return f"{PURPOSE_NAMES[purpose]}, today no: {'; '.join(reasons)}." if reasons else ""


def caption_problem(photo: Photo, caption: str) -> str:
    """What is wrong with the words beside a photo; "" when nothing is (R33)."""
    pupils = [pupil for pupil in queries.pupils_in(photo) if pupil]
    verdicts = _verdicts(photo, pupils, "first_name")
    named = [rules.InPicture(row.first_name, row.last_name, verdicts[row.id].may) for row in pupils]
    going = Pupil.select(Pupil.last_name).join(TripPupil).where(TripPupil.trip == photo.trip)
    return rules.caption_problem(caption, named, [row.last_name for row in going])


def ask(shown: Shown, asked: Asked, by: str) -> PhotoRelease:
    """Ask for a photo. In school that lets it out; beyond the school it then waits for a second person.

    The caller has looked at consent and at the words.
    """
    is_done = not rules.needs_a_second(asked.purpose)
    decided: dict[str, Any] = {"is_agreed": True, "decided_by": by, "decided_at": clock.now()} if is_done else {}
    photo = shown.photo
    with db.atomic():
        row: PhotoRelease = PhotoRelease.create(
            school=photo.school_id,
            photo=photo.id,
            purpose=asked.purpose,
            place=asked.place,
            caption=asked.caption,
            asked_by=by,
            asked_at=clock.now(),
            **decided,
        )
        act = "photo.released" if is_done else "photo.release_asked"
        audit.write(photo.school_id, by, act, photo.id, release=row.id, purpose=asked.purpose)
    return row


def decide(release: PhotoRelease, *, is_agreed: bool, by: str) -> None:
    """A second person lets it out, or does not. The caller has looked at consent."""
    with db.atomic():
        changes = {"is_agreed": is_agreed, "decided_by": by, "decided_at": clock.now()}
        waits = (PhotoRelease.id == release.id, PhotoRelease.is_agreed.is_null())
        if PhotoRelease.update(changes).where(*waits).execute() == 0:
            raise Problem("request.not_found")
        act = "photo.released" if is_agreed else "photo.release_refused"
        audit.write(release.school_id, by, act, release.photo, release=release.id, purpose=release.purpose)


def find_release(person: Person, release_id: str) -> PhotoRelease:
    """One that waits still. Raises Problem request.not_found otherwise, and for another school's."""
    own = (PhotoRelease.id == release_id, PhotoRelease.school == person.school, PhotoRelease.is_agreed.is_null())
    row: PhotoRelease | None = PhotoRelease.get_or_none(*own)
    if row is None:
        raise Problem("request.not_found")
    return row


def releases_of(school: str, photo: str | None = None) -> list[PhotoRelease]:
    """Every release of the school or of one photo, the newest first."""
    rows = PhotoRelease.select().where(PhotoRelease.school == school)
    rows = rows.where(PhotoRelease.photo == photo) if photo else rows
    return list(rows.order_by(PhotoRelease.asked_at.desc()))


def page_of_releases(school: str) -> Page[PhotoRelease]:
    """The page asked for of every release of the school, the newest first."""
    rows = PhotoRelease.select().where(PhotoRelease.school == school)
    newest = rows.order_by(PhotoRelease.asked_at.desc(), PhotoRelease.id)
    return page_of(rows.count(), lambda offset, limit: list(newest.offset(offset).limit(limit)))


def purposes_released(school: str) -> set[str]:
    """The purposes for which any photo was let out."""
    rows = PhotoRelease.select(PhotoRelease.purpose).where(PhotoRelease.school == school, PhotoRelease.is_agreed)
    return {row.purpose for row in rows.distinct()}


def waiting(school: str) -> Any:
    """Those that wait for a second person, as a query."""
    return PhotoRelease.select().where(PhotoRelease.school == school, PhotoRelease.is_agreed.is_null())


def ready(person: Person, purpose: str) -> list[Shown]:
    """The released photos of a purpose that may go out today: here, not held back, consent still given."""
    rows = [row for row in releases_of(person.school) if row.is_agreed and row.purpose == purpose]
    ids = dict.fromkeys(row.photo for row in rows)
    found = [queries.find_photo(person, photo_id) for photo_id in ids]
    return [one for one in found if one.is_clear and not why_not(one.photo, purpose)]


def note_export(school: str, purpose: str, photos: list[Shown], by: str) -> None:
    """Keep and audit of each photo that it goes out as a file."""
    with db.atomic():
        for one in photos:
            PhotoExport.create(
                school=school, photo=one.photo.id, purpose=purpose, exported_at=clock.now(), exported_by=by
            )
            audit.write(school, by, "photo.exported", one.photo.id, purpose=purpose)


class _Passing:
    """A file to write to that keeps nothing but what was not taken yet: no picture lies on the disk in clear."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._parts.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """There is nothing behind it."""

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


def zipped(photos: list[Shown]) -> Iterator[bytes]:
    """A ZIP of the pictures, one opened at a time, each under a random name."""
    passing = _Passing()
    with zipfile.ZipFile(passing, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for one in photos:
            archive.writestr(zipfile.ZipInfo(f"{uuid4().hex}.jpg", _NO_DAY), queries.picture_of(one))
            yield passing.take()
    yield passing.take()


def _verdicts(photo: Photo, pupils: list[Pupil], purpose: str) -> dict[str, Verdict]:
    """What counts today for each of them in a photo."""
    found = consent.verdicts_for(photo.school_id, [pupil.id for pupil in pupils], "photo", clock.today())
    return {pupil: verdicts[purpose] for pupil, verdicts in found.items()}


def _short(pupil: Pupil) -> str:
    return f"{pupil.first_name} {pupil.last_name}"
