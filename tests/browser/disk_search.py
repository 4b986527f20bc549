"""A search, byte by byte, of all that a browser keeps on disk: what whoever has the phone and its passcode finds."""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path

import lz4.block

# Firefox packs what it remembers of its windows: a magic of eight bytes, then a length and one block of LZ4.
PACKED_MAGIC = b"mozLz40\0"


SHORTEST_IN_BASE64 = 16


def found_on_disk(profile: Path, secrets: Mapping[str, bytes]) -> set[str]:
    """The names of those secrets that lie in any file below, as they are, as text of 16 bits, or as base64.

    A number is found where it stands by itself, not inside a longer one.
    """
    wanted = {name: re.compile(b"|".join(_forms(secret))) for name, secret in secrets.items()}
    found: set[str] = set()
    for content in _contents(profile):
        found |= {name for name, forms in wanted.items() if name not in found and forms.search(content)}
    return found


def _contents(profile: Path) -> Iterable[bytes]:
    files = [file for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    assert files, "The browser keeps nothing there."
    for file in files:
        content = file.read_bytes()
        yield content
        if content.startswith(PACKED_MAGIC):
            yield lz4.block.decompress(content[len(PACKED_MAGIC) :])


def _forms(secret: bytes) -> list[bytes]:
    if secret.isdigit():
        wide = re.escape(secret.decode().encode("utf-16-le"))
        return [rb"(?<!\d)" + secret + rb"(?!\d)", rb"(?<!\d\0)" + wide + rb"(?!\d\0)"]
    forms = [secret, *_in_base64(secret)]
    if secret.isascii():
        forms.append(secret.decode("ascii").encode("utf-16-le"))
    return [re.escape(form) for form in forms]


def _in_base64(secret: bytes) -> list[bytes]:
    """What stays the same of it in base64 of either alphabet, wherever it begins."""
    if len(secret) < SHORTEST_IN_BASE64:
        return []
    texts = [encode(b"\0" * before + secret) for before in range(3) for encode in (b64encode, urlsafe_b64encode)]
    return [text[4 : len(text) // 4 * 4 - 4] for text in texts]
