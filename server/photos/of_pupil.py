"""Every photo of one child: where each may be seen, and what cannot be called back once consent has ended (R31)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from server.consent.rules import GROUND_NAMES
from server.foundation import audit
from server.foundation.database import db
from server.photos import queries, rules
from server.photos.models import PhotoExport, PhotoRelease
from server.photos.queries import Shown
from server.trips.models import Pupil


@dataclass(frozen=True)
class Gone:
    """A photo out of the school's hands, for a purpose for which consent has ended: released beyond it, or a file."""

    shown: Shown
    purpose: str
    release: PhotoRelease | None = None
    export: PhotoExport | None = None


@dataclass
class OfPupil:
    """The photos of a child, the newest first, each with its releases. `ended`: purpose -> why they may not any more.

    `to_take_down` are those seen in school, `not_recalled` those beyond it or taken as files, of the purposes ended.
    """

    photos: list[tuple[Shown, list[PhotoRelease], list[PhotoExport]]] = field(default_factory=list)
    ended: dict[str, str] = field(default_factory=dict)
    to_take_down: list[Gone] = field(default_factory=list)
    not_recalled: list[Gone] = field(default_factory=list)


def of_pupil(pupil: Pupil, by: str) -> OfPupil:
    """Read them. That somebody did is noted."""
    with db.atomic():
        audit.write(pupil.school_id, by, "photos.of_pupil_viewed", pupil.id)
    shown, may = queries.shown_of(pupil)
    ids = [one.photo.id for one in shown]
    exports, every_release = _by_photo(PhotoExport, ids), _by_photo(PhotoRelease, ids)
    ended = {purpose: GROUND_NAMES[one.ground] for purpose, one in may.items() if not one.may}
    found = OfPupil(ended=ended)
    for one in shown:
        newest_first = sorted(every_release.get(one.photo.id, ()), key=lambda row: row.asked_at, reverse=True)
        released = [row for row in newest_first if row.is_agreed]
        files = exports.get(one.photo.id, [])
        found.photos.append((one, released, files))
        found.to_take_down += [_released(one, row) for row in released if _is_in_school(row, ended)]
        beyond = [row for row in released if row.purpose in ended and rules.needs_a_second(row.purpose)]
        found.not_recalled += [_released(one, row) for row in beyond]
        found.not_recalled += [Gone(one, file.purpose, export=file) for file in files if file.purpose in ended]
    return found


def _released(shown: Shown, row: PhotoRelease) -> Gone:
    return Gone(shown, row.purpose, release=row)


def _is_in_school(row: PhotoRelease, ended: dict[str, str]) -> bool:
    return row.purpose in ended and not rules.needs_a_second(row.purpose)


def _by_photo(table: Any, photos: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in table.select().where(table.photo.in_(photos)).order_by(table._meta.primary_key) if photos else ():
        found.setdefault(row.photo, []).append(row)
    return found
