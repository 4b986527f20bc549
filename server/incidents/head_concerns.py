"""Concerns about the headteacher: that one came, opening it for the chair, the chair's notes, who stands in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from flask import current_app

from server.accounts.rules import Role
from server.alerts import recipients
from server.alerts.actions import concern_of, raise_alert, tell
from server.alerts.routing_rules import CHAIR_OPENED, INCIDENT, VICE_CHAIR_OPENED, Situation
from server.alerts.withdrawing import withdraw
from server.foundation import audit, clock, registry
from server.foundation.access import Person
from server.foundation.crypto import KeyRing
from server.foundation.database import db
from server.incidents import head_queries
from server.incidents.chronology_models import ChronologyItem
from server.incidents.head_models import ChairStandIn, HeadConcern, HeadConcernNote, HeadConcernOpening
from server.incidents.head_rules import is_named, told_of_opening
from server.incidents.later import incident_named
from server.incidents.models import Incident, IncidentPupil
from server.intake.chair_only import ForChair, arrived_for_chair, opened_for_chair, ordinary
from server.intake.models import Envelope
from server.intake.opening import set_state

HEAD = "headteacher"


@dataclass(frozen=True)
class Opened:
    """A concern as it was opened: each version that came, newest first, and the notes. Nothing if `names_reader`."""

    came: list[ForChair] = field(default_factory=list)
    notes: list[tuple[HeadConcernNote, str]] = field(default_factory=list)
    names_reader: bool = False


def hear(school: str, n: int, record: str) -> None:
    """List that one came, and tell the chair, inside the transaction that took it in. One report is listed once."""
    row = Envelope.get_by_id(n)
    new = {"id": secrets.token_hex(16), "school": school, "record": record, "n": n, "received_at": row.received_at}
    HeadConcern.insert(new).on_conflict_ignore().execute()
    concern = HeadConcern.get(HeadConcern.school == school, HeadConcern.record == record)
    # What comes finished after something else of it was never read.
    is_anew = concern.n != n and row.type == "record"
    situation = Situation(INCIDENT, "allegation", None, HEAD)
    alert = raise_alert(school, situation, concern.id, is_apart=True, is_anew=is_anew)
    if alert and head_queries.is_stood_in(school):
        tell(alert, recipients.find(concern_of(alert), [Role.VICE_CHAIR]).people)
    _take_over(school, record)


def _take_over(school: str, record: str) -> None:
    """Make the chair's what had come of this report before anybody knew: a part of it unfinished, and what is about it.

    One that came finished for everybody stays theirs: no later one of its number hides it.
    """
    reports = Incident.id == record, Incident.school == school
    if Incident.select().where(*reports, ~Incident.is_unfinished).exists():
        return
    mine = ChronologyItem.school == school, ChronologyItem.incident == record
    # What was added to it is held for the police as far as it is listed; the report itself is, by what was taken.
    held = registry.current().held_for_police(school)
    about = [item for item in ChronologyItem.select().where(*mine) if item.id not in held]
    withdraw(school, [record, *(item.id for item in about)])
    IncidentPupil.delete().where(IncidentPupil.incident == record, IncidentPupil.school == school).execute()
    Incident.delete().where(*reports).execute()
    ChronologyItem.delete().where(*mine, ChronologyItem.id.in_([item.id for item in about])).execute()
    drafts = Envelope.school == school, Envelope.id == record, Envelope.type == "draft", ordinary()
    for draft in Envelope.select(Envelope.n).where(*drafts):
        set_state(draft.n, "chair", None)
    for item in about:
        hear(school, item.n, item.id)
        set_state(item.n, "chair", None)


def open_for(person: Person, concern: HeadConcern) -> Opened:
    """Open a concern for whoever may (`head_queries.find`): noted, told and only then shown. Raises KeyIsAway.

    Where it names the chair who opens it, or something about the same report does, none of them is shown to them, and
    all are the vice-chair's from then on.
    """
    role = head_queries.role_of(person)
    came = _came(concern)
    together = _together(concern, came) if role == Role.CHAIR else {}
    names_reader = any(_names(person, versions) for versions in together.values())
    found = Opened(names_reader=True) if names_reader else Opened(came, head_queries.notes_of(concern))
    others = [other for other in together if names_reader and other != concern and not head_queries.names_chair(other)]
    with db.atomic():
        for one in (concern, *others):
            _note_opening(person, role, one, names_reader=names_reader)
    return found


def _came(concern: HeadConcern) -> list[ForChair]:
    return [opened_for_chair(row) for row in arrived_for_chair(concern.school_id, concern.record)][::-1]


def _together(concern: HeadConcern, came: list[ForChair]) -> dict[HeadConcern, list[ForChair]]:
    """A concern and all that is about the same report, each with what came of it: only their contents say so."""
    every = {row: _came(row) for row in head_queries.others_than(concern)} | {concern: came}
    of = _reports(concern, came)
    return {row: versions for row, versions in every.items() if of & _reports(row, versions)}


def _reports(concern: HeadConcern, came: list[ForChair]) -> set[str]:
    """The ids of the reports that it is, or is about."""
    read = [one.plaintext for one in came if one.plaintext is not None]
    return {concern.record} | {about for one in read if (about := incident_named(one.kind, one.body))}


def _names(person: Person, came: list[ForChair]) -> bool:
    return any(one.plaintext is not None and is_named(person.name, one.plaintext.body) for one in came)


def _note_opening(person: Person, role: Role, concern: HeadConcern, *, names_reader: bool) -> None:
    names_chair = head_queries.names_chair(concern)
    opening = HeadConcernOpening.create(
        id=secrets.token_hex(16),
        school=person.school,
        concern=concern,
        staff=person.id,
        role=role,
        names_reader=names_reader,
        at=clock.now(),
    )
    audit.write(person.school, person.id, "chair.opened", concern.id, role=str(role))
    told = told_of_opening(role, names_chair=names_chair)
    if told is not None:
        kind = CHAIR_OPENED if told == Role.VICE_CHAIR else VICE_CHAIR_OPENED
        raise_alert(person.school, Situation(kind, "allegation", None, HEAD), opening.id, is_apart=True)


def add_note(person: Person, concern: HeadConcern, note: tuple[str, str], *, is_outcome: bool) -> bool:
    """Keep a note, (id, words), sealed to the chair's key. False where it was kept before: its id is the form's."""
    note_id, words = note
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    if ring.chair is None:
        raise RuntimeError("There are no keys of the chair's.")
    kid, sealed = ring.chair.seal(("chair.note", note_id), words.encode("utf-8", "replace"))
    with db.atomic():
        if HeadConcernNote.select().where(HeadConcernNote.id == note_id).exists():
            return False
        HeadConcernNote.create(
            id=note_id,
            school=person.school,
            concern=concern,
            staff=person.id,
            role=head_queries.role_of(person),
            is_outcome=is_outcome,
            at=clock.now(),
            kid=kid,
            sealed=sealed,
        )
        audit.write(person.school, person.id, "chair.noted", concern.id, outcome=is_outcome)
    return True


def stand_in(person: Person, *, is_on: bool) -> None:
    """Keep the chair's decision that the vice-chair opens concerns in their place, or no longer."""
    with db.atomic():
        if head_queries.is_stood_in(person.school) == is_on:
            return
        ChairStandIn.create(school=person.school, is_on=is_on, chosen_at=clock.now(), chosen_by=person.id)
        audit.write(person.school, person.id, "chair.stand_in_chosen", person.school, on=is_on)
