"""The one home of cryptography: the school's keys, opening what a phone sealed, and keyed or plain digests.

Suite: HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180). `info` carries the type and
the id; aad is empty, since the library has none (RFC 9180 section 8.1 allows binding through info).
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import struct
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from server import config

if TYPE_CHECKING:
    from server.foundation.chair_keys import ChairKeys

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
LARGEST_RECORD_BYTES = 256 * 1024
LARGEST_BLOB_BYTES = 8 * 1024 * 1024
RAW, DEFLATED = 0, 1


class CannotOpen(Exception):
    """Sealed bytes that do not open; `reason` is a dotted code the office sees in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SchoolKey:
    """One of the school's key pairs. `use` is school or chair."""

    kid: str
    use: str
    private: ec.EllipticCurvePrivateKey
    not_after: str | None = None

    def public_jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key (RFC 7517), P-256."""
        numbers = self.private.public_key().public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": _b64(numbers.x.to_bytes(32)), "y": _b64(numbers.y.to_bytes(32))}

    def as_offered(self) -> dict[str, Any]:
        """The key as phones get it: {kid, jwk, use, not_after}."""
        return {"kid": self.kid, "jwk": self.public_jwk(), "use": self.use, "not_after": self.not_after}

    def open(self, kind_and_id: tuple[str, str], sealed: bytes) -> bytes:
        """Return the framed plaintext of `enc‖ct`. Raises CannotOpen: seal.broken."""
        try:
            return SUITE.decrypt(sealed, self.private, info=info(*kind_and_id))
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("seal.broken") from error


class KeyRing:
    """Every key the school ever had, the oldest first, read from a file apart from the database and its backups.

    The file is read anew when it has changed: a rotation reaches a running server with the next question. The chair's
    are offered beside them; opening knows the school's alone.
    """

    def __init__(self, folder: Path, chair: ChairKeys | None = None) -> None:
        self.chair = chair
        self._file = folder / "school_keys.json"
        config.read_or_make(self._file, lambda: json.dumps([new_key("school")], indent=1))
        self._read_as: tuple[int, int] | None = None
        self._keys: dict[str, SchoolKey] = {}
        self._read_once()

    def _read_once(self) -> None:
        try:
            self._live()
        except (ValueError, KeyError, TypeError) as error:
            raise config.UnsafeConfiguration(
                f"{self._file} is damaged. Put it back from the last backup (docs/backups.md); delete nothing."
            ) from error

    def offered(self) -> list[dict[str, Any]]:
        """The public halves, for setting up and every manifest answer: the school's first, then the chair's."""
        return [*self.of_school(), *(self.chair.offered() if self.chair else [])]

    def of_school(self) -> list[dict[str, Any]]:
        """The public halves of use `school`, the newest last."""
        return [key.as_offered() for key in self._live().values()]

    def is_chairs(self, kid: str) -> bool:
        """Whether this names a key of the chair's."""
        return self.chair is not None and self.chair.knows(kid)

    def rotate(self, now: str) -> str:
        """Make a new key for phones to seal to from now on (RFC 3339), and return its kid. No old one is refused."""
        with open(self._file.with_suffix(".lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            entries = with_new_key(json.loads(self._file.read_text(encoding="utf-8")), "school", now)
            config.replace(self._file, json.dumps(entries, indent=1))
        kid: str = entries[-1]["kid"]
        return kid

    def _live(self) -> dict[str, SchoolKey]:
        told = self._file.stat()
        written = (told.st_ino, told.st_mtime_ns)
        if written != self._read_as:
            entries = json.loads(self._file.read_text(encoding="utf-8"))
            self._keys = {key.kid: key for key in map(read_key, entries)}
            self._read_as = written
        return self._keys

    def open(self, kid: str | None, kind_and_id: tuple[str, str], sealed: bytes) -> bytes:
        """Return the framed plaintext of `enc‖ct`. Raises CannotOpen: key.unknown or seal.broken."""
        key = self._live().get(kid or "")
        if key is None:
            raise CannotOpen("key.unknown")
        return key.open(kind_and_id, sealed)


def info(kind: str, record_id: str) -> bytes:
    """What the seal is bound to: lanyard/1|type|id."""
    return f"lanyard/1|{kind}|{record_id}".encode()


def frame(content: bytes, *, deflate: bool = False) -> bytes:
    """Frame plaintext: flag byte, length (u32, big endian), content, zeros to a multiple of 1,024 bytes."""
    if deflate:
        squeezer = zlib.compressobj(wbits=-15)
        content = squeezer.compress(content) + squeezer.flush()
    framed = struct.pack(">BI", DEFLATED if deflate else RAW, len(content)) + content
    return framed + bytes(-len(framed) % 1024)


def unframe(framed: bytes, cap_bytes: int = LARGEST_RECORD_BYTES) -> bytes:
    """Return the content of framed plaintext. Raises CannotOpen: frame.broken, or frame.too_large above the cap.

    Inflating stops at the cap, so that a small body cannot fill the memory.
    """
    if len(framed) < 5:
        raise CannotOpen("frame.broken")
    flag, length = struct.unpack(">BI", framed[:5])
    content = framed[5 : 5 + length]
    if len(content) != length or flag not in (RAW, DEFLATED):
        raise CannotOpen("frame.broken")
    content = _inflate(content, cap_bytes) if flag == DEFLATED else content
    if len(content) > cap_bytes:
        raise CannotOpen("frame.too_large")
    return content


def _inflate(content: bytes, cap_bytes: int) -> bytes:
    inflater = zlib.decompressobj(wbits=-15)
    try:
        inflated = inflater.decompress(content, cap_bytes + 1)
    except zlib.error as error:
        raise CannotOpen("frame.broken") from error
    if not inflater.eof and len(inflated) <= cap_bytes:
        raise CannotOpen("frame.broken")
    return inflated


def seal_to(jwk: dict[str, str], kind_and_id: tuple[str, str], content: bytes) -> bytes:
    """Seal content to somebody's public P-256 key, compressed and framed: `enc‖ct`."""
    return SUITE.encrypt(frame(content, deflate=True), public_key(jwk), info=info(*kind_and_id))


def is_signed(jwk: dict[str, str], content: bytes, signature: bytes) -> bool:
    """Whether this is the key's ECDSA signature (P-256, SHA-256, r‖s) of the content."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        public_key(jwk).verify(encode_dss_signature(r, s), content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def public_key(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    """The P-256 key of a JSON Web Key. Raises ValueError where it is no point of the curve."""
    x, y = (int.from_bytes(from_base64url(jwk[part])) for part in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def digest(content: bytes) -> str:
    """Hex SHA-256."""
    return hashlib.sha256(content).hexdigest()


def token(secret: str, *parts: str) -> str:
    """A 256-bit token that the same secret and parts make again, as base64url."""
    return _b64(hmac.new(secret.encode(), "|".join(parts).encode(), hashlib.sha256).digest())


def from_base64url(text: str) -> bytes:
    """Decode base64url with or without padding. Raises ValueError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _b64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def new_key(use: str) -> dict[str, str]:
    """A fresh key pair as its file has it: {kid, use, private_pem}."""
    return entry_of(ec.generate_private_key(ec.SECP256R1()), use)


def entry_of(private: ec.EllipticCurvePrivateKey, use: str) -> dict[str, str]:
    """A key pair as its file has it: {kid, use, private_pem}."""
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {"kid": _kid(private), "use": use, "private_pem": pem.decode()}


def _kid(private: ec.EllipticCurvePrivateKey) -> str:
    point = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return digest(private.public_key().public_bytes(*point))[:16]


def scalar_of(key: SchoolKey) -> bytes:
    """The 32 bytes that are the whole of a private key."""
    return key.private.private_numbers().private_value.to_bytes(32)


def key_of_scalar(scalar: bytes, use: str) -> SchoolKey:
    """The key of those 32 bytes. Raises ValueError where they are none."""
    private = ec.derive_private_key(int.from_bytes(scalar), ec.SECP256R1())
    return SchoolKey(_kid(private), use, private)


def with_new_key(entries: list[dict[str, str]], use: str, now: str) -> list[dict[str, str]]:
    """The entries of a key file, each marked as sealed to no longer (RFC 3339), and a fresh one at their end."""
    old = [{**entry, "not_after": entry.get("not_after") or now} for entry in entries]
    return [*old, new_key(use)]


def read_key(entry: dict[str, str]) -> SchoolKey:
    """One key of its file."""
    private = serialization.load_pem_private_key(entry["private_pem"].encode(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise config.UnsafeConfiguration("A school key is not a P-256 key.")
    return SchoolKey(entry["kid"], entry["use"], private, entry.get("not_after"))
