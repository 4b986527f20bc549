"""PouchDB Server, from npm, as a target: documents by _bulk_docs. It answers before anything is synced to disk."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from pathlib import Path

from bench import scratch
from bench.processes import Server
from bench.records import Sealed
from bench.targets import Request

DATABASE = "outbox"


class PouchDB:
    """One database for all senders."""

    name = "PouchDB Server"
    folder_name = "pouchdb"
    port = 0

    def start(self, folder: Path, environment: dict[str, str]) -> None:
        """Start it on LevelDB files, its log off, and make the database."""
        self._server = Server(folder)
        self.port = self._server.port
        command = ["node", str(scratch.NODE_PEERS / "node_modules/pouchdb-server/bin/pouchdb-server")]
        at = ["--host", "127.0.0.1", "--port", str(self.port), "--dir", str(folder), "--no-stdout-logs"]
        self._server.start([*command, *at, "--no-color"], environment, "/")
        self.asks("PUT", f"/{DATABASE}")

    def stop(self) -> None:
        """Stop it."""
        self._server.stop()

    def asks(self, method: str, path: str) -> bytes:
        """One question beside the measured ones."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path)
        answer = line.getresponse().read()
        line.close()
        return answer

    def request(self, batch: Sequence[Sealed], sender: int) -> Request:
        """All of a batch at once."""
        documents = [{"_id": record.header["id"], **record.as_document()} for record in batch]
        body = json.dumps({"docs": documents}).encode()
        return Request("POST", f"/{DATABASE}/_bulk_docs", {"Content-Type": "application/json"}, body)

    def accepted(self, answer: bytes) -> int:
        """Lines without an error."""
        return sum(line.get("ok", False) for line in json.loads(answer))

    def stored(self) -> int:
        """What the database says it holds."""
        return int(json.loads(self.asks("GET", f"/{DATABASE}"))["doc_count"])

    @property
    def pids(self) -> list[int]:
        """One process."""
        return self._server.pids

    server_pids = pids
