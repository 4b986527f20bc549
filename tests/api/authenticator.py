"""A passkey made of software, and the browser round it: what WebAuthn says they answer, right or bent on purpose."""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from server.shell.demo_school import PASSWORD

PRESENT, VERIFIED, HAS_KEY = 1, 4, 64
HERE = "http://localhost"
OWN = "/office/you/second-step"


def options_of(page: str) -> dict[str, Any]:
    """What a page asks the browser for."""
    found: dict[str, Any] = json.loads(html.unescape(re.search(r'data-options="([^"]+)"', page).group(1)))
    return found


def b64(content: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


class Authenticator:
    """One P-256 key pair. `counts` is off for synced passkeys, whose count stays 0."""

    def __init__(self, *, counts: bool = True) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.count = 0
        self.counts = counts

    def makes(self, options: dict[str, Any], *, origin: str = HERE, **bent: Any) -> str:
        """The answer to navigator.credentials.create(), as JSON."""
        said = {"type": "webauthn.create", "challenge": options["challenge"], "origin": origin, **bent}
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._about(options["rp"]["id"], self._public())}
        return self._named({"clientDataJSON": json.dumps(said).encode(), "attestationObject": cbor2.dumps(attestation)})

    def answers(self, options: dict[str, Any], *, origin: str = HERE, **bent: Any) -> str:
        """The answer to navigator.credentials.get(), as JSON."""
        said = json.dumps(
            {"type": "webauthn.get", "challenge": options["challenge"], "origin": origin, **bent}
        ).encode()
        about = self._about(options["rpId"])
        signature = self.private.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._named({"clientDataJSON": said, "authenticatorData": about, "signature": signature})

    def _named(self, made: dict[str, bytes]) -> str:
        response = {name: b64(content) for name, content in made.items()}
        return json.dumps({"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response})

    def _about(self, site: str, key: bytes = b"") -> bytes:
        self.count += self.counts
        flags = PRESENT | VERIFIED | (HAS_KEY if key else 0)
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.count) + key

    def _public(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(cose)


def adds_a_key(client: Any, name: str = "Office laptop", key: Authenticator | None = None) -> Authenticator:
    """Add a passkey to whoever is signed in."""
    key = key or Authenticator()
    page = client.post(f"{OWN}/keys", data={"name": name, "current": PASSWORD})
    assert page.status_code == 200, page.text
    answer = key.makes(options_of(page.text))
    added = client.post(f"{OWN}/keys/new", data={"name": name, "credential": answer})
    assert added.status_code == 302, added.text
    return key


def makes_a_sheet(client: Any) -> list[str]:
    """Make a sheet for whoever is signed in, and read it."""
    page = client.post(f"{OWN}/codes", data={"current": PASSWORD})
    assert page.status_code == 200, page.text
    return re.findall(r'class="code-sheet__code">([^<]+)<', page.text)


def unb64(text: str) -> bytes:
    """Decode base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
