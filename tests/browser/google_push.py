"""The push service that Chromium knows, on this machine alone: it checks in, registers, and is told of each message.

What Chromium's own tests stand on as well: three addresses given on its command line. The words on the wire are of
Google's cloud messaging as Chromium's source has them (`google_apis/gcm`): protocol buffers, few and small enough to be
written by hand.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qsl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# The host that Chromium names in an endpoint; the server is told to find it here.
ENDPOINT_HOST = "jmt17.google.com"
VERSION, LOGIN, LOGIN_ANSWER, HEARTBEAT, HEARTBEAT_ANSWER, MESSAGE = 41, 2, 3, 0, 1, 8
CARRIED = ("content-encoding", "encryption", "crypto-key")


@dataclass
class Post:
    """Who is registered, who listens, and every message that was taken."""

    registered: dict[str, dict[str, str]] = field(default_factory=dict)
    listening: set[socket] = field(default_factory=set)
    kept: list[bytes] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def register(self, asked: dict[str, str]) -> str:
        """A new token for who asks."""
        token = f"local-{secrets.token_urlsafe(24)}"
        self.registered[token] = asked
        return token

    def takes(self, token: str, headers: dict[str, str], body: bytes) -> None:
        """Hand a message on to whoever listens, or keep it until somebody does."""
        stanza = _stanza(self.registered[token], headers, body)
        with self.turn:
            self.taken.append(body)
            if not self.listening:
                self.kept.append(stanza)
            for listener in list(self.listening):
                with suppress(OSError):
                    listener.sendall(_framed(MESSAGE, stanza))

    def listens(self, listener: socket) -> None:
        """Somebody listens from now on, and hears what was kept."""
        with self.turn:
            self.listening.add(listener)
            for stanza in self.kept:
                listener.sendall(_framed(MESSAGE, stanza))
            self.kept.clear()


class GooglePush:
    """`with GooglePush(folder) as google:` runs it; `google.switches` are what Chromium is started with."""

    def __init__(self, folder: Path) -> None:
        self.post = Post()
        self._certificate, self._spki = _certificate(folder)
        self._http = _Web(("127.0.0.1", 0), _Answers)
        self._mcs = _Listening(("127.0.0.1", 0), _Listener)
        self._http.post = self._mcs.post = self.post
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate)
        self._mcs.socket = context.wrap_socket(self._mcs.socket, server_side=True, do_handshake_on_connect=False)

    def __enter__(self) -> GooglePush:
        for server in (self._http, self._mcs):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self._http, self._mcs):
            server.shutdown()
            server.server_close()

    @property
    def address(self) -> str:
        """Where Chromium checks in and registers."""
        return f"http://localhost:{self._http.server_port}"

    @property
    def setting(self) -> str:
        """LANYARD_PUSH_LOOPBACK: the server posts here what is for the host that Chromium names."""
        return f"1,{ENDPOINT_HOST}={self._http.server_port}"

    @property
    def switches(self) -> tuple[str, ...]:
        """What makes Chromium use it and no other."""
        return (
            f"--gcm-checkin-url={self.address}/checkin",
            f"--gcm-registration-url={self.address}/register3",
            f"--gcm-mcs-endpoint=https://localhost:{self._mcs.server_address[1]}",
            f"--ignore-certificate-errors-spki-list={self._spki}",
        )


class _Listening(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    post: Post


class _Web(ThreadingHTTPServer):
    post: Post


class _Answers(BaseHTTPRequestHandler):
    """Checking in, registering (Chromium) and a message (the school's server)."""

    protocol_version = "HTTP/1.1"
    server: _Web

    def do_POST(self) -> None:
        """Answer whoever posts."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/checkin":
            self._says(200, _checked_in(), "application/x-protobuf")
        elif self.path == "/register3":
            self._says(200, _registered(self.server.post, dict(parse_qsl(body.decode()))), "text/plain")
        else:
            self._takes(self.path.removeprefix("/fcm/send/"), body)

    def _takes(self, token: str, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if token not in self.server.post.registered:
            return self._says(410, b"", "text/plain")
        if "ttl" not in headers or not headers.get("authorization", "").startswith("vapid "):
            return self._says(400, b"", "text/plain")
        self.server.post.takes(token, headers, body)
        return self._says(201, b"", "text/plain")

    def _says(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Listener(StreamRequestHandler):
    """One Chromium's open line."""

    server: _Listening

    def handle(self) -> None:
        """Converse until it hangs up."""
        with suppress(OSError, EOFError):
            self.rfile.read(1)
            for tag in self._stanzas():
                if tag == LOGIN:
                    self._logs_in()
                elif tag == HEARTBEAT:
                    self.connection.sendall(_framed(HEARTBEAT_ANSWER, b""))
        self.server.post.listening.discard(self.connection)

    def _stanzas(self) -> Iterator[int]:
        while tag := self.rfile.read(1):
            self.rfile.read(_read_number(self.rfile))
            yield tag[0]

    def _logs_in(self) -> None:
        answer = _field(1, "login") + _field(8, _now_ms())
        self.connection.sendall(bytes([VERSION]) + _framed(LOGIN_ANSWER, answer))
        self.server.post.listens(self.connection)


def _checked_in() -> bytes:
    ids = _fixed(7, secrets.randbits(62) | 1) + _fixed(8, secrets.randbits(62) | 1)
    return _field(1, 1) + _field(3, _now_ms()) + ids + _field(11, "local")


def _registered(post: Post, asked: dict[str, str]) -> bytes:
    if asked.get("delete") == "true":
        return f"token={asked.get('X-subtype', asked.get('app', ''))}".encode()
    return f"token={post.register(asked)}".encode()


def _stanza(asked: dict[str, str], headers: dict[str, str], body: bytes) -> bytes:
    named = {"subtype": asked.get("X-subtype", asked["app"])}
    named |= {name: headers[name] for name in CARRIED if name in headers}
    data = b"".join(_field(7, _field(1, name) + _field(2, value)) for name, value in named.items())
    begun = _field(2, secrets.token_hex(4)) + _field(3, asked["sender"]) + _field(5, asked["app"])
    ended = _field(9, f"0:{secrets.token_hex(8)}") + _field(17, int(headers["ttl"])) + _field(18, _now_ms())
    return begun + data + ended + _field(21, body)


def _framed(tag: int, stanza: bytes) -> bytes:
    return bytes([tag]) + _number(len(stanza)) + stanza


def _number(value: int) -> bytes:
    """A protocol buffer's varint."""
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def _read_number(source: Any) -> int:
    value = shift = 0
    while True:
        byte = source.read(1)
        if not byte:
            raise EOFError
        value |= (byte[0] & 127) << shift
        shift += 7
        if byte[0] < 128:
            return value


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    content = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(content)) + content


def _fixed(number: int, value: int) -> bytes:
    return _number(number << 3 | 1) + value.to_bytes(8, "little")


def _now_ms() -> int:
    return int(time.time() * 1000)


def _certificate(folder: Path) -> tuple[Path, str]:
    """A certificate of this run's own for localhost, and the digest of its key, by which Chromium trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding
    private = key.private_bytes(encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "push-service.pem"
    file.write_bytes(made.public_bytes(encoding.PEM) + private)
    public = key.public_key().public_bytes(encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return file, base64.b64encode(hashlib.sha256(public).digest()).decode()
