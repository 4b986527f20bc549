"""Telling people again of what they had already dealt with, because something came that changes it."""

from __future__ import annotations

from server.alerts.actions import raise_alert, situation_of, tell
from server.alerts.models import Alert, AlertRecipient
from server.alerts.recipients import usable


def tell_again(school: str, kind: str, subject: str) -> None:
    """Raise an alert anew, and tell those who had taken it up besides; inside the caller's transaction.

    Where none was raised, nobody had it, and nobody is told.
    """
    alert = Alert.get_or_none(Alert.school == school, Alert.kind == kind, Alert.subject == subject, ~Alert.is_apart)
    if alert is None:
        return
    mine = AlertRecipient.select().where(AlertRecipient.alert == alert.id)
    had = {row.staff_id: row.role for row in mine if row.taken_at is not None}
    raise_alert(school, situation_of(alert), subject, trip=alert.trip, about_staff=alert.about_staff, is_anew=True)
    left = usable(school, list(had))
    tell(Alert.get_by_id(alert.id), {staff: had[staff] for staff in left if staff != alert.about_staff})
