"""What the register of photo consent holds about a child, and the checks in which they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from server.accounts.about_child import AboutChild, HeldAbout, LookedFor, said
from server.accounts.rules import Role
from server.consent.authorisation_models import ImageAuthorisation, ImageAuthorisationRevoked
from server.consent.check_models import ConsentChange, ConsentCheck
from server.consent.kinds import CAMERA_USED, CHANGED, CHECKED
from server.consent.models import ConsentDecision, NeverPhotograph
from server.consent.rules import PURPOSE_NAMES
from server.consent.turn_models import ConsentTold, ConsentTurn
from server.trips.rules import KEY_DIGITS

CONSENT = "Photo consent"
# They alone read why a pupil is never to be photographed.
READ_WHY = frozenset({Role.DSL, Role.DEPUTY_DSL})


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Every answer, every mark, every check and every no on the day; and what was authorised, where it names them."""
    among = list(child.pupils)
    yield from (_answer(row) for row in _of(ConsentDecision, school, among))
    yield from (_mark(row) for row in _of(NeverPhotograph, school, among))
    yield from _checks(school, among)
    yield from _changes(school, among)
    yield from (_turn(row) for row in _of(ConsentTurn, school, among))
    yield from (_told(row) for row in _of(ConsentTold, school, among))
    yield from _authorised(school, child)


def _authorised(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    for row in ImageAuthorisation.select().where(ImageAuthorisation.school == school):
        facts = said(What=row.what, Who=row.who, Why=row.why, Conditions=row.conditions)
        if child.is_named_in(" ".join(words for _name, words in facts)):
            yield HeldAbout(f"authorised:{row.id}", CONSENT, "Authorised by the headteacher", row.given_at, facts)
    for end in ImageAuthorisationRevoked.select().where(ImageAuthorisationRevoked.school == school):
        if child.is_named_in(end.why):
            key, title = f"revoked:{end.authorisation_id}", "An authorisation revoked"
            yield HeldAbout(key, CONSENT, title, end.at, said(Why=end.why))


def _turn(row: ConsentTurn) -> HeldAbout:
    names = ", ".join(PURPOSE_NAMES.get(one, one) for one in json.loads(row.purposes))
    plain, about = said(No_longer_for=names), frozenset({row.pupil_id})
    title = "A yes that turned into a no while they were out"
    return HeldAbout(f"turn:{row.n}", CONSENT, title, row.saved_at, (), plain, row.trip_id, about)


def _told(row: ConsentTold) -> HeldAbout:
    key, about = f"told:{row.trip_id}:{row.pupil_id}:{row.phone_id}", frozenset({row.pupil_id})
    title = "A phone was rung about the child’s consent"
    return HeldAbout(key, CONSENT, title, row.told_at, trip=row.trip_id, pupils=about)


def _of(table: Any, school: str, among: list[str]) -> Any:
    return table.select().where(table.school == school, table.pupil.in_(among))


def _answer(row: ConsentDecision) -> HeldAbout:
    purpose = PURPOSE_NAMES.get(row.purpose, row.purpose)
    title = f"{purpose}, {row.medium}: {_words(row.response)}"
    plain = said(For=purpose, Of=row.medium, Answer=_words(row.response), Answered_by=_words(row.answered_by))
    days = said(How=_words(row.how), On=row.decided_on, Holds_from=row.valid_from, Holds_until=row.valid_to)
    facts = said(Name_of_who_answered=row.respondent, As_written=row.small_print)
    about = frozenset({row.pupil_id})
    return HeldAbout(f"consent:{row.n}", CONSENT, title, row.recorded_at, facts, plain + days, pupils=about)


def _mark(row: NeverPhotograph) -> HeldAbout:
    title = "Never to be photographed" if row.act == "begin" else "May be photographed again"
    key, facts, about = f"never:{row.n}", said(Why=row.reason), frozenset({row.pupil_id})
    return HeldAbout(key, CONSENT, title, row.at, facts, pupils=about, readers=READ_WHY)


def _checks(school: str, among: list[str]) -> Iterator[HeldAbout]:
    for pupil in among:
        mine = ConsentCheck.pupils.contains(f'"{_begins(pupil)}')
        for row in ConsentCheck.select().where(ConsentCheck.school == school, mine):
            if _is_one_of(json.loads(row.pupils), pupil):
                yield _check(row, pupil, is_out=_is_one_of(json.loads(row.out), pupil))


def _check(row: ConsentCheck, pupil: str, *, is_out: bool) -> HeldAbout:
    plain = said(
        For=PURPOSE_NAMES.get(row.purpose or "", row.purpose),
        Where=_words(row.place),
        Of=row.medium,
        Answer="To step out of the picture" if is_out else "May be in the picture",
    )
    facts, key = said(Activity=row.activity, Why=row.justification), f"check:{row.n}:{pupil}"
    about = frozenset({pupil})
    return HeldAbout(key, CONSENT, "A check before a photo", row.checked_at, facts, plain, row.trip_id, about)


def _changes(school: str, among: list[str]) -> Iterator[HeldAbout]:
    for pupil in among:
        mine = ConsentChange.key.startswith(_begins(pupil))
        for row in ConsentChange.select().where(ConsentChange.school == school, mine):
            if _is_one_of([row.key], pupil):
                facts, plain, about = said(Words=row.words), said(What=_words(row.change)), frozenset({pupil})
                key, title = f"no:{row.n}", "A no on the day"
                yield HeldAbout(key, CONSENT, title, row.changed_at, facts, plain, row.trip_id, about)


def _begins(pupil: str) -> str:
    return pupil.replace("-", "")[:KEY_DIGITS]


def _is_one_of(keys: list[str], pupil: str) -> bool:
    """Whether one of a list's keys is this pupil's: it is how their id begins, also of who is off the trip since."""
    return any(pupil.replace("-", "").startswith(key) for key in keys)


def _words(code: str | None) -> str:
    return (code or "").replace("_", " ")


ABOUT_CHILD = AboutChild(
    titles={
        CHECKED: (CONSENT, "A check before a photo"),
        CHANGED: (CONSENT, "A no on the day"),
        CAMERA_USED: (CONSENT, "A class camera used"),
    },
    rows=rows,
)
