"""The photos in which a child is named. The pictures themselves are looked at in the gallery, with the family."""

from __future__ import annotations

from collections.abc import Iterator

from server.accounts.about_child import AboutChild, HeldAbout, LookedFor, said
from server.consent.rules import PURPOSE_NAMES
from server.photos.kinds import ERASED, TAKEN
from server.photos.models import Photo, PhotoException, PhotoHolding, PhotoPupil, PhotoRelease, PhotoViewing

PHOTOS = "Photos"


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Each photo, what became of it, and looks at the child's photos; captions and notes that name them."""
    mine = (PhotoPupil.school == school, PhotoPupil.pupil.in_(list(child.pupils)))
    named: dict[str, set[str]] = {}
    for row in PhotoPupil.select().where(*mine):
        named.setdefault(row.photo, set()).add(row.pupil_id)
    for photo in Photo.select().where(Photo.school == school, Photo.id.in_(list(named))):
        yield _photo(photo, frozenset(named[photo.id]))
    for release in PhotoRelease.select().where(PhotoRelease.school == school):
        if release.photo in named or child.is_named_in(release.caption):
            plain = said(For=_purpose(release.purpose), Released=_yes(release.is_agreed))
            facts = said(Where=release.place, Caption=release.caption)
            yield HeldAbout(f"release:{release.id}", PHOTOS, "A photo asked for", release.asked_at, facts, plain)
    for holding in PhotoHolding.select().where(PhotoHolding.school == school):
        if holding.photo in named or child.is_named_in(holding.note):
            facts, plain = said(Note=holding.note), said(Answer=holding.answer.replace("_", " "))
            yield HeldAbout(f"holding:{holding.n}", PHOTOS, "A photo held back", holding.decided_at, facts, plain)
    yield from _written(school, child)


def _written(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Why photos stayed on phones for longer, and why somebody looked at some."""
    for stay in PhotoException.select().where(PhotoException.school == school):
        if child.is_named_in(stay.why):
            key, title = f"stay:{stay.id}", "Photos that stay on a trip’s phones for longer"
            yield HeldAbout(key, PHOTOS, title, stay.agreed_at, said(Why=stay.why), trip=stay.trip_id)
    for look in PhotoViewing.select().where(PhotoViewing.school == school):
        if look.subject in child.pupils or child.is_named_in(look.words):
            facts = said(Why=look.words)
            yield HeldAbout(f"viewing:{look.id}", PHOTOS, "A look at photos", look.begun_at, facts)


def _photo(row: Photo, about: frozenset[str]) -> HeldAbout:
    plain = said(For=_purpose(row.purpose), Where=(row.place or "").replace("_", " "), Held_back=row.held_reason)
    facts = said(Why=row.justification, Activity=row.activity)
    key = f"photo:{row.id}:{min(about)}"
    return HeldAbout(key, PHOTOS, "A photo", row.taken_at, facts, plain, row.trip, about)


def _purpose(code: str | None) -> str:
    return PURPOSE_NAMES.get(code or "", code or "")


def _yes(is_agreed: bool | None) -> str:
    return {True: "Yes", False: "No", None: "Not decided yet"}[is_agreed]


ABOUT_CHILD = AboutChild(
    titles={TAKEN: (PHOTOS, "A photo, as its phone told of it"), ERASED: (PHOTOS, "A photo off its phone")}, rows=rows
)
