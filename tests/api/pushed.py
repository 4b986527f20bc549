"""Phones that can be told, a push service to tell them through, and the worker's turns taken one by one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

from flask import Flask

from server.alerts import deliveries, delivery_settings, times
from server.alerts.endpoint_rules import Loopback
from server.alerts.escalation_rules import Times
from server.alerts.worker import Worker
from server.foundation.database import db
from tests.api.pins import PinHolder
from tests.cast import CLIENT, Phone
from tests.push_service import Handset, PushService

MOST_TURNS = 600


def local_service(app: Flask, monkeypatch: Any, **settings: Any) -> None:
    """Let the app send to this computer, as the setting for tests does."""
    # At whatever hour the tests run.
    monkeypatch.setattr(times, "of_school", lambda _school: Times(quiet_from=time(3), quiet_until=time(3)))
    mine = replace(app.extensions[delivery_settings.EXTENSION], loopback=Loopback({}), **settings)
    monkeypatch.setitem(app.extensions, delivery_settings.EXTENSION, mine)


class ToldPhone:
    """A set-up phone with people's PINs on it, and the handset that its pushes go to."""

    def __init__(self, phone: Phone, service: PushService, *roles: str) -> None:
        self.phone, self.service, self.handset = phone, service, Handset()
        self.people = [PinHolder(phone, role).signs_in().chooses().person["staff"] for role in roles]
        self.key = phone.client.get("/api/push/key", headers=CLIENT).json
        service.public_key = self.key["key"]

    def offer(self, **more: Any) -> dict[str, Any]:
        """What the phone posts."""
        where = {"endpoint": self.service.url(self.handset), "keys": self.handset.keys}
        return {**where, "key_id": self.key["key_id"], "staff": self.people, **more}

    def subscribes(self, **more: Any) -> str:
        """Post it, and answer the subscription's id."""
        answer = self.asks("/api/push/subscription", self.offer(**more))
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    def asks(self, path: str, given: Any = None) -> Any:
        """POST, as the phone does."""
        return self.phone.client.post(path, json=given, headers=CLIENT)


def raised(app: Flask, school: str, staff: list[str], urgency: str = "now") -> str:
    """Queue an alert to these people in a transaction of its own, and answer its id."""
    alert = secrets.token_hex(16)
    with app.app_context(), db.atomic():
        deliveries.queue(alert, school, staff, urgency)
    db.connect(reuse_if_open=True)
    return alert


def states(alert: str) -> list[tuple[str, str]]:
    """(state, error) of each delivery of an alert."""
    return [(one["state"], one["error"]) for one in deliveries.of(alert)]


def works_until(app: Flask, is_done: Callable[[], bool], worker: Worker | None = None) -> Worker:
    """Take the worker's turns here until something holds. Raises AssertionError when it never does."""
    worker = worker or Worker(app)
    with app.app_context():
        db.connect(reuse_if_open=True)
        for _ in range(MOST_TURNS):
            if is_done():
                break
            # Here one connection looks and writes, and does not hear of what it wrote itself.
            worker._seen_version = -1
            worker.look()
            worker.write()
        else:
            raise AssertionError("It never came to that.")
    db.connect(reuse_if_open=True)
    return worker
