"""What comes of an incident after its report, as phones file it and the office's forms send it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import grazed_knee


def later(kind: str, incident: str, wall: str, **body: Any) -> dict[str, Any]:
    """The plaintext of a record about an incident, written at `wall` (RFC 3339), ready to seal."""
    record = grazed_knee(None)
    named = {"call.made": "about"}.get(kind, "incident")
    return {
        **record,
        "id": str(uuid.uuid4()),
        "kind": kind,
        "body": {named: incident, **body},
        "clock": {**record["clock"], "wall": wall},
    }


def follow_up(incident: str, wall: str, words: str) -> dict[str, Any]:
    """The plaintext of a follow-up."""
    return later("incident.followed_up", incident, wall, written_at=wall, words=words)


def page_of(incident: str, form: str = "") -> str:
    """The address of an incident's page, or of one of its forms."""
    return f"/office/incidents/{incident}/{form}".rstrip("/")


def sends(client: FlaskClient, address: str, *, times: int = 1, **typed: Any) -> TestResponse:
    """Open a form, fill it in and send it, as often as `times`; a repeated one has the same id."""
    page = client.get(address).text
    hidden = {name: found[1] for name in ("record", "seen") if (found := _hidden(page, name))}
    for _ in range(times):
        answer = client.post(address, data={**hidden, **typed})
    return answer


def _hidden(page: str, name: str) -> re.Match[str] | None:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
