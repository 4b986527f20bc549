"""A proxy that stands between phone and school and breaks things, on one address for both, so all is one origin.

It speaks HTTP/1.1 and keeps connections alive as a school's own proxy does: over those a browser sends a POST again
by itself when the answer is lost.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, list[tuple[str, str]], bytes]
DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")
SCHOOLS_CLOCK = re.compile(rb'("server_time": ?")([^"]+)(")')


@dataclass(frozen=True)
class Cut:
    """A request cut after this many bytes of its body."""

    at: int


Fault = str | int | Cut

PATIENCE_SECONDS = 10
BROWSERS_OWN = "GET /favicon.ico"
WORKER = "/worker.js"
OWN_VERSION = re.compile(rb"\$\{\w+\}([0-9a-f]{10})`")
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}
# What would have the school answer with less than the file itself, in which nothing can be changed.
SHORTENED = {"accept-encoding", "if-none-match", "if-modified-since"}
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class FaultyProxy:
    """`with FaultyProxy(port) as proxy:` then `proxy.breaks("/api/", fault)` and `proxy.mends()`.

    A fault is a status (429), or "refuse" (reset at once), "hang" (never an answer), "late" (the true answer, once it
    mends), "held back" (answered at once, and heard once it mends), "lost reply" (the school gets it, the answer is
    thrown away), "cut short" (half of the answer), "broken off" (half of what is promised, and the line closed as if
    that were all), "portal" (200 and a page), "another page" (200 and the page of some other version), "hollow" (200
    and JSON that says nothing), "redirect" (to a sign-in page), "another digest" (the school has it, and its receipts
    name other bytes), "two days on" (so says its clock), or Cut(k) (the school gets k bytes of the body, and neither
    side hears more until it mends). `heard` lists method and path of every request that came but the browser's own for
    an icon, which comes whenever it likes.
    `drops_cookies` gives no cookie to anyone.
    """

    def __init__(self, school_port: int) -> None:
        self.school_port = school_port
        self.heard: list[str] = []
        self.drops_cookies = False
        self._has_newer_version = False
        self._fault: tuple[str, Fault, bytes] | None = None
        self._let_go = threading.Event()
        self._hearing = threading.Condition()
        self._sockets: set[socket.socket] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("_OurConnection", (_Connection,), {"proxy": self}))
        self._server.daemon_threads = False
        self.url = f"http://localhost:{self._server.server_port}"

    def __enter__(self) -> FaultyProxy:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.mends()
        self._server.shutdown()
        for connection in list(self._sockets):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()

    def breaks(self, below: str, fault: Fault, *, holding: bytes = b"") -> None:
        """From now on, every request whose path begins with `below`, and whose body holds this, meets the fault."""
        self._let_go.clear()
        self._fault = (below, fault, holding)

    def mends(self) -> None:
        """From now on everything passes; what hangs is reset."""
        self._fault = None
        self._let_go.set()

    def publishes_a_newer_version(self) -> None:
        """From now on the app's worker is that of another version, and keeps its files in a place of its own."""
        self._has_newer_version = True

    def made_newer(self, path: str, body: bytes) -> bytes:
        """What the school answers at this path, as of the newest version."""
        if not self._has_newer_version or path != WORKER:
            return body
        version = OWN_VERSION.search(body)
        assert version, "The worker says nowhere which version it is."
        return body.replace(version[1], version[1][::-1])

    def fault_at(self, path: str, body: bytes) -> Fault | None:
        """What happens to a request to this path, with this body, now."""
        if self._fault is None or not path.startswith(self._fault[0]) or self._fault[2] not in body:
            return None
        return self._fault[1]

    @contextlib.contextmanager
    def hears(self, request: str) -> Iterator[None]:
        """Wait at the end of the block until a request like "POST /api/outbox/manifest" has come within it."""
        with self._hearing:
            before = self.heard.count(request)
        yield
        with self._hearing:
            came = self._hearing.wait_for(lambda: self.heard.count(request) > before, PATIENCE_SECONDS)
        assert came, f"{request} never came: {self.heard}"

    def hear(self, request: str) -> None:
        """Note a request."""
        if request == BROWSERS_OWN:
            return
        with self._hearing:
            self.heard.append(request)
            self._hearing.notify_all()

    def waits(self) -> None:
        """Hold a request until the proxy mends."""
        self._let_go.wait()

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection, to end it with the proxy."""
        self._sockets.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        self._sockets.discard(connection)


class _Connection(BaseHTTPRequestHandler):
    """One connection from a phone."""

    protocol_version = "HTTP/1.1"
    proxy: FaultyProxy

    def setup(self) -> None:
        super().setup()
        self.proxy.opened(self.connection)

    def finish(self) -> None:
        self.proxy.closed(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def handle(self) -> None:
        # A browser that was killed, or a proxy that ends, leaves connections in the middle of a word.
        with contextlib.suppress(OSError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing: `heard` has it."""

    def _reply(self) -> None:
        self.proxy.hear(f"{self.command} {self.path}")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.proxy.fault_at(self.path, body)
        answer = self._answer_under(fault, body)
        if answer is None:
            self._reset()
        else:
            self._send(answer, breaks_off=fault == "broken off")

    do_GET = do_POST = do_PUT = _reply  # noqa: N815 - names given by http.server

    def _answer_under(self, fault: Fault | None, body: bytes) -> Answer | None:
        """What comes back under this fault; None is a reset."""
        if isinstance(fault, Cut):
            self._pass_on_a_part(body[: fault.at])
        if fault in ("hang", "late"):
            self.proxy.waits()
        if fault in ("refuse", "hang") or isinstance(fault, Cut):
            return None
        if isinstance(fault, int):
            return _problem(fault)
        if fault in MADE_UP:
            return MADE_UP[fault]
        answer = self._ask_school(body)
        if fault == "held back":
            self.proxy.waits()
        return _spoilt(fault, answer)

    def _pass_on_a_part(self, part: bytes) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        with socket.create_connection(("127.0.0.1", self.proxy.school_port), timeout=30) as school:
            school.sendall(f"{self.command} {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + part)
            self.proxy.hear(f"CUT {self.path}")
            self.proxy.waits()
            school.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)

    def _ask_school(self, body: bytes) -> Answer | None:
        school = http.client.HTTPConnection("127.0.0.1", self.proxy.school_port, timeout=30)
        try:
            plain = {name: value for name, value in self.headers.items() if name.lower() not in SHORTENED}
            school.request(self.command, self.path, body, plain)
            reply = school.getresponse()
            return reply.status, reply.getheaders(), self.proxy.made_newer(self.path, reply.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            school.close()

    def _send(self, answer: Answer, *, breaks_off: bool) -> None:
        status, headers, body = answer
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP | {"content-length"} and not self._is_dropped(name):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.close_connection |= breaks_off
        self.wfile.write(body[: len(body) // 2] if breaks_off else body)

    def _is_dropped(self, name: str) -> bool:
        return self.proxy.drops_cookies and name.lower() == "set-cookie"

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)


def _spoilt(fault: Fault | None, answer: Answer | None) -> Answer | None:
    """What is left of the school's answer on its way back."""
    if answer is None or fault == "lost reply":
        return None
    status, headers, whole = answer
    if fault == "cut short":
        return status, headers, whole[: len(whole) // 2]
    if fault == "another digest":
        return status, headers, DIGEST.sub(b"0" * 64, whole)
    return (status, headers, SCHOOLS_CLOCK.sub(_two_days_on, whole)) if fault == "two days on" else answer


def _two_days_on(told: re.Match[bytes]) -> bytes:
    later = datetime.fromisoformat(told[2].decode()) + timedelta(days=2)
    return told[1] + later.isoformat().encode() + told[3]


def _problem(status: int) -> Answer:
    body = {"type": "about:blank", "title": "Refused.", "status": status, "code": "request.refused"}
    return status, [("Content-Type", "application/problem+json")], json.dumps(body).encode()


MADE_UP: dict[Fault | None, Answer] = {
    "portal": (200, [("Content-Type", "text/html; charset=utf-8")], b"<title>Guest Wi-Fi</title><p>Sign in to go on"),
    "another page": (
        200,
        [("Content-Type", "text/html; charset=utf-8")],
        b"<script src=/static/build/app-0.js></script>",
    ),
    "hollow": (200, [("Content-Type", "application/json")], b"{}"),
    "redirect": (302, [("Location", "/sign-in")], b""),
}
