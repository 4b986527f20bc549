"""Alerts: from commit to accepted when many come at once, and a long queue beside a bare loop of the same messages."""

from __future__ import annotations

import http.client
import json
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import urllib3
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from webpush import WebPush
from webpush.types import WebPushKeys, WebPushSubscription

from bench.lines import Line, Run, Section, at_least, at_most
from bench.processes import Server
from bench.spread import Spread, ratio
from bench.targets.ours import Ours
from server import create_app
from server.accounts.models import Staff
from server.alerts import deliveries, messages
from server.alerts.push_keys import PushKeys
from server.alerts.subscription_models import PushSubscriber, PushSubscription
from server.alerts.subscriptions import as_base64url
from server.foundation import clock
from server.foundation.database import connected, db
from server.phones.models import Phone, Unlock

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 100
# So many alerts to so many phones make the queue.
QUEUED_ALERTS, PHONES = 100, 100
COMES_WITHIN_SECONDS = 180.0
LOOK_AGAIN_SECONDS = 0.02
# Until the worker has nothing left to mark.
REST_SECONDS = 1.0
NOTES = [
    (
        f"{AT_ONCE} alerts, each committed by itself, one after the other without a pause: from each one's commit to "
        "the moment at which a push service on the same machine has read its request."
    ),
    (
        f"{QUEUED_ALERTS * PHONES:,} pushes committed at once, drained by the worker, each row marked afterwards; "
        "beside one loop that builds the same messages with the same package and posts them with urllib3."
    ),
]


def measure(run: Run) -> list[Section]:
    """Both, in each round."""
    waits: dict[float, list[float]] = {0.5: [], 0.95: []}
    ours: dict[int, float] = {}
    bare: dict[int, float] = {}
    with _school(run.folder / "alerts") as school:
        for number in range(run.rounds):
            run.say(f"alerts: round {number + 1} of {run.rounds}")
            took = sorted(school.alerted_at_once())
            cuts = quantiles(took, n=20)
            waits[0.5].append(cuts[9] * 1000)
            waits[0.95].append(cuts[18] * 1000)
            turns = [(ours, school.drained), (bare, school.posted_by_a_loop)]
            run.dice.shuffle(turns)
            for figures, measured in turns:
                figures[number] = measured()
    lines = [
        _wait("p50", waits[0.5], None),
        _wait("p95", waits[0.95], 1000),
        Line(
            "pushes accepted a second",
            str(Spread.of([*ours.values()])),
            f"bare loop {Spread.of([*bare.values()])}",
            ratio(ours, bare),
            at_least(0.6),
        ),
    ]
    return [Section("Alerts", NOTES, lines)]


def _wait(which: str, took: list[float], most: float | None) -> Line:
    seen = Spread.of(took)
    return Line(
        f"commit to accepted, {AT_ONCE} at once, {which}",
        f"{seen} ms",
        "",
        seen,
        at_most(most, " ms") if most else None,
    )


class _School:
    """Lanyard serving, a push service, and phones that are told through it."""

    def __init__(self, app: Flask, sink: Server) -> None:
        self._app, self._sink = app, sink
        self._keys: PushKeys = app.extensions["lanyard.push_keys"]
        private = ec.generate_private_key(ec.SECP256R1())
        self._p256dh = as_base64url(
            private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        )
        self._auth = as_base64url(secrets.token_bytes(16))
        self._phone = Phone.select().where(Phone.revoked_at.is_null()).first()
        people = list(Staff.select().limit(2))
        self._one, self._all = people[0].id, people[1].id
        for who in (self._one, self._all):
            self._may_open(who)
        self._subscribe(self._one, 1)
        self._subscribe(self._all, PHONES)

    def _may_open(self, staff: str) -> None:
        empty = dict.fromkeys(("seal_key", "sign_key", "salt", "proof_hash", "share"), "")
        Unlock.create(
            school=self._phone.school_id, staff=staff, phone=self._phone, rounds=1, made_at=clock.now(), **empty
        )

    def _subscribe(self, staff: str, count: int) -> None:
        for _ in range(count):
            token, now = secrets.token_hex(16), clock.now()
            row = PushSubscription.create(
                school=self._phone.school_id,
                phone=self._phone.id,
                endpoint=f"http://localhost:{self._sink.port}/push/{token}",
                service=f"localhost:{self._sink.port}",
                origin="https://lanyard.example",
                p256dh=self._p256dh,
                auth=self._auth,
                key_id=self._keys.newest.id,
                made_at=now,
                posted_at=now,
            )
            PushSubscriber.create(subscription=row, staff=staff, school=self._phone.school_id)

    def alerted_at_once(self) -> list[float]:
        """Seconds from commit to acceptance, of each alert."""
        committed: dict[str, float] = {}
        for _ in range(AT_ONCE):
            alert = secrets.token_hex(16)
            with db.atomic():
                deliveries.queue(alert, self._phone.school_id, [self._one], "now")
            committed[alert] = time.monotonic()
        came = dict(self._came(AT_ONCE))
        return [came[alert] - at for alert, at in committed.items()]

    def drained(self) -> float:
        """Pushes a second, from the commit of all to the last acceptance."""
        with db.atomic():
            for _ in range(QUEUED_ALERTS):
                deliveries.queue(secrets.token_hex(16), self._phone.school_id, [self._all], "now")
        began = time.monotonic()
        came = self._came(QUEUED_ALERTS * PHONES)
        return len(came) / (max(at for _, at in came) - began)

    def posted_by_a_loop(self) -> float:
        """The same without rows, checks and retries."""
        line = urllib3.PoolManager(retries=False)
        key, count = self._keys.newest, QUEUED_ALERTS * PHONES
        began = time.monotonic()
        for number in range(count):
            url = f"http://localhost:{self._sink.port}/push/{number}"
            keys = WebPushKeys(p256dh=self._p256dh, auth=self._auth)
            notice = messages.Notice(secrets.token_hex(16), "now", 60)
            push = WebPush(key.private_pem, key.public_pem, subscriber="nobody@lanyard.example", ttl=60)
            said = messages.payload("https://lanyard.example", notice)
            sealed = push.get(said, WebPushSubscription(endpoint=url, keys=keys))  # type: ignore[arg-type]
            line.request("POST", url, body=sealed.encrypted, headers={**sealed.headers, "topic": notice.alert})
        took = time.monotonic() - began
        self._came(count)
        return count / took

    def _came(self, count: int) -> list[tuple[str, float]]:
        """What the service was sent, once it is that many."""
        came: list[tuple[str, float]] = []
        until = time.monotonic() + COMES_WITHIN_SECONDS
        while len(came) < count:
            assert time.monotonic() < until, f"{count - len(came)} of {count} pushes never came."
            time.sleep(LOOK_AGAIN_SECONDS)
            asked = http.client.HTTPConnection("127.0.0.1", self._sink.port, timeout=30)
            asked.request("GET", "/")
            came += [(topic, at) for topic, at in json.loads(asked.getresponse().read())]
            asked.close()
        time.sleep(REST_SECONDS)
        return came


@contextmanager
def _school(folder: Path) -> Iterator[_School]:
    sink, lanyard = Server(folder / "sink"), Ours()
    sink.start([sys.executable, "-m", "bench.push_sink", str(sink.port)], {"RUN_IN": str(ROOT)}, "/")
    try:
        lanyard.start(folder / lanyard.folder_name, {"LANYARD_PUSH_LOOPBACK": "1"})
        app = create_app({"DATA_DIR": lanyard.folder, "PUSH_LOOPBACK": "1"})
        with app.app_context(), connected():
            yield _School(app, sink)
    finally:
        lanyard.stop()
        sink.stop()
