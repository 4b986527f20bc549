"""Whoever took an alert up has left, or no longer has the role in which they were told: it waits for somebody again."""

from __future__ import annotations

from collections.abc import Callable

from server.alerts import deliveries
from server.alerts.actions import SERVER, concern_of, note, set_due
from server.alerts.models import Alert, AlertRecipient
from server.alerts.take_up import is_taken_by_another, may_be_given_to
from server.foundation import audit

LET_GO = "let_go"


def hear_account_ended(staff: str, _why: str) -> None:
    """Nothing opens for them any more, inside the transaction that ends it: all that they had is open again."""
    _let_go(staff, lambda _row: True)


def hear_role_taken(staff: str, role: str) -> None:
    """The same of what they were told of in this role, or may not know of without it.

    Whoever leads the trip goes on leading it. What they were told of is still theirs to take up where they may know.
    """

    def is_lost(row: AlertRecipient) -> bool:
        is_gone = row.role == role and staff not in concern_of(row.alert).holders(role)
        return is_gone or not may_be_given_to(row.alert, staff)

    _let_go(staff, is_lost)


def _let_go(staff: str, is_lost: Callable[[AlertRecipient], bool]) -> None:
    mine = AlertRecipient.select(AlertRecipient, Alert).join(Alert).where(AlertRecipient.staff == staff)
    for row in list(mine.where(AlertRecipient.taken_at.is_null(False), Alert.closed_at.is_null())):
        if is_lost(row):
            _open_again(row.alert, staff)


def _open_again(alert: Alert, staff: str) -> None:
    """Whoever else was told hears of it once more: they had seen that somebody has it."""
    mine = AlertRecipient.alert == alert.id, AlertRecipient.staff == staff
    AlertRecipient.update(taken_at=None).where(*mine).execute()
    note(alert, LET_GO)
    audit.write(alert.school_id, SERVER, "alert.let_go", alert.id)
    if is_taken_by_another(alert, staff):
        return
    told = AlertRecipient.select(AlertRecipient.staff).where(AlertRecipient.alert == alert.id)
    others = [row.staff_id for row in told if row.staff_id != staff and may_be_given_to(alert, row.staff_id)]
    deliveries.queue(alert.id, alert.school_id, others, alert.urgency)
    set_due(alert)
