"""Reads of concerns about the headteacher, for the chair and the vice-chair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from server.accounts.rules import Role
from server.alerts.recipients import Concern
from server.foundation.access import Person
from server.foundation.crypto import CannotOpen, KeyRing, unframe
from server.foundation.problems import Problem
from server.incidents import head_rules
from server.incidents.head_models import ChairStandIn, HeadConcern, HeadConcernNote, HeadConcernOpening
from server.incidents.head_rules import stands_as
from server.incidents.later import incident_named
from server.intake.chair_only import arrived_for_chair
from server.policy.models import Contact
from server.policy.queries import contacts_of

NEW, OPENED, CLOSED = "new", "opened", "closed"
STANDING_NAMES = {NEW: "Nobody has opened it", OPENED: "Opened", CLOSED: "Outcome recorded"}
# The LADO first.
RUNG = ("lado", "chair")


@dataclass(frozen=True)
class Listed:
    """A concern in the list, as far as it is known without opening it."""

    row: HeadConcern
    standing: str
    is_unfinished: bool
    may_open: bool


def role_of(person: Person) -> Role:
    """As which of the governors somebody comes. Raises Problem access.role_missing where they come as none."""
    role = stands_as(person.roles)
    if role is None:
        raise Problem("access.role_missing")
    return role


def is_stood_in(school: str) -> bool:
    """Whether the vice-chair opens concerns in the chair's place just now."""
    last = ChairStandIn.select().where(ChairStandIn.school == school).order_by(ChairStandIn.n.desc()).first()
    return bool(last and last.is_on)


def stand_in_history(school: str) -> list[ChairStandIn]:
    """Each decision about that, the newest first."""
    return list(ChairStandIn.select().where(ChairStandIn.school == school).order_by(ChairStandIn.n.desc()))


def names_chair(concern: HeadConcern) -> bool:
    """Whether it was found, when it was opened for the chair, to name the chair."""
    found = (HeadConcernOpening.concern == concern.id, HeadConcernOpening.names_reader)
    return bool(HeadConcernOpening.select().where(*found).exists())


def find(person: Person, concern_id: str) -> HeadConcern:
    """One concern that somebody may open now. Raises Problem request.not_found alike for none and for another's."""
    row = _concern(person, concern_id)
    if row is None:
        raise Problem("request.not_found")
    return row


def may_open(person: Person, concern_id: str) -> bool:
    """Whether there is such a concern, and this person may open it now."""
    return _concern(person, concern_id) is not None


def _concern(person: Person, concern_id: str) -> HeadConcern | None:
    row: HeadConcern | None = HeadConcern.get_or_none(HeadConcern.id == concern_id, HeadConcern.school == person.school)
    return row if row is not None and _may_open(person, row) else None


def _may_open(person: Person, row: HeadConcern) -> bool:
    stood_in = is_stood_in(person.school) or not has_chair(person.school)
    return head_rules.may_open(stands_as(person.roles), is_stood_in=stood_in, names_chair=names_chair(row))


def is_about_a_concern(kind: str, body: dict[str, Any]) -> bool:
    """Whether a record is about a report that is the chair's: then it is the chair's as well."""
    about = incident_named(kind, body)
    return about is not None and bool(HeadConcern.select().where(HeadConcern.record == about).exists())


def what_is_about_concerns(school: str) -> Callable[[str | None, Any], bool]:
    """The same by a record's kind and body, for many: also of what had come before its report did."""
    apart = {row.record for row in HeadConcern.select(HeadConcern.record).where(HeadConcern.school == school)}
    return lambda kind, body: isinstance(body, dict) and incident_named(kind, body) in apart


def concerns_of(person: Person) -> list[Listed]:
    """Every concern of the school, the newest first: to chair and vice-chair alike, but for who opens them."""
    rows = HeadConcern.select().where(HeadConcern.school == person.school).order_by(HeadConcern.n.desc())
    return [_listed(person, row) for row in rows]


def _listed(person: Person, row: HeadConcern) -> Listed:
    types = [came.type for came in arrived_for_chair(row.school_id, row.record)]
    return Listed(row, _standing(row), is_unfinished="record" not in types, may_open=_may_open(person, row))


def has_chair(school: str) -> bool:
    """Whether anybody is chair who may open one; without, the vice-chair does."""
    return bool(Concern(school, about_role=Role.HEADTEACHER).holders(Role.CHAIR))


def _standing(row: HeadConcern) -> str:
    """An outcome counts for what had come by then: a report that came finished after it is new again."""
    came = arrived_for_chair(row.school_id, row.record)
    newest = max((one.received_at for one in came), default=row.received_at)
    outcome = HeadConcernNote.concern == row.id, HeadConcernNote.is_outcome, HeadConcernNote.at >= newest
    if HeadConcernNote.select().where(*outcome).exists():
        return CLOSED
    shown = HeadConcernOpening.concern == row.id, ~HeadConcernOpening.names_reader
    return OPENED if HeadConcernOpening.select().where(*shown).exists() else NEW


def openings_of(school: str) -> list[HeadConcernOpening]:
    """Every opening at the school, the newest first, each with its concern."""
    rows = HeadConcernOpening.select(HeadConcernOpening, HeadConcern).join(HeadConcern)
    return list(rows.where(HeadConcernOpening.school == school).order_by(HeadConcernOpening.at.desc()))


def notes_of(concern: HeadConcern) -> list[tuple[HeadConcernNote, str]]:
    """Each note with its words, the first first. Raises KeyIsAway."""
    rows = HeadConcernNote.select().where(HeadConcernNote.concern == concern.id).order_by(HeadConcernNote.at)
    return [(row, _words(row)) for row in rows]


def _words(row: HeadConcernNote) -> str:
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    try:
        sealed = ring.chair.open(row.kid, ("chair.note", row.id), bytes(row.sealed)) if ring.chair else b""
        return unframe(sealed).decode("utf-8", "replace")
    except CannotOpen:
        return "It does not unlock: it was damaged, or its key is lost."


def to_ring(school: str) -> Sequence[Contact]:
    """The numbers that stand first on the chair's pages: the LADO's, then the chair's."""
    contacts = [contact for contact in contacts_of(school) if contact.role in RUNG]
    return sorted(contacts, key=lambda contact: RUNG.index(contact.role))


def due(person: Person) -> list[tuple[str, datetime]]:
    """What waits for somebody: the concerns they may open and that have no outcome, by id and time of arrival."""
    if stands_as(person.roles) is None:
        return []
    return [(one.row.id, one.row.received_at) for one in concerns_of(person) if one.may_open and one.standing != CLOSED]
