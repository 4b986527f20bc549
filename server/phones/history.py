"""What happened to a phone, as the audit log has it: in words, with when and by whom."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from server.accounts.queries import staff_of
from server.foundation.audit import AuditEntry
from server.phones.models import Phone

WORDS = {
    "phone.added": "Added",
    "phone.details_changed": "Details changed",
    "phone.custody_confirmed": "Passcode known at school: confirmed",
    "phone.code_made": "Set-up code made",
    "phone.set_up": "Set up",
    "phone.ready": "Ready",
    "phone.handed_out": "Handed out",
    "phone.handed_back": "Back at school",
    "phone.lost": "Marked as lost",
    "phone.found": "Back in use",
}


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, to whose hands if to anybody's, when and by whom."""

    words: str
    staff: str
    at: datetime
    by: str


def of(phone: Phone) -> list[Event]:
    """Everything that happened to a phone, the latest first."""
    people = {row.id: row.name for row in staff_of(phone.school_id)}
    own = (AuditEntry.school == phone.school_id, AuditEntry.subject == phone.id, AuditEntry.action.in_(list(WORDS)))
    return [_event(entry, people) for entry in AuditEntry.select().where(*own).order_by(AuditEntry.n.desc())]


def _event(entry: AuditEntry, people: dict[str, str]) -> Event:
    staff = people.get(json.loads(entry.details).get("staff", ""), "")
    by = "the phone itself" if entry.actor == entry.subject else people.get(entry.actor, entry.actor)
    return Event(WORDS[entry.action], staff, entry.at, by)
