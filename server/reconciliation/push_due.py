"""What waits for whoever looks after phones: those that no alert seems to reach any more (F38)."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.accounts.rules import Role
from server.alerts.subscriptions import silent_subscriptions
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import PHONE, DueItem
from server.phones.queries import names_of

LOOK_AFTER_PHONES = frozenset({Role.NETWORK_MANAGER, Role.OFFICE})


def _silent(person: Person) -> list[DueItem]:
    """Phones that were sent alerts for three days and confirmed none."""
    if not LOOK_AFTER_PHONES & person.roles:
        return []
    silent = silent_subscriptions(person.school, clock.now())
    listed = names_of(person.school, [one.phone for one in silent])
    return [
        DueItem(
            title=f"{PHONE} may not be getting alerts",
            detail=f"None has been confirmed since {clock.in_words(one.since)}. Open Lanyard on it and send a test.",
            url=url_for("phone.phone_page", phone_id=one.phone),
            at=one.since,
            urgency=1,
            phone=one.phone,
        )
        for one in silent
        if one.phone in listed
    ]


SOURCES: tuple[Callable[[Person], None], ...] = ()
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_silent,)
