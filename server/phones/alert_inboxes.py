"""What each person on a phone was told of, sealed to them alone: fetched locked too, and read only behind their PIN."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from server.accounts.models import Staff, StaffRole
from server.accounts.rules import role_names
from server.alerts import queries
from server.alerts.queries import InboxItem
from server.foundation import clock, crypto
from server.foundation.access import CallingPhone
from server.foundation.problems import Problem
from server.phones import unlocks
from server.phones.models import Unlock

# Who may take over what they were not told of; what the chair was told of stays among the governors' own.
LEADS = frozenset(
    {
        *("dsl", "deputy_dsl", "online_safety_lead", "headteacher", "slt"),
        *("evc", "base_contact", "office", "network_manager"),
    }
)
GOVERNORS = frozenset({"chair", "vice_chair"})

# Whom an alert can be handed to, by their id: (name, roles in words).
People = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Inbox:
    """One person's alerts on one phone. `version` is their digest: it tells whether anything has changed."""

    seal: Unlock
    content: dict[str, Any]

    @property
    def version(self) -> str:
        """The same as long as nothing in it has changed."""
        return crypto.digest(_as_json(self.content))[:24]

    def sealed(self) -> str:
        """`enc‖ct` as base64url, of type `pack` and bound to the PIN's id, as today's list is."""
        sealed = crypto.seal_to(json.loads(self.seal.seal_key), ("pack", self.seal.id), _as_json(self.content))
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()


@dataclass(frozen=True)
class Inboxes:
    """Everybody's on one phone. `needs` counts the alerts that nobody has taken up, without saying whose they are."""

    of: list[Inbox]
    needs: int

    @property
    def tag(self) -> str:
        """Tells this state from any other."""
        return crypto.digest(_as_json([self.needs, *([one.seal.id, one.version] for one in self.of)]))[:24]


def inboxes_on(phone: CallingPhone) -> Inboxes:
    """The alerts of everybody with a PIN on this phone. Raises Problem unlock.phone_lost."""
    if phone.is_revoked:
        raise Problem("unlock.phone_lost")
    found = [(row, queries.inbox_of(phone.school, row.staff_id)) for row in unlocks.live_on(phone.id)]
    open_ids = {item.id for _row, items in found for item in items if not item.closed_at and not item.taken_by}
    return Inboxes([Inbox(row, _content(row, items)) for row, items in found], len(open_ids))


def _content(row: Unlock, items: list[InboxItem]) -> dict[str, Any]:
    to = {item.id: _hand_on_to(row, item) for item in items if not item.closed_at}
    people = {staff: who for may in to.values() for staff, who in may.items()}
    return {
        "v": 1,
        "unlock": row.id,
        "people": people,
        "alerts": [{**_as_told(item), "to": list(to.get(item.id, {}))} for item in items],
    }


def _as_told(item: InboxItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "urgency": item.urgency,
        "title": item.title,
        "detail": item.detail,
        "trip": item.trip_title,
        "role": role_names(frozenset({item.role})),
        "raised_at": clock.as_text(item.raised_at),
        "opened_at": item.opened_at and clock.as_text(item.opened_at),
        "closed_at": item.closed_at and clock.as_text(item.closed_at),
        "taken_by": list(item.taken_by),
        "contacts": [{"title": who.title, "name": who.name, "number": who.number} for who in item.contacts],
    }


def _hand_on_to(row: Unlock, item: InboxItem) -> People:
    found = _holders(row.school_id, GOVERNORS if item.role in GOVERNORS else LEADS)
    return {staff: who for staff, who in found.items() if staff != row.staff_id}


def _holders(school: str, roles: Collection[str]) -> People:
    rows = (
        StaffRole.select(StaffRole, Staff)
        .join(Staff)
        .where(Staff.school == school, Staff.is_active, StaffRole.role.in_(list(roles)))
        .order_by(Staff.name)
    )
    held: dict[str, list[str]] = {}
    names = {row.staff_id: row.staff.name for row in rows}
    for row in rows:
        held.setdefault(row.staff_id, []).append(row.role)
    return {staff: (names[staff], role_names(frozenset(of_one))) for staff, of_one in held.items()}


def _as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
