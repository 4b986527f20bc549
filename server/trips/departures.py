"""Phones before they leave with a trip: what was found, and which went though something was not well."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from peewee import fn

from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.trips.kinds import CHECKED, FORCED
from server.trips.models import DepartureCheck
from server.trips.queries import phones_on

# How long the headteacher still reads of it.
SHOWN = timedelta(days=7)


def hear(record: OpenedRecord) -> None:
    """Note a check, inside the transaction that opened its record; again, where somebody puts it on another trip."""
    if record.kind not in (CHECKED, FORCED) or record.trip is None:
        return
    body = record.body
    DepartureCheck.insert(
        n=record.n,
        school=record.school,
        trip=record.trip,
        phone=record.phone,
        staff=record.actor.get("staff"),
        checked_at=record.recorded_at or record.received_at,
        told_at=record.received_at,
        in_hand=body.get("in_hand"),
        charge=body.get("charge"),
        list_as_at=clock.from_text(body["list_as_at"]) if body["list_as_at"] else None,
        openers=body["openers"],
        rings=body["rings"],
        not_well=json.dumps(body.get("not_well", [])),
        why=body.get("why"),
    ).on_conflict_replace().execute()


def wanting(check: DepartureCheck) -> list[str]:
    """What was not well, in words; empty when all was."""
    words = {
        "in_hand": "it was not in their hand",
        "charge": "its charge not told" if check.charge is None else f"charged {check.charge}%",
        "list": "its list was not fresh" if check.list_as_at else "no list on it",
        "people": f"{check.openers} could open it without a signal",
        "rings": "no phone on the trip can ring",
    }
    return [words[name] for name in json.loads(check.not_well)]


def is_any_ready(trip_id: str) -> bool:
    """Whether some phone that goes on a trip has passed its check, as far as the school has heard."""
    checks = latest_on(trip_id)
    found = (checks.get(phone.id) for phone in phones_on(trip_id) if phone.revoked_at is None)
    return any(check is not None and not json.loads(check.not_well) for check in found)


def latest_on(trip_id: str) -> dict[str, DepartureCheck]:
    """The last check of each phone on a trip, by the phone's id."""
    return {
        row.phone: row
        for row in DepartureCheck.select().where(DepartureCheck.trip == trip_id).order_by(DepartureCheck.n)
    }


def gone_anyway(school: str) -> Any:
    """Of each phone and trip the last check, where it went though something was not well; as a query."""
    lately = (DepartureCheck.school == school, DepartureCheck.told_at >= clock.now() - SHOWN)
    latest = DepartureCheck.select(fn.MAX(DepartureCheck.n)).where(*lately)
    latest = latest.group_by(DepartureCheck.trip, DepartureCheck.phone)
    return DepartureCheck.select().where(DepartureCheck.n.in_(latest), DepartureCheck.not_well != "[]")
