"""What the forms of setting a trip up send, and how a page tells the version it showed."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient

from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.trips.models import Trip

_SEEN = re.compile(r'name="seen" value="(\d+)"')


def day_parts(name: str, day: date) -> dict[str, str]:
    """A day as its three boxes send it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def details(ahead: int = 7, nights: int = 0, **more: str) -> dict[str, str]:
    """What a trip is, so many days ahead."""
    first = clock.today() + timedelta(days=ahead)
    days = {**day_parts("starts_on", first), **day_parts("ends_on", first + timedelta(days=nights))}
    words = {"title": "Zoo visit", "place": "Millbridge Zoo", "leaves": "", "returns": "", "swims": "no"}
    return {"id": str(uuid.uuid4()), **words, **days, **more}


def plans(client: FlaskClient, **more: Any) -> Trip:
    """Plan a trip through the form."""
    sent = details(**more)
    answer = client.post("/office/trips/new", data=sent)
    assert answer.status_code == 302, answer.text
    trip: Trip = Trip.get_by_id(sent["id"])
    return trip


def seen_on(client: FlaskClient, address: str) -> str:
    """The version that a page carries."""
    found = _SEEN.search(client.get(address).text)
    assert found is not None
    return found[1]


def noted(action: str) -> list[AuditEntry]:
    """The audit log's lines of an action."""
    return list(AuditEntry.select().where(AuditEntry.action == action).order_by(AuditEntry.n))
