"""What the clock does: the next person is told where nobody took an alert up; silent phones are told of."""

from __future__ import annotations

import logging
from datetime import datetime

from server.accounts.models import School
from server.alerts.actions import SERVER, concern_of, note, raise_alert, set_due, situation_of, tell
from server.alerts.escalation_rules import Step, ladder, next_step
from server.alerts.models import Alert, AlertRecipient
from server.alerts.routing_rules import SILENT, Situation, rows
from server.foundation import audit, registry
from server.foundation.database import db

_log = logging.getLogger("lanyard.alerts")


def escalate(now: datetime) -> int:
    """Do every step that is due, each in a transaction of its own. Returns how many alerts went up.

    Called every few seconds, and as often as one likes: a step done is due no more. Killed in the middle of one, it
    was not done, and is due still.
    """
    due = Alert.select(Alert.id).where(_is_due(now)).order_by(Alert.due_at)
    gone_up = sum(_tries_to_go_up(row.id, now) for row in list(due))
    _tell_of_silent_phones(now)
    return gone_up


def step_after(alert: Alert) -> Step | None:
    """Whom the alert goes to next; None where nobody is left to tell."""
    found, concern = rows(situation_of(alert)), concern_of(alert)
    told = AlertRecipient.select(AlertRecipient.staff).where(AlertRecipient.alert == alert.id)
    holders = {str(role): concern.holders(role) for role in ladder(found)[alert.step :]}
    return next_step(found, alert.step, frozenset(row.staff_id for row in told), holders)


def _is_due(now: datetime) -> object:
    return Alert.due_at.is_null(False) & (Alert.due_at <= now) & Alert.closed_at.is_null()


def _tries_to_go_up(alert_id: str, now: datetime) -> bool:
    """One that fails holds up none of the others, and is tried again with the next look."""
    try:
        return _go_up(alert_id, now)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this one, somebody waits for the next
        _log.error("an alert could not be passed on, will try again: %s", type(error).__name__)
        return False


def _go_up(alert_id: str, now: datetime) -> bool:
    with db.atomic():
        # Read again: somebody may have taken it up, or another process told the next, a moment ago.
        alert = Alert.get_or_none(Alert.id == alert_id, _is_due(now))
        if alert is None:
            return False
        step = step_after(alert)
        if step is None:
            Alert.update(due_at=None).where(Alert.id == alert.id).execute()
            note(alert, "nobody", at=now)
            return False
        alert.step = step.step
        alert.save(only=[Alert.step])
        note(alert, "escalated", at=now)
        tell(alert, dict.fromkeys(step.people, step.role), at=now)
        set_due(alert, now)
        audit.write(alert.school_id, SERVER, "alert.escalated", alert.id, step=step.step)
        return True


def _tell_of_silent_phones(now: datetime) -> None:
    for school in School.select(School.id):
        silent = registry.current().silent_phones(school.id, now)
        for trip, phone in silent:
            with db.atomic():
                raise_alert(school.id, Situation(SILENT), f"{trip}:{phone}", trip=trip)
