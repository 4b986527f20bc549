"""A school whose clock has gone on for years, with a server that was looked after all the while."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.foundation import clock
from server.foundation.database import InstantField

PAGE = "/office/retention"


@contextmanager
def years_on(years: int, *, from_: datetime | None = None) -> Iterator[datetime]:
    """It is so many years later, in the autumn term."""
    now = from_ or clock.now()
    later = now.replace(year=now.year + years, month=10, day=15, hour=10)
    with time_machine.travel(later, tick=True):
        yield later


def is_looked_after(app: Flask, *, days: int = 60) -> None:
    """Nightly backups were made, and phones were heard, for so many days up to now."""
    millis = InstantField().db_value
    with closing(sqlite3.connect(app.config["DATABASE"])) as rows, rows:
        for day in range(days):
            at = millis(clock.now() - timedelta(days=day, minutes=5))
            rows.execute(
                "INSERT INTO backup_made (epoch, made_at, backed_up_n, name, size_bytes, sha256, kid) "
                "VALUES ('life', ?, 0, 'a name', 1, '', '')",
                (at,),
            )
        rows.execute("UPDATE phone_contact SET heard_at = ?, clock_ahead_seconds = 3", (millis(clock.now()),))


def is_due(run: Any) -> dict[str, dict[str, Any]]:
    """What `flask retention due` lists, by id."""
    done = run("retention", "due", "--format", "json")
    assert done.exit_code == 0, done.output
    return {one["id"]: one for one in json.loads(done.output)["due"]}


def was_born(app: Flask, first_name: str, on: date) -> str:
    """Have every pupil of this first name born on a day: the id of one."""
    with closing(sqlite3.connect(app.config["DATABASE"])) as rows, rows:
        rows.execute("UPDATE pupil SET date_of_birth = ? WHERE first_name = ?", (on.isoformat(), first_name))
        [(pupil,), *_] = rows.execute("SELECT id FROM pupil WHERE first_name = ?", (first_name,)).fetchall()
    return str(pupil)


def confirms(client: FlaskClient, rule: str, *units: str) -> TestResponse:
    """Tick these under a line of the schedule, and confirm them."""
    return client.post(f"{PAGE}/due/{rule}", data={"unit": list(units)}, follow_redirects=True)


def destroys(client: FlaskClient, *, sure: str = "yes", do: str = "destroy") -> TestResponse:
    """Tick all that was confirmed, and destroy it; or keep it."""
    page = client.get(f"{PAGE}/confirmed").text
    ticked = re.findall(r'name="confirmation" value="([^"]+)"', page)
    said = {"confirmation": ticked, "do": do, "sure": sure}
    return client.post(f"{PAGE}/confirmed", data=said, follow_redirects=True)
