"""The client that was written from docs/protocol.md, on Flask's test client in place of a line."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

from tests.protocol_client import Answer, ProtocolClient, Wire


class FlaskWire(Wire):
    """Requests to the app itself; Flask's client keeps the cookie."""

    def __init__(self, app: Flask) -> None:
        super().__init__("http://localhost")
        self.client = app.test_client()

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """One request and its answer."""
        given = {"Lanyard-Client": "outside 1.0", **(headers or {})}
        answer = self.client.open(path, method=method, data=body, headers=given)
        is_json = answer.mimetype in ("application/json", "application/problem+json")
        return Answer(answer.status_code, json.loads(answer.data) if is_json else None, None)


def protocol_client(app: Flask, code: str) -> ProtocolClient:
    """A client that set itself up and has been in contact."""
    client = ProtocolClient(FlaskWire(app), code)
    assert client.sets_itself_up()
    client.announces()
    return client


def comes(client: ProtocolClient, *items: Any) -> None:
    """Announce and send what was filed."""
    client.announces()
    client.sends(items)
    client.announces()
