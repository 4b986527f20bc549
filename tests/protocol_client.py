"""A client of the school's server, written from docs/protocol.md alone; it imports nothing of the server or the app.

It keeps its outbox in memory. `Wire` can lose an answer on purpose, at the point a test names.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import secrets
import socket
import struct
import uuid
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

CLIENT = "outside 1.0"
OCTETS = "application/octet-stream"
SCHOOL, CHAIR = "school", "chair"
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
# Where a request can be cut: half of it sent; all sent, nothing read; its answer begun, then dropped.
HALF_SENT, UNREAD, ANSWER_DROPPED = "half sent", "unread", "answer dropped"


@dataclass(frozen=True)
class Answer:
    """What came back; `json` is None unless it was JSON. `cookie` is name=value, when one was set."""

    status: int
    json: Any
    cookie: str | None

    @property
    def is_ok(self) -> bool:
        """Whether it may be believed at all (section 11): 2xx and JSON."""
        return 200 <= self.status < 300 and self.json is not None


@dataclass
class Item:
    """One thing filed: its header (section 9), its sealed bytes, and what became of it."""

    header: dict[str, Any]
    sealed: bytes | None
    n: int | None = None
    epoch: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether no receipt of this life of the server has come."""
        return self.n is None

    def frame(self) -> bytes:
        """The item as it travels (section 9)."""
        assert self.sealed is not None, "Its bytes are gone: it was settled."
        header = json.dumps(self.header).encode()
        return struct.pack(">I", len(header)) + header + struct.pack(">I", len(self.sealed)) + self.sealed

    def announcement(self) -> dict[str, Any]:
        """Its line in a manifest (section 8)."""
        told = {name: self.header[name] for name in ("id", "seq", "trip", "digest", "type")}
        return {**told, "size": len(self.sealed or b"")}

    def takes(self, receipt: dict[str, Any], epoch: Any) -> bool:
        """Keep a receipt that is truly this item's (section 11); answers whether it was."""
        is_ours = all(receipt.get(name) == self.header[name] for name in ("id", "type", "digest"))
        if not (is_ours and isinstance(receipt.get("n"), int) and isinstance(epoch, str)):
            return False
        self.n, self.epoch = receipt["n"], epoch
        return True


def framed(content: bytes, *, is_compressed: bool = False) -> bytes:
    """The plaintext frame of section 5."""
    if is_compressed:
        deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        content = deflate.compress(content) + deflate.flush()
    whole = bytes([1 if is_compressed else 0]) + struct.pack(">I", len(content)) + content
    return whole + b"\0" * (-len(whole) % 1024)


def unframed(whole: bytes) -> bytes:
    """The content of a plaintext frame."""
    (length,) = struct.unpack(">I", whole[1:5])
    content = whole[5 : 5 + length]
    return zlib.decompress(content, wbits=-zlib.MAX_WBITS) if whole[0] == 1 else content


def info(kind: str, item_id: str) -> bytes:
    """What a seal is bound to."""
    return f"lanyard/1|{kind}|{item_id}".encode()


def base64url(content: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """With or without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def public_key(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    """A P-256 key from its JSON Web Key."""
    x, y = (int.from_bytes(from_base64url(jwk[part]), "big") for part in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


class Wire:
    """Requests to one server, with the phone cookie. Raises OSError or HTTPException when nobody answers."""

    def __init__(self, url: str) -> None:
        at = urlsplit(url)
        self.host, self.port = at.hostname or "localhost", at.port or 80
        self.cookie: str | None = None

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """One request and its answer, on a connection of its own; redirects are not followed."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, self._headers(headers))
            answer = connection.getresponse()
            content = answer.read()
            is_json = (answer.getheader("Content-Type") or "").startswith(("application/json", "application/problem"))
            cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
            return Answer(answer.status, json.loads(content) if is_json else None, cookie or None)
        finally:
            connection.close()

    def post_json(self, path: str, told: Any) -> Answer:
        """A JSON question."""
        return self.ask("POST", path, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def lose(self, path: str, body: bytes, content_type: str, where: str) -> None:
        """Send a POST over a raw socket and lose its answer at HALF_SENT, UNREAD or ANSWER_DROPPED."""
        lines = {**self._headers(None), "Host": f"{self.host}:{self.port}", "Content-Type": content_type}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        request = f"POST {path} HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        with socket.create_connection((self.host, self.port), timeout=60) as line:
            line.sendall(request[: len(request) - len(body) // 2] if where == HALF_SENT else request)
            if where == ANSWER_DROPPED:
                assert line.recv(1), "The server said nothing before it closed the line."

    def _headers(self, more: dict[str, str] | None) -> dict[str, str]:
        cookie = {"Cookie": self.cookie} if self.cookie else {}
        return {"Lanyard-Client": CLIENT, **cookie, **(more or {})}


@dataclass
class ProtocolClient:
    """A phone that is no browser: it sets itself up, files, announces, sends, and lets go by the one delete rule."""

    wire: Wire
    code: str
    nonce: str = field(default_factory=lambda: str(uuid.uuid4()))
    chains: list[str] = field(default_factory=lambda: [secrets.token_hex(16), secrets.token_hex(16)])
    next_seq: int = 1
    items: list[Item] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    phone: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, Any] | None = None

    def enrolment(self) -> dict[str, Any]:
        """The question of section 4, with a canary once a key is known."""
        question: dict[str, Any] = {"code": self.code, "nonce": self.nonce}
        if self.keys:
            sealed = self.seals("canary", self.nonce, b"{}")
            question["canary"] = {"kid": self.newest_key()["kid"], "body": base64url(sealed)}
        return question

    def asks_to_be_set_up(self) -> Answer:
        """One try; keeps the keys, the name and the cookie of a good answer."""
        answer = self.wire.post_json("/api/phones/enrol", self.enrolment())
        if answer.is_ok:
            self.keys, self.phone, self.wire.cookie = answer.json["keys"], answer.json["phone"], answer.cookie
        return answer

    def sets_itself_up(self) -> bool:
        """Ask without a key, then again with the canary; answers whether the school calls it ready."""
        self.asks_to_be_set_up()
        return self.asks_to_be_set_up().json["ready"] is True

    def seals(
        self, kind: str, item_id: str, content: bytes, *, is_compressed: bool = False, use: str = SCHOOL
    ) -> bytes:
        """Frame and seal to the newest key of a use; `enc‖ct`."""
        key = public_key(self.newest_key(use)["jwk"])
        return SUITE.encrypt(framed(content, is_compressed=is_compressed), key, info=info(kind, item_id))

    def newest_key(self, use: str = SCHOOL) -> dict[str, Any]:
        """The first of this use that does not end, else the one that lasts longest (section 5)."""
        keys = [key for key in self.keys if key["use"] == use]
        return max(keys, key=lambda key: key["not_after"] or "9999")

    def files(self, body: dict[str, Any], /, trip: str | None = None, **more: Any) -> Item:
        """Write an `incident.reported` record, seal it and number it. `more` overrides members of the plaintext."""
        plaintext = self.plaintext(body, trip, **more)
        text = json.dumps(plaintext).encode()
        sealed = self.seals("record", plaintext["id"], text, is_compressed=len(self.items) % 2 == 0)
        return self.numbers("record", plaintext["id"], trip, sealed)

    def files_about_the_headteacher(
        self,
        body: dict[str, Any],
        /,
        trip: str | None = None,
        *,
        use: str = CHAIR,
        is_apart: bool = True,
        kind: str = "record",
    ) -> Item:
        """The same about the headteacher (section 7): to the chair's key, on the chain apart, no trip in clear.

        `use` and `is_apart` are for clients that do one of the two alone; `kind` may be `draft`.
        """
        plaintext = self.plaintext({"category": "allegation", "about": "headteacher", **body}, trip)
        sealed = self.seals(kind, plaintext["id"], json.dumps(plaintext).encode(), use=use)
        return self.numbers(kind, plaintext["id"], None, sealed, use=use, is_apart=is_apart)

    def plaintext(self, body: dict[str, Any], trip: str | None, /, **more: Any) -> dict[str, Any]:
        """What is sealed (section 6)."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "v": 1,
            "id": str(uuid.uuid4()),
            "kind": "incident.reported",
            "trip": trip,
            "body": {"started_at": now, **body},
            "photos": [],
            "actor": {"staff": None, "how": "none", "typed_name": None, "unlocked_by": None},
            "clock": {"wall": now, "tz": "Europe/London", "server_offset": None, "offset_age": None},
            "app": CLIENT,
            "phone": self.phone.get("id"),
            "sig": None,
            **more,
        }

    def files_blob(self, content: bytes) -> Item:
        """Seal a blob and number it."""
        blob_id = str(uuid.uuid4())
        return self.numbers("blob", blob_id, None, self.seals("blob", blob_id, content))

    def numbers(
        self, kind: str, item_id: str, trip: str | None, sealed: bytes, *, use: str = SCHOOL, is_apart: bool = False
    ) -> Item:
        """Give sealed bytes the next number and keep them; both chains count as one."""
        header = {
            "chain": self.chains[1 if is_apart else 0],
            "id": item_id,
            "seq": self.next_seq,
            "trip": trip,
            "kid": self.newest_key(use)["kid"],
            "type": kind,
            "digest": hashlib.sha256(sealed).hexdigest(),
        }
        self.next_seq += 1
        item = Item(header, sealed)
        self.items.append(item)
        return item

    def waiting(self) -> list[Item]:
        """What has no receipt yet."""
        return [item for item in self.items if item.is_waiting]

    def manifest(self) -> dict[str, Any]:
        """The question of section 8; both chains, the main one first."""
        pending: dict[str, list[dict[str, Any]]] = {chain: [] for chain in self.chains}
        for item in self.waiting():
            pending[item.header["chain"]].append(item.announcement())
        last = max((item.header["seq"] for item in self.items if item.header["chain"] == self.chains[1]), default=0)
        main = {"chain": self.chains[0], "next": self.next_seq, "pending": pending[self.chains[0]]}
        apart = {"chain": self.chains[1], "next": last + 1, "pending": pending[self.chains[1]], "apart": True}
        about = {"persisted": None, "usage": None, "app": CLIENT, "wall": datetime.now(UTC).isoformat()}
        return {"chains": [main, apart], "seen": self.seen, **about}

    def announces(self) -> dict[str, Any]:
        """Tell the server what exists, and take in what it says: keys, card, epoch, how much is settled."""
        answer = self.wire.post_json("/api/outbox/manifest", self.manifest())
        assert answer.is_ok, answer
        said: dict[str, Any] = answer.json
        self.keys, self.card = said["keys"], said["card"]
        for item in self.items:
            self._lets_go(item, said)
        newest = max((item.n or 0 for item in self.items if item.epoch == said["epoch"]), default=0)
        self.seen = {"epoch": said["epoch"], "n": newest, "audit_head": said["audit_head"]}
        return said

    def _lets_go(self, item: Item, said: dict[str, Any]) -> None:
        if item.n is None:
            return
        if item.epoch != said["epoch"]:
            item.n = item.epoch = None
        elif said["settled_n"] >= item.n:
            item.sealed = None

    def sends(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        """Send one batch, keep what receipts are truly ours, and return them all."""
        batch = b"".join(item.frame() for item in items)
        answer = self.wire.ask("POST", "/api/outbox/envelopes", batch, {"Content-Type": OCTETS})
        assert answer.is_ok, answer
        receipts: list[dict[str, Any]] = answer.json["receipts"]
        for item, receipt in zip(items, receipts, strict=True):
            item.takes(receipt, answer.json["epoch"])
        return receipts

    def loses_the_answer_to(self, items: Sequence[Item], where: str) -> None:
        """Send one batch and never hear what came of it."""
        self.wire.lose("/api/outbox/envelopes", b"".join(item.frame() for item in items), OCTETS, where)

    def sends_blob(self, item: Item) -> Answer:
        """PUT a blob (section 10) and keep its receipt."""
        label = {f"Lanyard-{name.title()}": str(item.header[name]) for name in ("chain", "seq", "kid", "digest")}
        trip = {"Lanyard-Trip": item.header["trip"]} if item.header["trip"] else {}
        path = f"/api/outbox/blobs/{item.header['id']}"
        answer = self.wire.ask("PUT", path, item.sealed or b"", {"Content-Type": OCTETS, **label, **trip})
        if answer.is_ok:
            item.takes(answer.json["receipts"][0], answer.json["epoch"])
        return answer
