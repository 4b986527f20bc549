"""Kinto, from PyPI, as a target at its best: PostgreSQL, two processes of four threads, batches of any size, no log.

One collection for each sender: two senders in one collection get 409, and the whole batch fails.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench import scratch
from bench.processes import Server
from bench.records import Sealed
from bench.targets import Request
from bench.targets.postgres import Postgres, can_run

SIGNED_IN = "Basic " + base64.b64encode(b"bench:bench").decode()
SENDERS = 4
SETTINGS = """
[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.{backend}
kinto.permission_backend = kinto.core.permission.{backend}
kinto.cache_backend = kinto.core.cache.{backend}
kinto.storage_url = {url}
kinto.permission_url = {url}
kinto.cache_url = {url}
kinto.userid_hmac_secret = of-the-bench-alone
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Authenticated
kinto.batch_max_requests = 1000
[loggers]
keys = root
[handlers]
keys = none
[formatters]
keys =
[logger_root]
level = CRITICAL
handlers = none
[handler_none]
class = NullHandler
args = ()
"""


class Kinto:
    """With PostgreSQL where it can be started; else in memory, in one process, which only makes it faster."""

    folder_name = "kinto"

    def __init__(self) -> None:
        self._postgres = Postgres() if can_run() else None
        self.name = "Kinto" if self._postgres else "Kinto (in memory)"

    def start(self, folder: Path, environment: dict[str, str]) -> None:
        """Start PostgreSQL and Kinto, and make a collection for each sender."""
        folder.mkdir(parents=True)
        self._server = Server(folder)
        self.port = self._server.port
        if self._postgres:
            self._postgres.start(folder.with_name("postgres"), environment)
        backend, url = ("postgresql", self._postgres.url) if self._postgres else ("memory", "")
        settings = folder / "kinto.ini"
        settings.write_text(SETTINGS.format(backend=backend, url=url))
        bin_folder = scratch.PYTHON_PEERS / "bin"
        if self._postgres:
            migrate = [str(bin_folder / "kinto"), "migrate", "--ini", str(settings)]
            subprocess.run(migrate, check=True, capture_output=True, env={**os.environ})
        workers = ["--workers", "2" if self._postgres else "1", "--threads", "4", "--worker-class", "gthread"]
        at = ["--paste", str(settings), "--bind", f"127.0.0.1:{self.port}", "--keep-alive", "60"]
        self._server.start([str(bin_folder / "gunicorn"), *at, *workers], environment, "/v1/__heartbeat__")
        self._asks("PUT", "/v1/buckets/bench")
        for sender in range(SENDERS):
            self._asks("PUT", f"/v1/buckets/bench/collections/sender-{sender}")

    def stop(self) -> None:
        """Stop both."""
        self._server.stop()
        if self._postgres:
            self._postgres.stop()

    def _asks(self, method: str, path: str) -> dict[str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, headers={"Authorization": SIGNED_IN})
        answer = line.getresponse()
        answer.read()
        line.close()
        assert answer.status < 300, f"Kinto answered {answer.status} to {method} {path}"
        return {name.lower(): value for name, value in answer.getheaders()}

    def request(self, batch: Sequence[Sealed], sender: int) -> Request:
        """Kinto's own batch: one PUT for each record."""
        under = f"/v1/buckets/bench/collections/sender-{sender}/records"
        puts = [{"path": f"{under}/{r.header['id']}", "body": {"data": r.as_document()}} for r in batch]
        body = json.dumps({"defaults": {"method": "PUT"}, "requests": puts}).encode()
        return Request("POST", "/v1/batch", {"Authorization": SIGNED_IN, "Content-Type": "application/json"}, body)

    def accepted(self, answer: bytes) -> int:
        """Answers within the answer that are 200 or 201."""
        return sum(line["status"] in {200, 201} for line in json.loads(answer)["responses"])

    def stored(self) -> int:
        """What the collections say they hold."""
        under = "/v1/buckets/bench/collections"
        heads = [self._asks("HEAD", f"{under}/sender-{sender}/records") for sender in range(SENDERS)]
        return sum(int(head["total-records"]) for head in heads)

    @property
    def pids(self) -> list[int]:
        """Kinto's processes and PostgreSQL's."""
        return [*self._server.pids, *(self._postgres.pids if self._postgres else [])]

    @property
    def server_pids(self) -> list[int]:
        """Kinto's processes alone."""
        return self._server.pids
