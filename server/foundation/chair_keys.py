"""The chair's keys: what is reported about the headteacher is sealed to them, and to nobody else's (ADR 0039).

They lie in a folder of their own, the public halves in one file and the private ones in another. Phones are offered the
public halves. The private file is read when something is opened for the chair and at no other time; it may be kept off
the server meanwhile.
"""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import Any

from server import config
from server.foundation import crypto
from server.foundation.crypto import CannotOpen, SchoolKey


class KeyIsAway(Exception):
    """The private file is not on this server just now."""


class ChairKeys:
    """Every key pair of use `chair` the school ever had, the oldest first."""

    def __init__(self, folder: Path) -> None:
        """Both files are made where neither is there; the private one is never made again beside an old public one."""
        self._private, self._public = folder / "chair_keys.json", folder / "chair_public_keys.json"
        self._read_as: tuple[int, int] | None = None
        self._offered: list[dict[str, Any]] = []
        if not self._public.exists():
            config.read_or_make(self._private, lambda: json.dumps([crypto.new_key("chair")], indent=1))
            config.read_or_make(self._public, lambda: json.dumps(_as_offered(self._entries()), indent=1))

    def offered(self) -> list[dict[str, Any]]:
        """The public halves as phones get them: {kid, jwk, use, not_after}."""
        told = self._public.stat()
        written = (told.st_ino, told.st_mtime_ns)
        if written != self._read_as:
            self._offered = json.loads(self._public.read_text(encoding="utf-8"))
            self._read_as = written
        return self._offered

    def knows(self, kid: str) -> bool:
        """Whether this names one of them."""
        return any(key["kid"] == kid for key in self.offered())

    def seal(self, kind_and_id: tuple[str, str], content: bytes) -> tuple[str, bytes]:
        """Seal content to the newest of them: (kid, `enc‖ct`). It needs no private half."""
        newest = self.offered()[-1]
        return newest["kid"], crypto.seal_to(newest["jwk"], kind_and_id, content)

    def open(self, kid: str, kind_and_id: tuple[str, str], sealed: bytes) -> bytes:
        """Return the framed plaintext. Raises KeyIsAway, and CannotOpen: key.unknown or seal.broken."""
        for entry in self._entries():
            if entry["kid"] == kid:
                return crypto.read_key(entry).open(kind_and_id, sealed)
        raise CannotOpen("key.unknown")

    def rotate(self, now: str) -> str:
        """Make a new one for phones to seal to from now on (RFC 3339), and return its kid. Raises KeyIsAway."""
        with open(self._private.with_suffix(".lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            entries = crypto.with_new_key(self._entries(), "chair", now)
            # The private half first: no phone is to seal to a key that nobody keeps.
            config.replace(self._private, json.dumps(entries, indent=1))
            config.replace(self._public, json.dumps(self._offered_with(entries, now), indent=1))
        kid: str = entries[-1]["kid"]
        return kid

    def _offered_with(self, entries: list[dict[str, str]], now: str) -> list[dict[str, Any]]:
        """The public halves of these after those offered before, none of which goes: its private half may be away."""
        before = [{**key, "not_after": key["not_after"] or now} for key in self.offered()]
        kids = {key["kid"] for key in before}
        return [*before, *(key for key in _as_offered(entries) if key["kid"] not in kids)]

    def private_keys(self) -> list[SchoolKey]:
        """Every one of them whole, for paper. Raises KeyIsAway."""
        return [crypto.read_key(entry) for entry in self._entries()]

    def bring(self, key: SchoolKey) -> bool:
        """Put a private half back beside its public one, and answer whether it was away. Raises KeyError: not ours."""
        told = {offered["kid"]: offered for offered in self.offered()}[key.kid]
        with open(self._private.with_suffix(".lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            here = self._entries() if self._private.exists() else []
            if any(entry["kid"] == key.kid for entry in here):
                return False
            brought = {**crypto.entry_of(key.private, key.use), "not_after": told["not_after"]}
            config.replace(self._private, json.dumps([*here, brought], indent=1))
        return True

    def _entries(self) -> list[dict[str, str]]:
        try:
            entries: list[dict[str, str]] = json.loads(self._private.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise KeyIsAway from error
        return entries


def _as_offered(entries: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [crypto.read_key(entry).as_offered() for entry in entries]
