"""A push service on this computer, and handsets that open what it took: written from the RFCs, not from our own code.

It checks what a real one checks (RFC 8030, 8291, 8292), and can be told to be everything that a bad one is.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import struct
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PATIENCE_SECONDS = 30.0
LONGEST_TOKEN_SECONDS = 24 * 60 * 60
GARBAGE_BYTES = 64 * 1024 * 1024


def base64url(content: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """With or without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _hkdf(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869, for one block."""
    middle = hmac.new(salt, key, hashlib.sha256).digest()
    return hmac.new(middle, info + b"\x01", hashlib.sha256).digest()[:length]


def _point(text: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), text)


class Handset:
    """A browser's side of a subscription: the keys that only it has."""

    def __init__(self, token: str = "") -> None:
        self.token = token or secrets.token_urlsafe(16)
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = secrets.token_bytes(16)
        self.public = self._private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    @property
    def keys(self) -> dict[str, str]:
        """As `PushSubscription.toJSON()` has them."""
        return {"p256dh": base64url(self.public), "auth": base64url(self._auth)}

    def opens(self, body: bytes) -> dict[str, Any]:
        """Decrypt a push by RFC 8291 and RFC 8188, and read it as JSON. Raises when it is not for this handset."""
        salt, size, length = body[:16], struct.unpack("!L", body[16:20])[0], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size, "More than one record."
        shared = self._private.exchange(ec.ECDH(), _point(theirs))
        key = _hkdf(self._auth, shared, b"WebPush: info\x00" + self.public + theirs, 32)
        content = AESGCM(_hkdf(salt, key, b"Content-Encoding: aes128gcm\x00", 16)).decrypt(
            _hkdf(salt, key, b"Content-Encoding: nonce\x00", 12), sealed, None
        )
        padded = content.rstrip(b"\x00")
        assert padded.endswith(b"\x02"), "Not the last record."
        read: dict[str, Any] = json.loads(padded[:-1])
        return read


@dataclass(frozen=True)
class Push:
    """One that was accepted."""

    token: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """`with PushService() as service:` listens on a free port; `service.url(handset)` is where to send.

    `behaviours[token]` says how the service is to that subscription; well by default. `faults` are what a sender did
    wrong. `passes` is called at each moment: taken in, accepted, answered.
    """

    def __init__(self, passes: Callable[[], None] = lambda: None) -> None:
        self.behaviours: dict[str, list[Callable[[_Request], None]]] = {}
        self.accepted: list[Push] = []
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.public_key = ""
        self.passes = passes
        self.is_over = threading.Event()
        self._changed = threading.Condition()
        service = self

        class Request(_Request):
            pass

        Request.service = service
        self._server = _Server(("127.0.0.1", 0), Request)
        self.port: int = self._server.server_address[1]
        self.origin = f"http://localhost:{self.port}"

    def __enter__(self) -> PushService:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, handset: Handset) -> str:
        """The subscription's endpoint."""
        return f"{self.origin}/push/{handset.token}"

    def does(self, handset: Handset, *behaviours: Callable[[_Request], None]) -> None:
        """Answer the next pushes to this handset so, one after the other; the last one for ever."""
        self.behaviours[handset.token] = list(behaviours)

    def takes_note(self, push: Push) -> None:
        """It is accepted."""
        with self._changed:
            self.accepted.append(push)
            self._changed.notify_all()

    def to(self, handset: Handset) -> list[dict[str, Any]]:
        """What this handset can open of what was accepted for it."""
        return [handset.opens(push.body) for push in list(self.accepted) if push.token == handset.token]

    def waits_for(self, is_there: Callable[[], bool]) -> None:
        """Wait until something holds of what was accepted. Raises AssertionError after half a minute."""
        with self._changed:
            assert self._changed.wait_for(is_there, PATIENCE_SECONDS), f"It never came: {self.faults}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """A sender that hangs up is no news."""


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: PushService
    body = b""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    @property
    def token(self) -> str:
        """Whose subscription it is."""
        return self.path.removeprefix("/push/")

    def do_POST(self) -> None:
        """Take a push in, and be as this subscription was told to be."""
        length = int(self.headers["Content-Length"])
        self.body = self.rfile.read(length)
        if len(self.body) < length:
            # The sender died in the middle.
            self.close_connection = True
            return
        self.service.asked.append(self.token)
        self.service.passes()
        ahead = self.service.behaviours.get(self.token) or [well]
        behaviour = ahead.pop(0) if len(ahead) > 1 else ahead[0]
        behaviour(self)
        self.service.passes()

    do_GET = do_POST  # noqa: N815 - so that a redirect followed would show

    def answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def well(request: _Request) -> None:
    """Check all that a push service can, and accept."""
    fault = fault_of(dict(request.headers), request.body, request.service)
    if fault:
        request.service.faults.append(fault)
        return request.answers(400)
    request.service.takes_note(Push(request.token, {k.lower(): v for k, v in request.headers.items()}, request.body))
    request.service.passes()
    return request.answers(201, Location="/message/1")


def says(status: int, **headers: str) -> Callable[[_Request], None]:
    """Refuse with this status."""
    return lambda request: request.answers(status, **headers)


def hangs(request: _Request) -> None:
    """Never answer."""
    request.service.is_over.wait()


def drips(request: _Request) -> None:
    """Begin an answer, and send a byte of it now and then."""
    request.wfile.write(b"HTTP/1.1 201 ")
    while not request.service.is_over.wait(0.02):
        request.wfile.write(b"x")


def hangs_up(request: _Request) -> None:
    """Close without a word."""
    request.close_connection = True


def talks_rubbish(request: _Request) -> None:
    """Answer in no known language."""
    request.wfile.write(b"\x00\xff" * 1_000 + b"\r\n\r\n")
    request.close_connection = True


def accepts_and_floods(request: _Request) -> None:
    """Accept, and then send more than anybody wants to read."""
    request.service.takes_note(Push(request.token, dict(request.headers), request.body))
    request.send_response(201)
    request.send_header("Content-Length", str(GARBAGE_BYTES))
    request.end_headers()
    for _ in range(GARBAGE_BYTES // 65_536):
        request.wfile.write(b"x" * 65_536)


def accepts_and_cuts(request: _Request) -> None:
    """Accept, and hang up in the middle of the answer."""
    request.service.takes_note(Push(request.token, dict(request.headers), request.body))
    request.send_response(201)
    request.send_header("Content-Length", "100")
    request.end_headers()
    request.close_connection = True


def fault_of(headers: dict[str, str], body: bytes, service: PushService) -> str:
    """What a sender did wrong, or "". The token is checked against the key that it names and `service.public_key`."""
    given = {name.lower(): value for name, value in headers.items()}
    if given.get("content-encoding") != "aes128gcm" or len(body) > 4_096:
        return "not one record of aes128gcm"
    if not given.get("ttl", "").isdecimal():
        return "no TTL"
    if given.get("urgency") not in {"very-low", "low", "normal", "high"}:
        return "no urgency"
    topic = given.get("topic", "")
    if len(topic) > 32 or not topic.replace("-", "").replace("_", "").isalnum():
        return "a topic that is none"
    return _fault_of_token(given.get("authorization", ""), service)


def _fault_of_token(header: str, service: PushService) -> str:
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    if scheme != "vapid" or (service.public_key and parts["k"] != service.public_key):
        return "not the key that was subscribed with"
    signed, _, signature = parts["t"].rpartition(".")
    raw = from_base64url(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    _point(from_base64url(parts["k"])).verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(from_base64url(signed.partition(".")[2]))
    if claims["aud"] != service.origin:
        return f"a token for {claims['aud']}"
    if not time.time() < claims["exp"] <= time.time() + LONGEST_TOKEN_SECONDS:
        return "a token that has ended, or never does"
    return "" if claims["sub"].startswith(("mailto:", "https:")) else "nobody to write to"
