"""The file of a backup: a line that says what it is, a header in clear, then encrypted pieces to the end.

    "Lanyard backup" newline ‖ u32 big-endian length ‖ header JSON ‖ pieces

A one-time key encrypts the pieces, of 64 KiB each before the 16 bytes of its tag, by AES-256-GCM: the nonce is the
piece's number (11 bytes) and whether it is the last (1 byte), the data beside it the header's SHA-256. So a piece that
is changed, moved, missing or cut off does not open, nor does any under another header. The one-time key is in the
header, sealed to the public half of the offline key (foundation/crypto.py). It is age's way of encrypting a stream,
with the school's own suite.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import asdict, dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BEGINS = b"Lanyard backup\n"
FORMAT = 1
PIECE_BYTES = 64 * 1024
TAG_BYTES = 16
LONGEST_HEADER_BYTES = 64 * 1024


class NotABackup(Exception):
    """It is no backup, or not all of one: altered or cut short."""


class LaterFormat(Exception):
    """A newer Lanyard made it."""


@dataclass(frozen=True)
class Header:
    """What stands in clear. `kid` names the offline key, `schema` the newest change of the database it has.

    `sealed_key` is base64url of the one-time key, sealed as type `backup` with `id`.
    """

    id: str
    kid: str
    made_at: str
    version: str
    schema: str
    sealed_key: str
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        """As it stands in the file."""
        return json.dumps(asdict(self), sort_keys=True).encode()


class Encrypting:
    """A file to write plain bytes to; `finish` writes the last piece, without which it is none."""

    def __init__(self, out: BinaryIO, header: Header, key: bytes) -> None:
        """Write what comes before the pieces."""
        told = header.as_bytes()
        self._out, self._cipher, self._beside = out, AESGCM(key), hashlib.sha256(told).digest()
        self._number = 0
        self._waiting = bytearray()
        out.write(BEGINS + struct.pack(">I", len(told)) + told)

    def write(self, content: bytes) -> int:
        """Take plain bytes; a piece is written once something comes after it."""
        self._waiting += content
        while len(self._waiting) > PIECE_BYTES:
            self._put(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]
        return len(content)

    def finish(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, is_last), piece, self._beside))
        self._number += 1


def read_header(file: BinaryIO) -> tuple[Header, bytes]:
    """The header of an open file, and the SHA-256 that its pieces are bound to. Raises NotABackup, LaterFormat."""
    if file.read(len(BEGINS)) != BEGINS:
        raise NotABackup
    length_bytes = file.read(4)
    length = struct.unpack(">I", length_bytes)[0] if len(length_bytes) == 4 else 0
    told = file.read(length) if 0 < length <= LONGEST_HEADER_BYTES else b""
    try:
        members = json.loads(told)
        if members["format"] > FORMAT:
            raise LaterFormat
        header = Header(**members)
    except (ValueError, TypeError, KeyError) as error:
        raise NotABackup from error
    return header, hashlib.sha256(told).digest()


class Decrypting:
    """The plain bytes of an open file, from where its pieces begin. Whatever is not as it was raises NotABackup."""

    def __init__(self, file: BinaryIO, beside: bytes, key: bytes) -> None:
        self._file, self._cipher, self._beside = file, AESGCM(key), beside
        self._number = 0
        self._ahead = file.read(PIECE_BYTES + TAG_BYTES)
        self._ready = b""
        self._is_over = False

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """So many bytes, fewer at the end only."""
        parts = []
        while size > 0 and (self._ready or self._opens_another()):
            parts.append(self._ready[:size])
            self._ready = self._ready[size:]
            size -= len(parts[-1])
        return b"".join(parts)

    def read_to_the_end(self) -> None:
        """Open what is left, to the last piece: only then is nothing cut off."""
        while self.read():
            pass

    def _opens_another(self) -> bool:
        if self._is_over:
            return False
        piece, self._ahead = self._ahead, self._file.read(PIECE_BYTES + TAG_BYTES)
        self._is_over = not self._ahead
        try:
            self._ready = self._cipher.decrypt(_nonce(self._number, self._is_over), piece, self._beside)
        except (InvalidTag, ValueError) as error:
            raise NotABackup from error
        self._number += 1
        return bool(self._ready)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])
