"""Who plays in the tests: people of the demo school by their part, and Mr Finch, who belongs to another school.

Each has one way to act that reads aloud; the third member proves the refusals.
"""

from __future__ import annotations

import json
import secrets
import struct
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.foundation import crypto
from server.shell.demo_school import PASSWORD

MAILBOXES = {
    "trip_leader": "priya",
    "staff": "tom",
    "office": "elin",
    "dsl": "daniel",
    "deputy_dsl": "maeve",
    "online_safety_lead": "wesley",
    "headteacher": "ruth",
    "chair": "harriet",
    "evc": "owen",
    "slt": "beatriz",
    "network_manager": "callum",
    "site_manager": "joan",
    "vice_chair": "idris",
}
STARTED_AT = "2026-06-12T09:14:00Z"


def address_of(role: str) -> str:
    """The sign-in address of the demo school's person in this role."""
    return f"{MAILBOXES[role]}@wrenfield.example"


def sign_in(client: FlaskClient, role: str) -> FlaskClient:
    """Sign somebody in to the office through the form, as they would."""
    answer = client.post("/sign-in", data={"email": address_of(role), "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


class Phone:
    """A phone that speaks the protocol through Flask's test client; it keeps its own numbering."""

    def __init__(self, client: FlaskClient, code: str) -> None:
        self.client = client
        self.code = code
        self.nonce = str(uuid.uuid4())
        self.chain = secrets.token_hex(16)
        self.chain_apart = secrets.token_hex(16)
        self.next_seq = 1
        self.pending: list[dict[str, Any]] = []
        self.key: dict[str, Any] = {}

    def sets_itself_up(self) -> TestResponse:
        """Spend the code, take the key, have the school open a test message."""
        first = self.client.post("/api/phones/enrol", json={"code": self.code, "nonce": self.nonce})
        assert first.status_code == 201, first.text
        self.key = first.json["keys"][0]
        body = urlsafe_b64encode(self.seals("canary", self.nonce, b"{}")).decode().rstrip("=")
        canary = {"kid": self.key["kid"], "body": body}
        return self.client.post("/api/phones/enrol", json={"code": self.code, "nonce": self.nonce, "canary": canary})

    def seals(self, kind: str, record_id: str, content: bytes, *, deflate: bool = False) -> bytes:
        """Seal content to the school's key, framed and padded."""
        jwk = self.key["jwk"]
        x, y = (int.from_bytes(crypto.from_base64url(jwk[part]), "big") for part in "xy")
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        return crypto.SUITE.encrypt(crypto.frame(content, deflate=deflate), public, info=crypto.info(kind, record_id))

    def files(self, plaintext: dict[str, Any], **label: Any) -> bytes:
        """Seal a record, number it, and return it as the frame that would be sent."""
        sealed = self.seals("record", plaintext["id"], json.dumps(plaintext).encode())
        return self.labels(sealed, id=plaintext["id"], trip=plaintext.get("trip"), **label)

    def labels(self, sealed: bytes, **label: Any) -> bytes:
        """Give sealed bytes the next number and a label; returns the frame."""
        header = {
            "chain": self.chain,
            "seq": self.next_seq,
            "trip": None,
            "kid": self.key["kid"],
            "type": "record",
            "digest": crypto.digest(sealed),
            **label,
        }
        self.next_seq += 1
        self.pending.append(
            {key: header[key] for key in ("id", "seq", "trip", "digest", "type")} | {"size": len(sealed)}
        )
        return frame(header, sealed)

    def reports(self, **more: Any) -> TestResponse:
        """Call the manifest with everything it has filed so far."""
        chains = [
            {"chain": self.chain, "next": self.next_seq, "pending": self.pending},
            {"chain": self.chain_apart, "next": 1, "pending": []},
        ]
        given = {"chains": chains, "seen": None, "persisted": True, "usage": 4096, "app": "test", "wall": STARTED_AT}
        return self.client.post("/api/outbox/manifest", json={**given, **more}, headers=CLIENT)

    def sends(self, *frames: bytes) -> TestResponse:
        """Send frames as one batch."""
        return self.client.post(
            "/api/outbox/envelopes", data=b"".join(frames), headers=CLIENT, content_type="application/octet-stream"
        )


CLIENT = {"Lanyard-Client": "test"}


def frame(header: dict[str, Any], sealed: bytes) -> bytes:
    """One item as the wire frames it."""
    text = json.dumps(header).encode()
    return struct.pack(">I", len(text)) + text + struct.pack(">I", len(sealed)) + sealed


def grazed_knee(trip: str | None = None, **body: Any) -> dict[str, Any]:
    """The plaintext of a small incident, ready to seal."""
    return {
        "v": 1,
        "id": str(uuid.uuid4()),
        "kind": "incident.reported",
        "trip": trip,
        "body": {"started_at": STARTED_AT, "category": "injury", "severity": "minor", **body},
        "photos": [],
        "actor": {"staff": None, "how": "none", "typed_name": None, "unlocked_by": None},
        "clock": {"wall": STARTED_AT, "tz": "Europe/London", "server_offset": 0, "offset_age": 4},
        "app": "test",
        "phone": None,
    }


def receipts(answer: TestResponse) -> Sequence[dict[str, Any]]:
    """The receipts in an answer that was 200."""
    assert answer.status_code == 200, answer.text
    found: Sequence[dict[str, Any]] = answer.json["receipts"]
    return found
