"""The file of a backup: a stream encrypted by age (age-encryption.org/v1), which any age tool opens too.

age takes a file and gives one; a tar is written and read a piece at a time. A pipe stands between them, with age in a
thread of its own, so that memory does not grow with the school. What age's side of it meets is raised on ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import IO, Any, BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

AT_A_TIME_BYTES = 1024 * 1024
# What age says of it; a test holds both.
_NO_KEY, _LATER = "No matching keys", "Unknown age format"


class NotABackup(Exception):
    """It is no backup, or not all of one: altered or cut short."""


class LaterFormat(Exception):
    """A newer Lanyard made it, or a newer age."""


class OtherKey(Exception):
    """Another key opens it. Which one, an age file does not tell."""


@contextmanager
def encrypting(out: BinaryIO, recipients: list[Recipient]) -> Iterator[BinaryIO]:
    """A file to write plain bytes to, which stand encrypted in `out` at the end. Raises what `out` raises."""
    plain, into = _pipe()
    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(_encrypt, plain, out, recipients)
        try:
            with into:
                yield into
        except BrokenPipeError:
            # age stopped reading: it knows why.
            done.result()
            raise
        done.result()


@contextmanager
def decrypting(file: BinaryIO, identity: Identity) -> Iterator[BinaryIO]:
    """The plain bytes of an open file. Read to the end once its reader is content: only then is nothing cut off.

    Raises NotABackup, LaterFormat, OtherKey, and what `file` raises.
    """
    plain, into = _pipe()
    with ThreadPoolExecutor(1) as beside, plain:
        done = beside.submit(_decrypt, file, into, identity)
        try:
            yield plain
            while plain.read(AT_A_TIME_BYTES):
                pass
        except NotABackup:
            # age may know better why it ends there.
            plain.close()
            done.result()
            raise
        except BaseException:
            plain.close()
            raise
        done.result()


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    reading, writing = os.pipe()
    return open(reading, "rb"), open(writing, "wb")


def _encrypt(plain: BinaryIO, out: BinaryIO, recipients: list[Recipient]) -> None:
    kept = _Remembers(out)
    with plain:
        try:
            pyrage.encrypt_io(plain, kept, recipients)
        except pyrage.EncryptError as error:
            raise kept.raised or error from error


def _decrypt(file: BinaryIO, into: BinaryIO, identity: Identity) -> None:
    source, sink = _Remembers(file), _Remembers(into)
    try:
        pyrage.decrypt_io(source, sink, [identity])
    except (pyrage.DecryptError, OSError) as error:
        if not isinstance(sink.raised, BrokenPipeError):
            raise source.raised or sink.raised or _why(str(error)) from error
    finally:
        with suppress(BrokenPipeError):
            into.close()


def _why(told: str) -> Exception:
    if told.startswith(_NO_KEY):
        return OtherKey()
    return LaterFormat() if told.startswith(_LATER) else NotABackup()


class _Remembers:
    """A file that keeps what it raised: age answers with an error of its own, in which the disk's number is lost."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.raised: Exception | None = None

    def read(self, size: int = -1) -> Any:
        return self._does("read", size)

    def write(self, content: bytes) -> Any:
        return self._does("write", content)

    def flush(self) -> None:
        self._does("flush")

    def _does(self, what: str, *given: Any) -> Any:
        try:
            return getattr(self._file, what)(*given)
        except Exception as error:
            self.raised = error
            raise
