"""Taking back what was told of something that turned out to be for the chair of governors alone (ADR 0039)."""

from __future__ import annotations

from collections.abc import Collection

from server.alerts import deliveries
from server.alerts.actions import note
from server.alerts.models import Alert, AlertRecipient
from server.foundation import clock


def withdraw(school: str, subjects: Collection[str]) -> None:
    """Nobody sees an ordinary alert of these any more, and nothing of it is sent. Inside the caller's transaction.

    What was done about it stays, for nobody to read.
    """
    ordinary = Alert.school == school, Alert.subject.in_(list(subjects)), ~Alert.is_apart
    for alert in Alert.select().where(*ordinary):
        note(alert, "closed")
        deliveries.call_off(alert.id, but_for=[])
        AlertRecipient.delete().where(AlertRecipient.alert == alert.id).execute()
        now = clock.now()
        Alert.update(is_apart=True, due_at=None, closed_at=alert.closed_at or now).where(Alert.id == alert.id).execute()
