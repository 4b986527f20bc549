"""The worker that sends alerts, and the web server beside it, killed in turn: each alert arrives, under one topic."""

from __future__ import annotations

import fcntl
import http.client
import itertools
import os
import random
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.alerts import deliveries
from server.alerts.worker import LOOK_SECONDS
from server.foundation.database import db
from server.phones.models import Phone as SchoolPhone
from tests.api.pushed import ToldPhone, local_service, raised
from tests.faults.parcel import asked as from_database
from tests.faults.sizes import asked, seed
from tests.forked import begin_flask
from tests.live_server import LiveServer
from tests.protocol_client import ProtocolClient, Wire
from tests.push_service import PushService

ALERTS_BETWEEN_KILLS = 12
MOMENTS_OF_AN_ALERT = 3
PATIENCE_SECONDS = 60.0
# What the phone reports meanwhile: some of it is told to Daniel.
SLIGHT = {"what_happened": "Grazed knee", "category": "injury", "severity": "minor"}
GRAVE = {"what_happened": "Afraid to go home", "category": "safeguarding", "severity": "serious"}
EVERY_SO_MANY = 10


class Strike:
    """Kills something at the k-th moment from now, by whoever gets there: taken in, accepted, answered."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self._counting = threading.Lock()
        self._left = 0
        self._kill: Callable[[], None] = lambda: None

    def after(self, moments: int, kill: Callable[[], None]) -> None:
        """Arm it."""
        with self._counting:
            self.done.clear()
            self._left, self._kill = moments, kill

    def passes(self) -> None:
        """One moment more."""
        with self._counting:
            self._left -= 1
            if self._left == 0:
                self._kill()
                self.done.set()


@pytest.fixture
def strike() -> Strike:
    return Strike()


@pytest.fixture
def service(app, monkeypatch, strike) -> Iterator[PushService]:
    local_service(app, monkeypatch)
    with PushService(strike.passes) as running:
        yield running


@pytest.fixture
def server(data_folder) -> Iterator[LiveServer]:
    with LiveServer(data_folder, LANYARD_PUSH_LOOPBACK="1") as running:
        yield running


@pytest.fixture
def told(phone, service) -> ToldPhone:
    """Phone 3, which Daniel, the DSL, opens with a PIN."""
    phone = ToldPhone(phone, service, "dsl")
    phone.subscribes()
    return phone


def kill(pid: int | None) -> None:
    """`kill -9`. A worker that is only just being begun again is let live."""
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


def is_free(folder: Path) -> bool:
    """Whether no worker sends for this folder."""
    with open(folder / "database" / "alerts.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def until(is_there: Callable[[], bool]) -> None:
    """Look again and again until something holds. Raises AssertionError after a minute."""
    never = threading.Event()
    looks = int(PATIENCE_SECONDS / LOOK_SECONDS)
    assert any(is_there() or never.wait(LOOK_SECONDS) for _ in range(looks)), "It never came to that."


@contextmanager
def reports_meanwhile(server: LiveServer) -> Iterator[ProtocolClient]:
    """A phone that files and sends without pause, so that web server and worker write one file."""
    client = ProtocolClient(Wire(server.url), server.flask("enrol-code", "--phone", "Phone 4").strip())
    assert client.sets_itself_up()
    is_over = threading.Event()
    thread = threading.Thread(target=_reports, args=(client, is_over))
    thread.start()
    try:
        yield client
    finally:
        is_over.set()
        thread.join()


def _reports(client: ProtocolClient, is_over: threading.Event) -> None:
    for number in itertools.count():
        if is_over.wait(LOOK_SECONDS):
            return
        client.files(GRAVE if number % EVERY_SO_MANY == 0 else SLIGHT)
        try:
            client.announces()
            client.sends([item for item in client.waiting() if item.header["type"] == "record"])
        except (OSError, http.client.HTTPException):
            continue  # The server is away; what was filed goes with the next.


def test_each_alert_arrives_though_worker_and_server_are_killed_in_turn(
    app, data_folder, server, told, service, strike, counted
):
    kills, chance = asked("KILLS", 4), random.Random(seed())
    school = SchoolPhone.get(SchoolPhone.name == "Phone 3").school_id
    alerts: list[str] = []

    with reports_meanwhile(server) as client:
        for number in range(kills):
            is_worker = number % 2 == 0
            moment = chance.randint(1, ALERTS_BETWEEN_KILLS * MOMENTS_OF_AN_ALERT)
            strike.after(moment, (lambda: kill(server.alert_worker)) if is_worker else server.kill)
            alerts += [raised(app, school, told.people) for _ in range(ALERTS_BETWEEN_KILLS)]
            assert strike.done.wait(PATIENCE_SECONDS), f"Nothing is sent any more: {service.faults}"
            if not is_worker:
                server.start()
        until(lambda: not _waiting(data_folder))
    client.announces()
    client.sends([item for item in client.waiting() if item.header["type"] == "record"])
    until(lambda: not _unopened(data_folder) and not _waiting(data_folder))
    server.stop()

    assert service.faults == []
    arrived = service.to(told.handset)
    reported = {id_ for (id_,) in from_database(data_folder, "SELECT id FROM alert")}
    assert reported
    assert {one["alert"] for one in arrived} == {*alerts, *reported}
    # Whatever was sent twice takes the place of itself: one topic at the service, one tag on the screen.
    assert all(one["notification"]["tag"] == one["alert"] for one in arrived)
    assert [push.headers["topic"] for push in service.accepted] == [one["alert"] for one in arrived]
    assert len(arrived) <= (len(alerts) + len(reported)) * (kills + 1)
    assert from_database(data_folder, "PRAGMA integrity_check") == [("ok",)]
    filed = {item.header["id"] for item in client.items if item.header["type"] == "record"}
    assert filed == {id_ for (id_,) in from_database(data_folder, "SELECT id FROM envelope")} & filed
    counted(
        f"Worker and server were killed {kills} times (seed {seed()}): "
        f"{len(alerts) + len(reported)} alerts arrived, {len(arrived) - len(alerts) - len(reported)} of them again."
    )


def _unopened(folder: Path) -> int:
    ((count,),) = from_database(folder, "SELECT count(*) FROM opening WHERE state = 'waiting'")
    return int(count)


def _waiting(folder: Path) -> int:
    ((count,),) = from_database(folder, "SELECT count(*) FROM delivery WHERE state = 'waiting'")
    return int(count)


def test_a_worker_ends_with_its_server_however_that_ended(data_folder, server):
    until(lambda: not is_free(data_folder))
    server.kill()
    until(lambda: is_free(data_folder))

    server.start()
    until(lambda: not is_free(data_folder))
    server.stop()
    assert is_free(data_folder)


def test_a_worker_that_died_is_begun_again_and_sends_what_came_meanwhile(app, data_folder, server, told, service):
    kill(server.alert_worker)
    alert = secrets.token_hex(16)
    school = SchoolPhone.get(SchoolPhone.name == "Phone 3").school_id
    with app.app_context(), db.atomic():
        deliveries.queue(alert, school, told.people, "now")

    service.waits_for(lambda: [one["alert"] for one in service.to(told.handset)] == [alert])


def test_another_worker_beside_it_sends_nothing_twice(app, data_folder, server, told, service):
    environment = {**os.environ, "LANYARD_DATA": str(data_folder), "LANYARD_PUSH_LOOPBACK": "1"}
    log = data_folder.with_name("second.log")
    second = begin_flask(("alerts", "work"), environment, log, log)
    try:
        school = SchoolPhone.get(SchoolPhone.name == "Phone 3").school_id
        alerts = [raised(app, school, told.people) for _ in range(20)]
        until(lambda: not _waiting(data_folder))
        assert sorted(one["alert"] for one in service.to(told.handset)) == sorted(alerts)
    finally:
        second.kill()
        second.join()
