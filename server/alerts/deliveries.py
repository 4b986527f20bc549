"""Alerts on their way: queued in the transaction that raised them, handed to the worker, marked when accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from server.alerts import delivery_settings, subscriptions, times
from server.alerts.escalation_rules import after_quiet
from server.alerts.messages import NO_ALERT
from server.alerts.sending_rules import TODAY, expires_at
from server.alerts.subscription_models import EMAIL, FAILED, PUSH, WAITING, Delivery, PushSubscription
from server.foundation import clock
from server.foundation.database import db


def queue(alert_id: str, school: str, staff_ids: Collection[str], urgency: str) -> None:
    """Have an alert sent to each live subscription of these people, once to each; `urgency` is "now" or "today".

    Inside the caller's transaction: it is on its way once that is committed, and not before; the worker sees the
    commit. Whoever has no subscription gets an e-mail where the school sends any. Queued again while the same still
    waits, it is not sent twice.
    """
    found = subscriptions.live_of(school, staff_ids)
    owners: dict[str, str] = {}
    for row, staff in found:
        owners.setdefault(row.id, staff)
    waiting = _waiting_of(alert_id, urgency)
    rows = [
        _row(school, alert_id, urgency, staff=staff, subscription=one, channel=PUSH)
        for one, staff in owners.items()
        if (PUSH, one) not in waiting
    ]
    without = [one for one in staff_ids if one not in {staff for _, staff in found}]
    rows += _emails(school, alert_id, urgency, [one for one in without if (EMAIL, one) not in waiting])
    _insert(rows)


def call_off(alert_id: str, *, but_for: Collection[str]) -> None:
    """Send nothing more of an alert to anybody else than these people. Inside the caller's transaction."""
    waits = Delivery.alert == alert_id, Delivery.state == WAITING, Delivery.staff.not_in(list(but_for))
    Delivery.update(state=FAILED, error="called off").where(*waits).execute()


def queue_test(phone: str) -> int:
    """Send this phone's subscriptions a push that is about nothing; answers how many there are."""
    live = subscriptions.live_on(phone)
    with db.atomic():
        waiting = _waiting_of(NO_ALERT, TODAY)
        _insert(
            _row(one.school_id, NO_ALERT, TODAY, staff=None, subscription=one.id, channel=PUSH)
            for one in live
            if (PUSH, one.id) not in waiting
        )
    return len(live)


def tell_otherwise(rows: Iterable[Delivery]) -> None:
    """E-mail those whose only phone turned out dead, where the school sends any. Inside the caller's transaction."""
    for row in rows:
        if row.channel != PUSH or row.staff is None or subscriptions.live_of(row.school_id, [row.staff]):
            continue
        if (EMAIL, row.staff) not in _waiting_of(row.alert, row.text):
            _insert(_emails(row.school_id, row.alert, row.text, [row.staff]))


def _waiting_of(alert: str, text: str) -> set[tuple[str, str]]:
    rows = Delivery.select().where(Delivery.alert == alert, Delivery.text == text, Delivery.state == WAITING)
    return {(row.channel, row.subscription_id or row.staff or "") for row in rows}


def _emails(school: str, alert: str, text: str, staff_ids: Collection[str]) -> list[dict[str, Any]]:
    if delivery_settings.current().mailbox is None:
        return []
    return [_row(school, alert, text, staff=one, subscription=None, channel=EMAIL) for one in dict.fromkeys(staff_ids)]


def _row(
    school: str, alert: str, text: str, *, staff: str | None, subscription: str | None, channel: str
) -> dict[str, Any]:
    now = clock.now()
    # What is for today waits for the end of the quiet hours; a test, which is nobody's, waits for nothing.
    is_held_back = text == TODAY and staff is not None
    starts = after_quiet(now, times.of_school(school), clock.SCHOOL_TIME) if is_held_back else now
    return {
        "school": school,
        "alert": alert,
        "staff": staff,
        "subscription": subscription,
        "channel": channel,
        "text": text,
        "next_try_at": starts,
        "expires_at": expires_at(text, starts, clock.SCHOOL_TIME),
        "queued_at": now,
    }


def _insert(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        Delivery.create(**row)


def of(alert_id: str) -> list[dict[str, Any]]:
    """Every delivery of an alert, the oldest first.

    {staff, phone, channel, text, state, tries, error, queued_at, sent_at}; times are RFC 3339 or None.
    """
    rows = Delivery.select(Delivery, PushSubscription).left_outer_join(PushSubscription)
    return [_as_told(row) for row in rows.where(Delivery.alert == alert_id).order_by(Delivery.id)]


def _as_told(row: Delivery) -> dict[str, Any]:
    return {
        "staff": row.staff,
        "phone": row.subscription.phone if row.subscription else None,
        "channel": row.channel,
        "text": row.text,
        "state": row.state,
        "tries": row.tries,
        "error": row.error,
        "queued_at": clock.as_text(row.queued_at),
        "sent_at": clock.as_text(row.sent_at) if row.sent_at else None,
    }
