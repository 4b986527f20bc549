"""What waits for somebody, by role: the list on the office's first page; later, what becomes alerts."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
from server.foundation import registry
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.incidents.queries import recent_incidents
from server.incidents.rules import CATEGORY_NAMES, is_urgent
from server.intake.rules import REASONS
from server.phones.queries import names_of
from server.reconciliation.queries import held_for

CHECKERS = frozenset({Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.NETWORK_MANAGER})


def due_for(person: Person) -> list[DueItem]:
    """Everything that waits for this person: held items first, then urgent incidents, then the rest, newest first."""
    items = [item for part in registry.current().due_parts for item in part(person)]
    return sorted(items, key=lambda item: (item.urgency, -item.at.timestamp()))


def _held(person: Person) -> list[DueItem]:
    if not CHECKERS & person.roles:
        return []
    phones = names_of(person.school)
    return [
        DueItem(
            title=f"Held for you to check: number {row.seq} from {phones.get(row.phone, 'the office')}",
            detail=REASONS.get(row.opening.reason or "", "It needs a look."),
            url=url_for("reconciliation.held_item", n=row.n),
            at=row.received_at,
            urgency=0,
        )
        for row in held_for(person)
    ]


def _incidents(person: Person) -> list[DueItem]:
    phones = names_of(person.school)
    return [
        DueItem(
            title=CATEGORY_NAMES.get(row.category or "", "Incident, no category given"),
            detail=f"From {phones.get(row.phone, 'a phone')}" + (", follow-up needed" if row.needs_follow_up else ""),
            url=url_for("incidents.incident_page", incident_id=row.id),
            at=row.received_at,
            urgency=1 if is_urgent(row.category, row.severity) else 2,
        )
        for row in recent_incidents(person)
    ]


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_held, _incidents)
