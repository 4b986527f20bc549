"""One ZIP file that opens with a passphrase in 7-Zip and its like: WinZip's AES-256 (AE-2), which they all read.

The passphrase is drawn at random from 2^98, so that the format's few rounds of PBKDF2 are no weakness (ADR 0068).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from server.accounts.one_time_codes import LETTERS

_GROUPS, _LETTERS_A_GROUP = 5, 4
_BLOCK, _KEY, _SALT, _CHECK, _TAG = 16, 32, 16, 2, 10
_ROUNDS = 1000
_AES, _DEFLATE, _NEEDS, _ENCRYPTED, _UTF8 = 99, 8, 51, 0x0001, 0x0800
# Vendor version AE-2 (no CRC of what is inside), "AE", 256 bits, deflated.
_EXTRA = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, _DEFLATE)
_FLAGS = _ENCRYPTED | _UTF8


def new_passphrase(choose: Callable[[str], str] = secrets.choice) -> str:
    """Five groups of four letters and figures that nobody mistakes for others: ABCD-2345-…"""
    groups = ["".join(choose(LETTERS) for _ in range(_LETTERS_A_GROUP)) for _ in range(_GROUPS)]
    return "-".join(groups)


def sealed(files: Mapping[str, bytes], passphrase: str, at: datetime) -> bytes:
    """These files, by their names, in one ZIP that this passphrase opens."""
    day, hour = _dos(at)
    bodies, entries = b"", b""
    for name, content in files.items():
        inside = _encrypted(_deflated(content), passphrase)
        spelt = name.encode()
        about = struct.pack("<HHHHHIIIHH", _NEEDS, _FLAGS, _AES, hour, day, 0, len(inside), len(content),
                            len(spelt), len(_EXTRA))  # fmt: skip
        entries += struct.pack("<4sH", b"PK\x01\x02", _NEEDS) + about
        entries += struct.pack("<HHHII", 0, 0, 0, 0, len(bodies)) + spelt + _EXTRA
        bodies += b"PK\x03\x04" + about + spelt + _EXTRA + inside
    count = len(files)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(bodies), 0)
    return bodies + entries + end


def _encrypted(content: bytes, passphrase: str) -> bytes:
    salt = secrets.token_bytes(_SALT)
    made = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, _ROUNDS, 2 * _KEY + _CHECK)
    key, signing, check = made[:_KEY], made[_KEY : 2 * _KEY], made[2 * _KEY :]
    inside = _counted(content, key)
    return salt + check + inside + hmac.new(signing, inside, hashlib.sha1).digest()[:_TAG]


def _counted(content: bytes, key: bytes) -> bytes:
    """AES in counter mode as WinZip counts: from 1, the lowest byte first."""
    blocks = -(-len(content) // _BLOCK)
    counters = b"".join(number.to_bytes(_BLOCK, "little") for number in range(1, blocks + 1))
    # Each counter by itself, which is what counter mode is made of; no content is ever encrypted so.
    block = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    stream = (block.update(counters) + block.finalize())[: len(content)]
    return (int.from_bytes(content, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(content), "big")


def _deflated(content: bytes) -> bytes:
    squeeze = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    return squeeze.compress(content) + squeeze.flush()


def _dos(at: datetime) -> tuple[int, int]:
    day = (at.year - 1980) << 9 | at.month << 5 | at.day
    return day, at.hour << 11 | at.minute << 5 | at.second // 2
