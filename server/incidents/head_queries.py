"""Reads of concerns about the headteacher, for the chair and the vice-chair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.crypto import CannotOpen, KeyRing, unframe
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.incidents import head_rules
from server.incidents.head_models import ChairStandIn, HeadConcern, HeadConcernNote, HeadConcernOpening
from server.incidents.head_rules import stands_as
from server.incidents.later import incident_named
from server.intake.rules import CHAIR_ONLY
from server.policy.models import Contact
from server.policy.queries import contacts_of

NEW, OPENED, CLOSED = "new", "opened", "closed"
STANDING_NAMES = {NEW: "Nobody has opened it", OPENED: "Opened", CLOSED: "Outcome recorded"}
# The LADO first.
RUNG = ("lado", "chair")


# Whether the vice-chair stands in, and whether anybody is chair who may open one: no headteacher, and in use.
_WHO_OPENS = """
SELECT (SELECT is_on FROM chair_stand_in WHERE school_id = ? ORDER BY n DESC LIMIT 1), EXISTS (
    SELECT 1 FROM staff_role JOIN staff ON staff.id = staff_role.staff_id
    WHERE staff_role.school_id = ? AND role = 'chair' AND is_active AND (ends_at IS NULL OR ends_at > ?)
    AND staff.id NOT IN (SELECT staff_id FROM staff_role AS head WHERE head.role = 'headteacher')
)
"""
# Of each concern: when its newest came, whether one of them is finished, its last outcome, whether it was opened and
# shown, and whether it was found to name the chair.
_STANDINGS = """
WITH came AS (
    SELECT head_concern.id AS concern, envelope.type, envelope.received_at
    FROM head_concern CROSS JOIN envelope CROSS JOIN opening
    WHERE envelope.school_id = head_concern.school_id AND envelope.id = head_concern.record
    AND opening.envelope_id = envelope.n AND envelope.type <> 'blob'
    AND (envelope.flags LIKE ? OR opening.state = 'chair')
)
SELECT id, (SELECT MAX(received_at) FROM came WHERE concern = head_concern.id),
    EXISTS (SELECT 1 FROM came WHERE concern = head_concern.id AND type = 'record'),
    (SELECT MAX(at) FROM head_concern_note WHERE concern_id = head_concern.id AND is_outcome),
    EXISTS (SELECT 1 FROM head_concern_opening WHERE concern_id = head_concern.id AND NOT names_reader),
    EXISTS (SELECT 1 FROM head_concern_opening WHERE concern_id = head_concern.id AND names_reader)
FROM head_concern WHERE school_id = ?
"""


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


def others_than(concern: HeadConcern) -> list[HeadConcern]:
    """Every other concern of the school."""
    return list(HeadConcern.select().where(HeadConcern.school == concern.school_id, HeadConcern.id != concern.id))


def may_open(person: Person, concern_id: str) -> bool:
    """Whether there is such a concern, and this person may open it now."""
    return _concern(person, concern_id) is not None


def _concern(person: Person, concern_id: str) -> HeadConcern | None:
    row: HeadConcern | None = HeadConcern.get_or_none(HeadConcern.id == concern_id, HeadConcern.school == person.school)
    return row if row is not None and _may_open(person, row) else None


def _may_open(person: Person, row: HeadConcern) -> bool:
    return _one_may_open(person, names_chair=names_chair(row), stood_in=is_vice_chairs(person.school))


def _one_may_open(person: Person, *, names_chair: bool, stood_in: bool) -> bool:
    return head_rules.may_open(stands_as(person.roles), is_stood_in=stood_in, names_chair=names_chair)


def is_vice_chairs(school: str) -> bool:
    """Whether the vice-chair opens concerns: in the chair's place, or where nobody is chair who may."""
    [(is_on, has_one)] = select(_WHO_OPENS, school, school, _now())
    return bool(is_on) or not has_one


def is_about_a_concern(kind: str, body: dict[str, Any]) -> bool:
    """Whether a record is about a report that is the chair's: then it is the chair's as well."""
    about = incident_named(kind, body)
    return about is not None and bool(HeadConcern.select().where(HeadConcern.record == about).exists())


def concern_about(school: str, record: str) -> HeadConcern | None:
    """The concern whose report has this id, if it has come."""
    found: HeadConcern | None = HeadConcern.get_or_none(HeadConcern.record == record, HeadConcern.school == school)
    return found


def is_report_of_one(school: str, record: str) -> bool:
    """Whether something of this id came as a concern: then what comes of it unfinished is the chair's as well."""
    return concern_about(school, record) is not None


def what_is_about_concerns(school: str) -> Callable[[str | None, Any], bool]:
    """The same by a record's kind and body, for many: also of what had come before its report did."""
    apart = {row.record for row in HeadConcern.select(HeadConcern.record).where(HeadConcern.school == school)}
    return lambda kind, body: isinstance(body, dict) and incident_named(kind, body) in apart


def concerns_of(person: Person) -> list[Listed]:
    """Every concern of the school, the newest first: to chair and vice-chair alike, but for who opens them."""
    rows = list(HeadConcern.select().where(HeadConcern.school == person.school).order_by(HeadConcern.n.desc()))
    stood_in = is_vice_chairs(person.school) if rows else False
    known = {concern: tuple(facts) for concern, *facts in select(_STANDINGS, f"%{CHAIR_ONLY}%", person.school)}
    return [_listed(person, row, known[row.id], stood_in) for row in rows]


def _listed(person: Person, row: HeadConcern, known: tuple[Any, ...], stood_in: bool) -> Listed:
    """An outcome counts for what had come by then: a report that came finished after it is new again."""
    newest, is_finished, outcome_at, is_shown, names = known
    standing = OPENED if is_shown else NEW
    if outcome_at is not None and outcome_at >= (newest or _millis(row.received_at)):
        standing = CLOSED
    may = _one_may_open(person, names_chair=bool(names), stood_in=stood_in)
    return Listed(row, standing, is_unfinished=not is_finished, may_open=may)


def has_chair(school: str) -> bool:
    """Whether anybody is chair who may open one; without, the vice-chair does."""
    return bool(select(_WHO_OPENS, school, school, _now())[0][1])


def _now() -> int:
    return _millis(clock.now())


def _millis(at: datetime) -> int:
    return round(at.timestamp() * 1000)


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
