"""Opening a ZIP of WinZip's AES-256, from its published layout alone: what a parent's own program does."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zipfile
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def opened(content: bytes, passphrase: str) -> dict[str, bytes]:
    """Its files by name. Raises ValueError for another passphrase, or where a byte was changed."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as listing:
        for entry in listing.infolist():
            at = entry.header_offset
            name, extra = struct.unpack("<HH", content[at + 26 : at + 30])
            begins = at + 30 + name + extra
            fields = content[begins - extra : begins]
            vendor, strength, method = struct.unpack("<4xH2xBH", fields[:11])
            assert (entry.compress_type, vendor, strength, method) == (99, 2, 3, 8)
            found[entry.filename] = _decrypted(content[begins : begins + entry.compress_size], passphrase)
            assert len(found[entry.filename]) == entry.file_size
    return found


def _decrypted(inside: bytes, passphrase: str) -> bytes:
    salt, check, body, tag = inside[:16], inside[16:18], inside[18:-10], inside[-10:]
    made = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, 1000, 66)
    if made[64:] != check or hmac.new(made[32:64], body, "sha1").digest()[:10] != tag:
        raise ValueError("another passphrase, or a changed byte")
    block = Cipher(algorithms.AES(made[:32]), modes.ECB()).encryptor()
    plain = bytearray()
    for at in range(0, len(body), 16):
        stream = block.update((at // 16 + 1).to_bytes(16, "little"))
        plain += bytes(one ^ other for one, other in zip(body[at : at + 16], stream, strict=False))
    return zlib.decompress(bytes(plain), wbits=-15)
