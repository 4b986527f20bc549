"""The school's own keys for web push (VAPID, RFC 8292): a push service knows by them that it is always the same sender.

They lie in a file beside the school's keys, never in the database. A browser binds a subscription to the key it was
given, so that every key stays, and only the newest is given out.
"""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from webpush.vapid import VAPID

from server import config
from server.foundation.crypto import digest, from_base64url


@dataclass(frozen=True)
class PushKey:
    """One pair. `public` is what a browser subscribes with, base64url of the uncompressed point."""

    id: str
    public: str
    private_pem: bytes
    public_pem: bytes


class PushKeys:
    """Every pair the school ever had, the oldest first; the file is read anew when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "push_keys.json"
        config.read_or_make(self._file, lambda: json.dumps([_new_entry()], indent=1))
        self._read_as: tuple[int, int] | None = None
        self._keys: dict[str, PushKey] = {}

    @property
    def newest(self) -> PushKey:
        """The one to subscribe with from now on."""
        return list(self._live().values())[-1]

    def find(self, key_id: str) -> PushKey | None:
        """The pair of this id, however old."""
        return self._live().get(key_id)

    def rotate(self) -> PushKey:
        """Make another pair for whoever subscribes from now on. Who has subscribed is sent to as before."""
        with open(self._file.with_suffix(".lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            entries = json.loads(self._file.read_text(encoding="utf-8"))
            config.replace(self._file, json.dumps([*entries, _new_entry()], indent=1))
        return self.newest

    def _live(self) -> dict[str, PushKey]:
        told = self._file.stat()
        written = (told.st_ino, told.st_mtime_ns)
        if written != self._read_as:
            entries = json.loads(self._file.read_text(encoding="utf-8"))
            self._keys = {key.id: key for key in map(_read_entry, entries)}
            self._read_as = written
        return self._keys


def _new_entry() -> dict[str, str]:
    private, _public, key = VAPID.generate_keys()
    return {"id": digest(from_base64url(key))[:16], "private_pem": private.decode()}


def _read_entry(entry: dict[str, str]) -> PushKey:
    private_pem = entry["private_pem"].encode()
    public = serialization.load_pem_private_key(private_pem, password=None).public_key()
    public_pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return PushKey(entry["id"], VAPID.get_application_server_key(public), private_pem, public_pem)
