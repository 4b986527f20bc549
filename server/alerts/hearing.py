"""Facts heard that somebody must be told of: opened records, and items held that nobody could open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.accounts.queries import roles_of
from server.accounts.rules import Role
from server.alerts.actions import PHOTOGRAPHS, raise_alert, situation_of
from server.alerts.models import Alert
from server.alerts.routing_rules import (
    ALLEGATION,
    FORCED,
    HEADS_CONDUCT,
    HELD,
    INCIDENT,
    OWN_PHONE,
    Situation,
    is_graver,
    is_of_conduct,
    rows,
)
from server.foundation import registry
from server.foundation.registry import HeldItem, OpenedRecord

ROUTED = frozenset({INCIDENT, OWN_PHONE, FORCED})
# Whom a report says it is about, by its own word for it.
ABOUT = {"staff": Role.STAFF, "headteacher": Role.HEADTEACHER}
LONGEST_CODE = 40


def hear(record: OpenedRecord) -> None:
    """Raise what a record calls for, inside the transaction that opened it.

    It is told whatever flags the record carries: from a phone marked as lost, or by somebody disabled since.
    """
    if record.kind in ROUTED:
        _raise(record, *_situation(record))


def place(record: OpenedRecord) -> None:
    """An alert's trip is where somebody put its record: whoever is told next is told as of that trip."""
    if record.kind in ROUTED:
        mine = (Alert.school == record.school, Alert.kind == record.kind, Alert.subject == record.id, ~Alert.is_apart)
        Alert.update(trip=record.trip).where(*mine).execute()


def hear_held(item: HeldItem) -> None:
    """Tell DSL and office of an item that is held, inside the transaction that holds it.

    What could be read of it is told as usual, but for what is a second version of something: nobody has said yet that
    it counts. Where it is about staff, nobody else hears of it. Of one phone one alert is open at a time, so that a
    hundred items are not a hundred alerts.
    """
    if item.record and item.record.kind in ROUTED and _is_all_of_held(item.record):
        return
    source, category = f"{item.phone or 'office'}:", "photo" if item.type == "blob" else None
    # Only while somebody is still asked: one taken up, or at its end, answers for nothing that comes later.
    is_asked = Alert.closed_at.is_null() & Alert.due_at.is_null(False)
    here = (Alert.school == item.school, Alert.kind == HELD, is_asked)
    says_it = Alert.category.is_null() | (Alert.category == category)
    if not Alert.select().where(*here, says_it, Alert.subject.startswith(source)).exists():
        raise_alert(item.school, Situation(HELD, category), f"{source}{item.n}")


def _is_all_of_held(record: OpenedRecord) -> bool:
    """Tell of what could be read. Returns whether nobody else is to hear of it, since it is about staff.

    What was told of its id stays as it is, also where this says worse: whoever could send another version could else
    take an alert from those who have it. A concern about staff is told by itself, as one that is held.
    """
    situation, about_staff = _situation(record)
    there = Alert.get_or_none(Alert.school == record.school, Alert.kind == record.kind, Alert.subject == record.id)
    if there is None:
        _raise(record, situation, about_staff)
    elif is_of_conduct(situation) and is_graver(situation, situation_of(there)):
        about_head = situation.about_role if HEADS_CONDUCT in rows(situation) else None
        _raise(replace(record, trip=None), Situation(HELD, ALLEGATION, None, about_head), about_staff)
    return is_of_conduct(situation)


def _raise(record: OpenedRecord, situation: Situation, about_staff: str | None) -> None:
    is_apart = HEADS_CONDUCT in rows(situation)
    raise_alert(record.school, situation, record.id, trip=record.trip, about_staff=about_staff, is_apart=is_apart)


def _situation(record: OpenedRecord) -> tuple[Situation, str | None]:
    """What a record calls for, and whom it is about, where that is known."""
    body = record.body
    if record.kind == INCIDENT:
        about = ABOUT.get(_code(body.get("about")) or "")
        return Situation(INCIDENT, _code(body.get("category")), _code(body.get("severity")), about), None
    if record.kind == OWN_PHONE:
        staff, is_heads = registry.current().whose_own_phone(record)
        category = PHOTOGRAPHS if body.get("photographs_taken") is True else None
    else:
        staff, is_heads, category = record.signed_by or _code(record.actor.get("staff")), False, None
    is_heads = is_heads or bool(staff and Role.HEADTEACHER in roles_of(staff))
    return Situation(record.kind, category, None, Role.HEADTEACHER if is_heads else None), staff


def _code(value: Any) -> str | None:
    return value.encode("utf-8", "replace").decode()[:LONGEST_CODE] if isinstance(value, str) else None
