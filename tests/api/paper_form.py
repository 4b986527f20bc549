"""The form for an incident from paper, as the office sends it: a bumped head that Tom wrote down."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.foundation import clock
from tests.api.own_phones import staff_id

BUMP = "Bumped head on the drawbridge rail."


def enter(by: FlaskClient, at: str, day: date | None = None, **more: Any) -> TestResponse:
    """Send it, with other values for some of its fields; None leaves one out."""
    day = day or clock.today()
    days = {
        f"{name}-{part}": getattr(day, part)
        for name in ("written_on", "happened_on")
        for part in ("day", "month", "year")
    }
    given = {
        "record": re.search(r'name="record"[^>]*value="([^"]+)"', by.get(at).text)[1],
        "wrote": staff_id("staff"),
        "wrote_name": "",
        "written_at": "14:45",
        "category": "injury",
        "asked": _asked(**more),
        "about": "not_said",
        "severity": "minor",
        "happened_at": "14.30",
        "place": "Drawbridge",
        "pupils": "Rosa",
        "what_happened": BUMP,
        "what_was_done": "Cold pack.",
        "who_was_told": "Priya",
        "follow_up_needed": "yes",
    }
    data = {**given, **days, **more}
    return by.post(at, data={name: value for name, value in data.items() if value is not None})


def _asked(category: str = "injury", about: str = "not_said", **_more: Any) -> str:
    """The kind whose questions the page showed: it asks them once, before anything is filed."""
    return "allegation" if category == "not_said" != about else category
