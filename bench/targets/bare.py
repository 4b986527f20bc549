"""The bare Flask + sqlite3 insert, as a target."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.processes import Server
from bench.records import Sealed
from bench.targets import Request

ROOT = Path(__file__).resolve().parents[2]


class Bare:
    """`json` takes documents with base64 in them, `frames` takes the bytes as Lanyard does."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.name = f"bare Flask, {kind}"
        self.folder_name = f"bare-{kind}"
        self.port = 0

    def start(self, folder: Path, environment: dict[str, str]) -> None:
        """Start it on an empty file."""
        self._server = Server(folder)
        self.port = self._server.port
        folder.mkdir(parents=True)
        self._file = folder / "bare.sqlite3"
        command = [sys.executable, "-m", "bench.targets.bare_app", self.kind, str(self._file), str(self.port)]
        self._server.start(command, {"RUN_IN": str(ROOT), **environment}, "/")

    def stop(self) -> None:
        """Stop it."""
        self._server.stop()

    def request(self, batch: Sequence[Sealed], sender: int) -> Request:
        """The whole batch as one body."""
        if self.kind == "frames":
            body, content_type = b"".join(record.frame for record in batch), "application/octet-stream"
        else:
            body, content_type = json.dumps([record.as_document() for record in batch]).encode(), "application/json"
        return Request("POST", "/records", {"Content-Type": content_type}, body)

    def accepted(self, answer: bytes) -> int:
        """One line a record."""
        return sum(line["status"] == 201 for line in json.loads(answer)["records"])

    def stored(self) -> int:
        """Rows in the file."""
        connection = sqlite3.connect(self._file)
        (count,) = connection.execute("SELECT count(*) FROM record").fetchone()
        connection.close()
        return int(count)

    @property
    def pids(self) -> list[int]:
        """One process."""
        return self._server.pids

    server_pids = pids
