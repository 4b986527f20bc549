"""Kills a server in mid-request: at a moment drawn from a seed, counted over everything that is being sent to it."""

from __future__ import annotations

import http.client
import json
import threading

from tests.live_server import LiveServer
from tests.protocol_client import Answer, Wire

PATIENCE_SECONDS = 120.0


class Moments:
    """Counts what passes on every wire: half of a request sent, all of it sent, its answer begun, read.

    `strikes_after(k)` has the server killed (`kill -9`) at the k-th moment from now, by whoever gets there.
    """

    def __init__(self, server: LiveServer) -> None:
        self.is_over = False
        self.up = threading.Event()
        self.up.set()
        self._server = server
        self._struck = threading.Event()
        self._counting = threading.Lock()
        self._left = 0

    def strikes_after(self, count: int) -> None:
        """Kill the server at that moment, wait until it is dead, and start it again."""
        with self._counting:
            self._struck.clear()
            self._left = count
        assert self._struck.wait(PATIENCE_SECONDS), "Nobody sends any more."
        assert not self.up.is_set(), "A sender stopped."
        self._server.start()
        self.up.set()

    def passes(self) -> None:
        """One moment more."""
        with self._counting:
            self._left -= 1
            if self._left == 0:
                self.up.clear()
                self._server.kill()
                self._struck.set()

    def sender_ends(self) -> None:
        """Let nobody wait for a sender that is no more."""
        self._struck.set()


class WatchedWire(Wire):
    """A wire on which each moment counts."""

    def __init__(self, url: str, moments: Moments) -> None:
        super().__init__(url)
        self._moments = moments

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """One request and its answer. Raises OSError or HTTPException when the server dies meanwhile."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.putrequest(method, path)
            for name, value in {**self._headers(headers), "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders(body[: len(body) // 2])
            self._moments.passes()
            connection.send(body[len(body) // 2 :])
            self._moments.passes()
            answer = connection.getresponse()
            self._moments.passes()
            told = json.loads(answer.read())
            self._moments.passes()
            return Answer(answer.status, told, None)
        finally:
            connection.close()
