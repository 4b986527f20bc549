"""What each person on a phone was told of, sealed to them alone: fetched locked too, and read only behind their PIN."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from server.accounts.models import Staff, StaffRole
from server.accounts.queries import staff_of
from server.accounts.rules import Role, role_names
from server.alerts import queries, take_up
from server.alerts.models import Alert
from server.alerts.queries import InboxItem
from server.foundation import clock, crypto
from server.foundation.access import CallingPhone
from server.foundation.problems import Problem
from server.phones import unlocks
from server.phones.models import Unlock

# Whoever leads nothing is handed nothing.
TAKES_NOTHING_ON = frozenset({Role.STAFF, Role.SITE_MANAGER})


@dataclass(frozen=True)
class Inbox:
    """One person's alerts on one phone, with `version`: it changes with whatever is done about any of them."""

    seal: Unlock
    version: str
    items: list[InboxItem]

    def sealed(self) -> str:
        """`enc‖ct` as base64url, of type `pack` and bound to the PIN's id, as today's list is."""
        plain = json.dumps(_content(self), ensure_ascii=False, separators=(",", ":")).encode()
        sealed = crypto.seal_to(json.loads(self.seal.seal_key), ("pack", self.seal.id), plain)
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def tag_on(phone: CallingPhone) -> str:
    """Tells this state of everybody's alerts on a phone from any other, without reading them: phones ask each minute.

    Another day is another state, since what is closed leaves the list. Raises Problem unlock.phone_lost.
    """
    if phone.is_revoked:
        raise Problem("unlock.phone_lost")
    states = [(row.id, _version(row)) for row in unlocks.live_on(phone.id)]
    return _digest([clock.today().isoformat(), states])


def inboxes_on(phone: CallingPhone) -> list[Inbox]:
    """The alerts of everybody with a PIN on this phone."""
    return [
        Inbox(row, _version(row), queries.inbox_of(phone.school, row.staff_id)) for row in unlocks.live_on(phone.id)
    ]


def needs(inboxes: Iterable[Inbox]) -> int:
    """How many open alerts nobody has taken up, without saying whose they are."""
    items = [item for inbox in inboxes for item in inbox.items]
    return len({item.id for item in items if not item.closed_at and not item.taken_by})


def _version(row: Unlock) -> str:
    return _digest(queries.open_for(row.school_id, row.staff_id))


def _content(inbox: Inbox) -> dict[str, Any]:
    """`people` are whom any of them may be handed on to: {id: (name, roles in words)}."""
    school, own = inbox.seal.school_id, inbox.seal.staff_id
    leads = _leads(school) if any(not item.closed_at for item in inbox.items) else {}
    alerts = [_as_told(item, Alert.get_by_id(item.id), [one for one in leads if one != own]) for item in inbox.items]
    named = {staff for alert in alerts for staff in alert["to"]}
    people = {staff: who for staff, who in leads.items() if staff in named}
    return {"v": 1, "unlock": inbox.seal.id, "people": people, "alerts": alerts}


def _as_told(item: InboxItem, alert: Alert, leads: list[str]) -> dict[str, Any]:
    return {
        "id": item.id,
        # What the phone files is for the school to read: to such a one it files nothing.
        "apart": alert.is_apart,
        "urgency": item.urgency,
        "title": item.title,
        "detail": item.detail,
        "trip": item.trip_title,
        "role": item.role,
        "raised_at": clock.as_text(item.raised_at),
        "opened_at": item.opened_at and clock.as_text(item.opened_at),
        "closed_at": item.closed_at and clock.as_text(item.closed_at),
        "told": [row.staff.name for row in queries.told_of(alert)],
        "taken_by": list(item.taken_by),
        "contacts": [{name: who[name] for name in ("title", "name", "number")} for who in item.contacts],
        "to": [] if item.closed_at else [staff for staff in leads if take_up.may_be_given_to(alert, staff)],
    }


def _leads(school: str) -> dict[str, tuple[str, str]]:
    held: dict[str, set[str]] = {}
    for row in StaffRole.select().join(Staff).where(Staff.school == school, Staff.is_active):
        held.setdefault(row.staff_id, set()).add(row.role)
    leads = {staff: role_names(frozenset(roles)) for staff, roles in held.items() if roles - TAKES_NOTHING_ON}
    return {row.id: (row.name, leads[row.id]) for row in staff_of(school) if row.id in leads}


def _digest(state: Any) -> str:
    return crypto.digest(json.dumps(state).encode())[:24]
