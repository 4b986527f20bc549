"""Somebody with a PIN on a phone, as the school sees them: proofs, public keys, signatures."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from werkzeug.test import TestResponse

from server.foundation import crypto
from server.shell.demo_school import PASSWORD
from tests.cast import CLIENT, Phone, address_of

ROUNDS = 600_000


def base64url(content: bytes) -> str:
    """Without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def public_jwk(private: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """The public half as a phone hands it in."""
    numbers = private.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": base64url(numbers.x.to_bytes(32)), "y": base64url(numbers.y.to_bytes(32))}


class PinHolder:
    """A member of staff who signs in on a phone, and may choose a PIN there."""

    def __init__(self, phone: Phone, role: str) -> None:
        self.phone, self.role = phone, role
        self.seal, self.sign = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.proof = base64url(secrets.token_bytes(32))
        self.person: dict[str, Any] = {}
        self.share = ""

    def signs_in(self) -> PinHolder:
        """With e-mail address and password, on the phone."""
        given = {"email": address_of(self.role), "password": PASSWORD}
        assert self.asks("/api/sign-in", given).status_code == 200
        return self

    def lock(self, **more: Any) -> dict[str, Any]:
        """What a PIN is to the school."""
        salt = base64url(secrets.token_bytes(16))
        return {"salt": salt, "rounds": ROUNDS, "proof": self.proof, "rescue_code": "1234567890123456", **more}

    def tries_to_choose(self, **more: Any) -> TestResponse:
        """Hand in a PIN and keys."""
        keys = {"seal_key": public_jwk(self.seal), "sign_key": public_jwk(self.sign)}
        return self.asks("/api/unlock", {**keys, **self.lock(), **more})

    def chooses(self) -> PinHolder:
        """Hand in a PIN, and keep what comes back."""
        answer = self.tries_to_choose()
        assert answer.status_code == 201, answer.text
        self.person, self.share = answer.json["person"], answer.json["share"]
        return self

    def opens(self, proof: str | None = None) -> TestResponse:
        """Ask for the share."""
        return self.asks(f"/api/unlock/{self.person['unlock']}/share", {"proof": proof or self.proof})

    def signature(self, content: bytes) -> str:
        """r‖s as base64url."""
        r, s = decode_dss_signature(self.sign.sign(content, ec.ECDSA(hashes.SHA256())))
        return base64url(r.to_bytes(32) + s.to_bytes(32))

    def files(self, plaintext: dict[str, Any]) -> bytes:
        """Seal a record with this person's signature as its last member; returns the frame."""
        unsigned = json.dumps(plaintext, separators=(",", ":")).encode()
        signed = unsigned[:-1] + f',"sig":"{self.signature(unsigned)}"}}'.encode()
        sealed = self.phone.seals("record", plaintext["id"], signed)
        return self.phone.labels(sealed, id=plaintext["id"], trip=plaintext.get("trip"))

    def asks(self, address: str, given: Any) -> TestResponse:
        """Post JSON from the phone."""
        return self.phone.client.post(address, json=given, headers=CLIENT)


def pin_of(phone: Phone, role: str = "trip_leader") -> PinHolder:
    """Somebody who has signed in on this phone and chosen a PIN."""
    return PinHolder(phone, role).signs_in().chooses()


def digest_of(jwk: dict[str, str]) -> str:
    """Tells two keys apart."""
    return crypto.digest(json.dumps(jwk, sort_keys=True).encode())
