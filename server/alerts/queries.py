"""Reads of alerts. Each is for those who were told of it; what is about the headteacher is in nobody else's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from server.accounts.models import Staff
from server.alerts import alert_words, deliveries
from server.alerts import routing_rules as rules
from server.alerts.actions import situation_of
from server.alerts.models import Alert, AlertAct, AlertRecipient
from server.foundation import clock, registry
from server.foundation.problems import Problem
from server.policy.queries import contacts_of

# How long a closed one still stands in somebody's list.
SHOWN_CLOSED = timedelta(days=7)
POLICE = {"role": "police", "title": "Police", "name": "Where nobody is in danger; otherwise 999", "number": "101"}
_RINGS = {
    rules.HEADS_CONDUCT: ("lado", "police"),
    rules.STAFF_CONDUCT: ("lado", "police", "trust"),
    rules.SAFEGUARDING: ("dsl", "deputy_dsl", "lado", "police", "trust"),
    rules.ONLINE: ("dsl", "deputy_dsl", "lado", "police", "trust"),
    rules.SERIOUS: ("base_contact", "headteacher", "police", "trust"),
}
_RINGS_OTHERWISE = ("base_contact", "office", "headteacher")


@dataclass(frozen=True)
class InboxItem:
    """An alert as somebody who was told of it has it. `role`: as what; `taken_by`: names; `contacts`: whom to ring."""

    id: str
    urgency: str
    title: str
    detail: str
    raised_at: datetime
    role: str
    opened_at: datetime | None
    taken_by: list[str]
    closed_at: datetime | None
    trip_title: str | None
    contacts: list[dict[str, str]]


def inbox_of(school: str, staff_id: str) -> list[InboxItem]:
    """What somebody was told of: what is open first, *now* before *today*, the newest first; then lately closed."""
    lately = Alert.closed_at.is_null() | (Alert.closed_at > clock.now() - SHOWN_CLOSED)
    mine = AlertRecipient.select(AlertRecipient, Alert).join(Alert)
    told = list(mine.where(AlertRecipient.staff == staff_id, AlertRecipient.school == school, lately))
    taken_by = _taken_by([row.alert_id for row in told])
    titles = registry.current().trip_titles(school) if told else {}
    items = [_item(row, taken_by.get(row.alert_id, []), titles) for row in told]
    return sorted(items, key=lambda one: (one.closed_at is not None, one.urgency != "now", -one.raised_at.timestamp()))


def open_for(school: str, staff_id: str) -> tuple[int, str]:
    """How many alerts somebody was told of are open and taken by nobody; and a mark that changes with their list."""
    mine = _told(school, staff_id)
    told_of = mine.select(AlertRecipient.alert)
    # Counted, and of theirs alone: a number of the whole school's would tell that there are others.
    acts = AlertAct.select().where(AlertAct.alert.in_(told_of)).count()
    return waiting_for(school, staff_id), f"{mine.count()}.{acts}"


def waiting_for(school: str, staff_id: str) -> int:
    """How many alerts somebody was told of are open and taken by nobody."""
    taken = AlertRecipient.alias()
    by_anybody = taken.select().where(taken.alert == AlertRecipient.alert, taken.taken_at.is_null(False))
    return int(_told(school, staff_id).where(Alert.closed_at.is_null(), ~fn.EXISTS(by_anybody)).count())


def _told(school: str, staff_id: str) -> Any:
    mine = AlertRecipient.select().join(Alert)
    return mine.where(AlertRecipient.staff == staff_id, AlertRecipient.school == school)


def was_told(school: str, kind: str, subject: str, staff_id: str) -> bool:
    """Whether somebody was told of this."""
    mine = AlertRecipient.select().join(Alert).where(AlertRecipient.staff == staff_id, Alert.school == school)
    return bool(mine.where(Alert.kind == kind, Alert.subject == subject).exists())


def find_told(school: str, alert_id: str, staff_id: str) -> Alert:
    """An alert that this person was told of. Raises Problem request.not_found alike for any other and for none."""
    told = Alert.select().join(AlertRecipient).where(AlertRecipient.staff == staff_id, Alert.id == alert_id)
    found: Alert | None = told.where(Alert.school == school).first()
    if found is None:
        raise Problem("request.not_found")
    return found


def item_for(alert: Alert, staff_id: str) -> InboxItem:
    """One alert, for somebody who was told of it."""
    row = AlertRecipient.get(AlertRecipient.alert == alert.id, AlertRecipient.staff == staff_id)
    row.alert = alert
    return _item(row, _taken_by([alert.id]).get(alert.id, []), registry.current().trip_titles(alert.school_id))


def told_of(alert: Alert) -> list[AlertRecipient]:
    """Everybody who was told, in the order in which they were."""
    rows = AlertRecipient.select(AlertRecipient, Staff).join(Staff).where(AlertRecipient.alert == alert.id)
    return list(rows.order_by(AlertRecipient.step, AlertRecipient.told_at, Staff.name))


def acts_on(alert: Alert) -> list[AlertAct]:
    """Everything that was done about it, the first first."""
    return list(AlertAct.select().where(AlertAct.alert == alert.id).order_by(AlertAct.id))


def closed_alone(school: str, staff_id: str) -> list[tuple[Alert, AlertAct]]:
    """What takes two and one person closed alone, the newest first; apart ones for those who were told of them."""
    mine = AlertRecipient.select(AlertRecipient.alert).where(AlertRecipient.staff == staff_id)
    acts = AlertAct.select(AlertAct, Alert).join(Alert).where(AlertAct.school == school, AlertAct.alone_because != "")
    shown = acts.where((~Alert.is_apart) | Alert.id.in_(mine))
    return [(act.alert, act) for act in shown.order_by(AlertAct.id.desc())]


def every_alert(school: str) -> list[dict[str, Any]]:
    """Every alert as JSON, with who was told and when, and its deliveries; none about the headteacher is in it."""
    rows = Alert.select().where(Alert.school == school, ~Alert.is_apart).order_by(Alert.raised_at, Alert.id)
    return [_as_json(row) for row in rows]


def contacts_for(alert: Alert) -> list[dict[str, str]]:
    """Whom to ring about it, the first first: {role, title, name, number} (R64-R66)."""
    wanted = next((_RINGS[row] for row in rules.rows(situation_of(alert)) if row in _RINGS), _RINGS_OTHERWISE)
    here = [
        {"role": one.role, "title": one.title, "name": one.name, "number": one.number}
        for one in contacts_of(alert.school_id)
    ]
    return [one for role in wanted for one in [*here, POLICE] if one["role"] == role]


def _item(row: AlertRecipient, taken_by: list[str], titles: dict[str, str]) -> InboxItem:
    alert = row.alert
    return InboxItem(
        id=alert.id,
        urgency=alert.urgency,
        title=alert_words.title(alert),
        detail=alert_words.to_do(alert),
        raised_at=alert.raised_at,
        role=alert_words.role_name(row.role),
        opened_at=row.opened_at,
        taken_by=taken_by,
        closed_at=alert.closed_at,
        trip_title=titles.get(alert.trip or ""),
        contacts=contacts_for(alert),
    )


def _taken_by(alerts: Sequence[str]) -> dict[str, list[str]]:
    rows = AlertRecipient.select(AlertRecipient, Staff).join(Staff).where(AlertRecipient.taken_at.is_null(False))
    found: dict[str, list[str]] = {}
    for row in rows.where(AlertRecipient.alert.in_(list(alerts))).order_by(AlertRecipient.taken_at):
        found.setdefault(row.alert_id, []).append(row.staff.name)
    return found


def _as_json(alert: Alert) -> dict[str, Any]:
    facts = {name: getattr(alert, name) for name in ("id", "kind", "subject", "trip", "urgency", "step")}
    times = {name: _text(getattr(alert, name)) for name in ("raised_at", "due_at", "closed_at")}
    told = [
        {"staff": one.staff_id, "role": one.role, "step": one.step}
        | {name: _text(getattr(one, name)) for name in ("told_at", "opened_at", "taken_at")}
        for one in told_of(alert)
    ]
    return {**facts, **times, "recipients": told, "deliveries": deliveries.of(alert.id)}


def _text(at: datetime | None) -> str | None:
    return clock.as_text(at) if at else None
