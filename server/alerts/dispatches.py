"""What the worker takes from the table of deliveries and what it writes back: in batches, one transaction each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.alerts import deliveries, subscriptions
from server.alerts.sending_rules import Outcome
from server.alerts.subscription_models import EMAIL, GONE, SENT, Delivery
from server.foundation import clock
from server.foundation.database import InstantField, db
from server.foundation.rows import marks_for, select

_instant = InstantField()
_DUE = """
SELECT d.id, d.alert, d.text, d.tries, d.expires_at, s.id, s.gone_at, s.endpoint, s.origin, s.p256dh, s.auth,
    s.key_id, p.email, COALESCE(s.service, 'email')
FROM delivery d LEFT JOIN push_subscription s ON s.id = d.subscription_id
    LEFT JOIN staff p ON p.id = d.staff AND d.channel = 'email' AND p.is_active AND p.ends_at IS NULL
WHERE d.state = 'waiting' AND d.next_try_at <= ? AND COALESCE(s.service, 'email') NOT IN ({full})
ORDER BY d.text, d.next_try_at LIMIT ?
"""
_NEXT = "SELECT MIN(next_try_at) FROM delivery WHERE state = 'waiting' AND next_try_at > ?"
_MARK = """
UPDATE delivery SET state = ?, error = ?, tries = tries + ?, next_try_at = ?, sent_at = ?
WHERE id = ? AND state = 'waiting'
"""


@dataclass(frozen=True)
class Due:
    """A delivery whose turn has come, with all that sending it needs. Of an e-mail, `subscription` is None.

    `email` is None where it would go to nobody who works here; `is_gone`: the subscription died meanwhile.
    """

    id: int
    alert: str
    text: str
    tries: int
    expires_at: datetime
    subscription: str | None
    is_gone: bool
    endpoint: str
    origin: str
    p256dh: str
    auth: str
    key_id: str
    email: str | None
    service: str

    @property
    def is_email(self) -> bool:
        """Whether it goes by e-mail."""
        return self.service == EMAIL


def due(now: datetime, most: int, in_hand: Collection[int], full: Sequence[str]) -> list[Due]:
    """At most that many deliveries whose turn has come, "now" before "today", but for those in hand.

    `full` are services of which enough is in hand already: what hangs there must not keep the others from being seen.
    """
    sql = _DUE.format(full=marks_for(full))
    rows = select(sql, _instant.db_value(now), *full, most + len(in_hand))
    fresh = [row for row in rows if row[0] not in in_hand]
    return [_due(row) for row in fresh[:most]]


def _due(row: tuple[Any, ...]) -> Due:
    id_, alert, text, tries, expires, subscription, gone_at, *rest = row
    return Due(id_, alert, text, tries, _instant.python_value(expires), subscription, gone_at is not None, *rest)  # type: ignore[arg-type]


def next_due_at(now: datetime) -> datetime | None:
    """When the next delivery after now has its turn; None where none waits."""
    [(at,)] = select(_NEXT, _instant.db_value(now))
    return _instant.python_value(at)


def record(outcomes: Sequence[tuple[Due, Outcome]]) -> None:
    """Note what became of deliveries. Whoever is told by none of them any more is told by e-mail instead."""
    now = clock.now()
    values = [
        (
            outcome.state,
            outcome.error,
            0 if one.is_gone else 1,
            _instant.db_value(outcome.next_try_at or now),
            _instant.db_value(now) if outcome.state == SENT else None,
            one.id,
        )
        for one, outcome in outcomes
    ]
    with db.atomic():
        db.cursor().executemany(_MARK, values)
        subscriptions.drop(
            [one.subscription for one, what in outcomes if what.is_dead and one.subscription], "dead", now
        )
        lost = [one.id for one, outcome in outcomes if outcome.state == GONE or outcome.is_dead]
        if lost:
            deliveries.tell_otherwise(Delivery.select().where(Delivery.id.in_(lost)))
