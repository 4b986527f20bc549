"""One POST to a push service, trusting nothing that comes back: no redirect, no second try, little read, soon over."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from server.alerts.endpoint_rules import Endpoint, EndpointRefused
from server.alerts.messages import Message
from server.alerts.resolving import connection_to
from server.alerts.sending_rules import Answer

# From the first byte asked to the last one read. A service that sends one byte now and then is not waited for.
LONGEST_SECONDS = 20.0
MOST_READ_BYTES = 4_096
# Longer idle, and the service has most likely hung up.
IDLE_SECONDS = 30.0


class Line:
    """A connection kept open to one service after another, used by one thread; another thread may cut it."""

    def __init__(self) -> None:
        self._connection: HTTPConnection | None = None
        self._leads_to = ""
        self._used_at = 0.0
        self._deadline: float | None = None
        self._is_cut = False
        self._cutting = threading.Lock()

    def post(self, endpoint: Endpoint, message: Message) -> Answer:
        """Send a message and answer what came back; never raises for what the other side does."""
        with self._cutting:
            self._deadline, self._is_cut = time.monotonic() + LONGEST_SECONDS, False
        try:
            answer = self._post(endpoint, message)
            # Half an answer can look like a whole one.
            return Answer(None, error="too slow") if self._is_cut else answer
        except Exception as error:  # noqa: BLE001 - http.client raises many things at a service that lies
            self.close()
            if self._is_cut:
                return Answer(None, error="too slow")
            return Answer(None, error="address refused" if isinstance(error, EndpointRefused) else type(error).__name__)
        finally:
            with self._cutting:
                self._deadline = None
            self._used_at = time.monotonic()

    def cut_if_late(self) -> None:
        """Hang up when the answer takes too long: whoever waits in `post` gets an error at once."""
        with self._cutting:
            is_late = self._deadline is not None and time.monotonic() > self._deadline
            line = self._connection.sock if is_late and self._connection else None
            if isinstance(line, socket.socket):
                self._is_cut = True
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _post(self, endpoint: Endpoint, message: Message) -> Answer:
        answer = self._asked(self._ready(endpoint), endpoint, message)
        told = Answer(answer.status, answer.headers.get("retry-after"))
        self._read_little(answer)
        return told

    def _asked(self, connection: HTTPConnection, endpoint: Endpoint, message: Message) -> HTTPResponse:
        connection.request("POST", endpoint.path, message.body, message.headers, preload_content=False)
        return connection.getresponse()

    def _read_little(self, answer: HTTPResponse) -> None:
        """Read the answer to its end where that is near, so that the connection can be used again; else hang up."""
        left = answer.length_remaining
        try:
            if left is not None and left <= MOST_READ_BYTES:
                answer.read(decode_content=False)
                return
        except (OSError, HTTPError):
            # It was accepted or not; what else is said does not matter.
            pass
        self.close()

    def _ready(self, endpoint: Endpoint) -> HTTPConnection:
        is_stale = time.monotonic() - self._used_at > IDLE_SECONDS
        kept = self._connection
        if kept is None or is_stale or self._leads_to != endpoint.origin or not kept.is_connected:
            self.close()
            kept = self._connection = connection_to(endpoint)
            self._leads_to = endpoint.origin
        return kept
