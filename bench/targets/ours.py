"""Lanyard as a school runs it: `flask serve`, phones set up, records receipted, copied and opened."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.processes import Server
from bench.records import Sealed
from bench.targets import Request
from tests.protocol_client import CLIENT, OCTETS, ProtocolClient, Wire

ROOT = Path(__file__).resolve().parents[2]
PHONES = 4
OPENED_WITHIN_SECONDS = 120.0
LOOK_AGAIN_SECONDS = 0.02


class Ours:
    """The whole product path."""

    name = "Lanyard"
    folder_name = "ours"

    def __init__(self) -> None:
        self.port = 0
        self._codes = 0
        self.phones: list[ProtocolClient] = []

    def start(self, folder: Path, environment: dict[str, str]) -> None:
        """Make the demo school, serve it, and set four phones up."""
        self.folder = folder
        self._server = Server(folder)
        self.port = self._server.port
        self.environment = {"RUN_IN": str(ROOT), "LANYARD_DATA": str(folder), **environment}
        folder.mkdir(parents=True)
        self.flask("demo")
        self._server.start(_command("serve", "--port", str(self.port)), self.environment, "/healthz")
        self.phones = [self._set_up() for _ in range(PHONES)]

    def stop(self) -> None:
        """Stop it as Ctrl+C does."""
        self._server.stop()

    def flask(self, *words: str) -> str:
        """What a command of Lanyard prints."""
        environment = {name: value for name, value in self.environment.items() if not name.startswith("LD_")}
        done = subprocess.run(
            _command(*words), cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"flask {' '.join(words)}: {done.stderr}"
        return done.stdout

    def code(self) -> str:
        """A set-up code for a phone that is new each time."""
        self._codes += 1
        return self.flask("enrol-code", "--phone", f"Bench {self._codes}").strip()

    def _set_up(self) -> ProtocolClient:
        phone = ProtocolClient(Wire(f"http://127.0.0.1:{self.port}"), self.code())
        assert phone.sets_itself_up(), "The phone could not be set up."
        phone.announces()
        return phone

    def request(self, batch: Sequence[Sealed], sender: int) -> Request:
        """Frames, as a phone sends them."""
        headers = {"Lanyard-Client": CLIENT, "Content-Type": OCTETS, "Cookie": self.phones[sender].wire.cookie or ""}
        return Request("POST", "/api/outbox/envelopes", headers, b"".join(record.frame for record in batch))

    def accepted(self, answer: bytes) -> int:
        """Receipts."""
        return sum("n" in receipt for receipt in json.loads(answer)["receipts"])

    def stored(self) -> int:
        """Envelopes with their bytes."""
        return self.counts("SELECT count(*) FROM envelope JOIN envelope_bytes ON envelope_id = n")

    def opened(self) -> int:
        """Records opened and listed, held ones not counted."""
        return self.counts("SELECT count(*) FROM opening WHERE state = 'opened'")

    def counts(self, question: str) -> int:
        """A number from the database, read beside the server."""
        connection = sqlite3.connect(self.folder / "database" / "lanyard.sqlite3")
        (count,) = connection.execute(question).fetchone()
        connection.close()
        return int(count)

    def waits_until_opened(self) -> None:
        """Look until nothing waits to be opened."""
        deadline = time.monotonic() + OPENED_WITHIN_SECONDS
        while self.counts("SELECT EXISTS (SELECT 1 FROM opening WHERE state = 'waiting')"):
            assert time.monotonic() < deadline, "Some records were never opened."
            time.sleep(LOOK_AGAIN_SECONDS)

    @property
    def pids(self) -> list[int]:
        """One process."""
        return self._server.pids

    server_pids = pids


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "server", *words]
