"""Raising alerts: with the record that causes them, in its own transaction; or by a code, such as `phone.silent`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from server.alerts import deliveries, recipients, times
from server.alerts.escalation_rules import due_at
from server.alerts.models import Alert, AlertAct, AlertRecipient
from server.alerts.recipients import ADDED, Concern, Found
from server.alerts.routing_rules import OWN_PHONES, ROLE_EMPTY, Situation, is_graver, is_of_conduct, rows, told, urgency
from server.foundation import audit, clock, registry
from server.foundation.database import db

SERVER = "server"
PHOTOGRAPHS = "photographs"


def raise_alert(  # noqa: PLR0913 - what is known of it, each by its name
    school: str,
    situation: Situation,
    subject: str,
    *,
    trip: str | None = None,
    about_staff: str | None = None,
    is_apart: bool = False,
    is_anew: bool = False,
) -> Alert | None:
    """Tell whoever is to be told, inside the caller's transaction. Returns the alert; None where nobody is told.

    Of one subject there is one alert: raised again it stands as it is, unless what is said now is graver, or
    `is_anew`. Roles that nobody holds are made up for by the next above, and the office is told of them.
    """
    when = urgency(situation)
    if when is None:
        return None
    with db.atomic():
        there = Alert.get_or_none(Alert.school == school, Alert.kind == situation.kind, Alert.subject == subject)
        if there is not None and not is_anew and not is_graver(situation, situation_of(there)):
            return there
        facts = {**_facts(situation), "trip": trip, "about_staff": about_staff, "is_apart": is_apart, "urgency": when}
        alert = _renewed(there, facts) if there else _raised(school, situation.kind, subject, facts)
        found = _whom(alert, situation)
        _tell_first(alert, found)
        if not is_apart and situation.kind != ROLE_EMPTY:
            _warn_of_empty(school, found.empty)
        return alert


def situation_of(alert: Alert) -> Situation:
    """The situation that an alert was raised for."""
    return Situation(alert.kind, alert.category, alert.severity, alert.about_role)


def concern_of(alert: Alert) -> Concern:
    """Whose alert it is, and whom it is about."""
    return Concern(alert.school_id, alert.trip, alert.about_staff, alert.about_role)


def tell(alert: Alert, people: dict[str, str], at: datetime | None = None) -> None:
    """Tell these people (staff: role) besides, and have it sent to their phones; inside the caller's transaction."""
    now = at or clock.now()
    for staff, role in people.items():
        row = {"alert": alert.id, "staff": staff, "school": alert.school_id, "role": role, "step": alert.step}
        AlertRecipient.insert(**row, told_at=now).on_conflict_ignore().execute()
        note(alert, "told", to_staff=staff, at=now)
    deliveries.queue(alert.id, alert.school_id, list(people), alert.urgency)


def note(alert: Alert, act: str, **more: Any) -> None:
    """Keep that something was done about an alert."""
    AlertAct.create(**{"alert": alert.id, "school": alert.school_id, "act": act, "at": clock.now(), **more})


def _facts(situation: Situation) -> dict[str, Any]:
    return {name: getattr(situation, name) for name in ("category", "severity", "about_role")}


def _raised(school: str, kind: str, subject: str, facts: dict[str, Any]) -> Alert:
    alert: Alert = Alert.create(school=school, kind=kind, subject=subject, raised_at=clock.now(), **facts)
    note(alert, "raised")
    audit.write(school, SERVER, "alert.raised", alert.id, urgency=alert.urgency)
    return alert


def _renewed(alert: Alert, facts: dict[str, Any]) -> Alert:
    """The same alert for what turned out graver: nobody has taken that up yet, and a closed one is open again."""
    Alert.update(**facts, raised_at=clock.now(), closed_at=None, step=0).where(Alert.id == alert.id).execute()
    AlertRecipient.update(opened_at=None, taken_at=None).where(AlertRecipient.alert == alert.id).execute()
    note(alert, "raised")
    audit.write(alert.school_id, SERVER, "alert.raised_again", alert.id, urgency=facts["urgency"])
    found: Alert = Alert.get_by_id(alert.id)
    return found


def _whom(alert: Alert, situation: Situation) -> Found:
    concern, found_rows = concern_of(alert), rows(situation)
    roles, people = recipients.added_to(alert.school_id, found_rows)
    found = recipients.find(concern, told(situation, roles))
    officer = registry.current().own_phone_officer(alert.school_id)
    if officer and found_rows == [OWN_PHONES] and officer not in concern.concerned:
        # The school's choice (R52); photographs are for the headteacher as well (R57).
        found.people = {officer: "designated_officer", **(found.people if situation.category == PHOTOGRAPHS else {})}
    for staff in recipients.usable(alert.school_id, people):
        if staff not in concern.concerned:
            found.people.setdefault(staff, ADDED)
    return found


def _tell_first(alert: Alert, found: Found) -> None:
    """Tell them, and no longer anybody who is not to know of what turned out to be about staff."""
    if is_of_conduct(situation_of(alert)):
        left = AlertRecipient.alert == alert.id, AlertRecipient.staff.not_in(list(found.people))
        AlertRecipient.delete().where(*left).execute()
        deliveries.call_off(alert.id, but_for=list(found.people))
    if not found.people:
        note(alert, "nobody")
    tell(alert, found.people)
    set_due(alert)


def set_due(alert: Alert, told_at: datetime | None = None) -> None:
    """Set when the next person is told, counted from when somebody was told last; None is now."""
    chosen = times.of_school(alert.school_id)
    at = due_at(alert.urgency, told_at or clock.now(), alert.step, chosen, zone=clock.SCHOOL_TIME)
    Alert.update(due_at=at).where(Alert.id == alert.id).execute()


def _warn_of_empty(school: str, roles: Iterable[str]) -> None:
    """Tell the office of roles that nobody holds, of each at most once a day."""
    subjects = {f"{role}:{clock.today().isoformat()}": role for role in roles}
    if not subjects:
        return
    there = (Alert.school == school, Alert.kind == ROLE_EMPTY, Alert.subject.in_(list(subjects)))
    told_of = {row.subject for row in Alert.select(Alert.subject).where(*there)}
    for subject, role in subjects.items():
        if subject not in told_of:
            raise_alert(school, Situation(ROLE_EMPTY, role), subject)
