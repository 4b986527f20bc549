"""What only the tests of the server share: a backup of its database to be put back, a trip to be checked off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.foundation import clock
from server.foundation.database import db
from server.reconciliation import gaps
from server.reconciliation.attestations import attestation_gaps
from tests.api.backed_up import Keeper, groups_on
from tests.api.backups import Backup
from tests.api.check_offs import Desk, goes_alone
from tests.api.paper_form import enter
from tests.cast import Phone


@pytest.fixture
def backup(app: Flask, tmp_path: Path) -> Callable[[], Backup]:
    """`backup()` is the database as it is now; `.is_put_back()` restores it."""
    return lambda: Backup(app.config["DATABASE"], tmp_path / "backup.sqlite3")


@pytest.fixture
def copy_lost(app: Flask) -> Callable[[], None]:
    """The folder of the second copy went back with the database, or was lost with it."""

    def lose() -> None:
        for file in app.config["COPY_DIR"].iterdir():
            file.unlink()

    return lose


@pytest.fixture
def out_alone(phone: Phone, todays_trip: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Today's trip, out with Phone 3 alone, which has told the school of itself. Only its word is a gap."""
    monkeypatch.setattr(gaps, "PARTS", (attestation_gaps,))
    goes_alone(todays_trip)
    return todays_trip


@pytest.fixture
def desk(as_role: Callable[[str], FlaskClient], out_alone: str) -> Callable[[str], Desk]:
    """`desk("office")` is somebody at that trip's check-off."""
    return lambda role: Desk(as_role(role), out_alone)


@pytest.fixture
def afternoon() -> Iterator[None]:
    """It is three o'clock on the day of the castle visit."""
    three = clock.now().astimezone(clock.SCHOOL_TIME).replace(hour=15, minute=0, second=0)
    with time_machine.travel(three, tick=False):
        yield


@pytest.fixture
def enters(afternoon: None, as_role: Callable[[str], FlaskClient], todays_trip: str) -> Callable[..., TestResponse]:
    """`enters(place="Moat")` sends the form of paper from today's trip, as the office, and returns the answer."""
    office, page = as_role("office"), f"/office/trips/{todays_trip}/paper"

    def send(by: FlaskClient = office, at: str = page, **more: Any) -> TestResponse:
        return enter(by, at, **more)

    return send


@pytest.fixture
def keeper(run: Callable[..., Any], tmp_path: Path) -> Keeper:
    """Whoever looks after the server, with the key on paper."""
    paper = tmp_path / "typed.txt"
    paper.write_text(groups_on(run("backup-key").output))
    return Keeper(run, tmp_path, paper)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], TestResponse]], list[str]]:
    """`asked(do)` is what doing it asks of the database."""
    execute = type(db).execute_sql

    def count(do: Callable[[], TestResponse]) -> list[str]:
        found: list[str] = []

        def counts(self: Any, sql: str, *more: Any) -> Any:
            found.append(sql)
            return execute(self, sql, *more)

        monkeypatch.setattr(type(db), "execute_sql", counts)
        assert do().status_code == 200
        monkeypatch.setattr(type(db), "execute_sql", execute)
        return found

    return count
