"""Alerts as tests raise them and read them: incidents on a phone, who was told, somebody answering."""

from __future__ import annotations

from typing import Any

from server.accounts.models import School, Staff
from server.alerts.models import Alert, AlertRecipient
from tests.cast import MAILBOXES, grazed_knee

ROLE_OF = {mailbox: role for role, mailbox in MAILBOXES.items()}


def school_id() -> str:
    """The demo school's."""
    return str(School.get(School.is_demo).id)


def incident(trip: str | None, category: str | None, severity: str | None, **body: Any) -> dict[str, Any]:
    """The plaintext of a report, ready to seal."""
    return grazed_knee(trip, category=category, severity=severity, **body)


def alert_of(record: dict[str, Any]) -> Alert:
    """The alert that a record raised."""
    found: Alert = Alert.get(Alert.subject == record["id"])
    return found


def told(alert: Alert) -> set[str]:
    """Who was told, each by the role under which the cast has them."""
    rows = AlertRecipient.select(AlertRecipient, Staff).join(Staff).where(AlertRecipient.alert == alert.id)
    return {ROLE_OF.get(row.staff.email.partition("@")[0], row.staff.name) for row in rows}
