"""What the server asks of its disk beside SQLite, counted and failed at the call a test names.

It also keeps what a power cut would take: what was written, made or renamed and not synced since.
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.failing_calls import Calls

COUNTED = ("open", "stat", "mkdir", "replace", "fsync")


class FailingFiles:
    """`FailingFiles(folder, calls, number)` puts itself before `os` and `open` for all that lies below the folder.

    `number` is the errno that a failing call raises.
    """

    def __init__(self, folder: Path, calls: Calls, number: int) -> None:
        self.calls = calls
        self._folder = folder
        self._errno = number
        # Folders with a name that was not synced, and how much of each file was.
        self._unsynced: set[tuple[int, int]] = set()
        self._synced_bytes: dict[tuple[int, int], int] = {}
        self._open = io.open
        self._stat = os.stat

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand before the real calls until the test is over."""
        after = {"mkdir": self._made, "replace": self._renamed, "fsync": self._synced}
        for name in COUNTED:
            monkeypatch.setattr(os, name, self._counted(name, getattr(os, name), after.get(name)))
        for place in (io, builtins):
            monkeypatch.setattr(place, "open", self.opens)

    def would_last(self, file: Path, up_to: int | None = None) -> bool:
        """Whether a power cut now would leave this file's bytes (up to there), its name and its folder's name."""
        found = self._stat(file)
        is_synced = self._synced_bytes.get(self._node(file), 0) >= (found.st_size if up_to is None else up_to)
        return is_synced and not {self._node(file.parent), self._node(file.parent.parent)} & self._unsynced

    def raise_if_due(self, name: str) -> None:
        """Count a call, and fail it when its turn has come."""
        if self.calls.fails(name):
            raise self.error()

    def error(self) -> OSError:
        """What a failing call raises."""
        return OSError(self._errno, os.strerror(self._errno))

    def opens(self, file: Any, mode: str = "r", buffering: int = -1, *args: Any, **options: Any) -> Any:
        """`open`, whose reading and writing is counted too."""
        if not self._is_ours(file):
            return self._open(file, mode, buffering, *args, **options)
        if not isinstance(file, int):
            self.raise_if_due("open")
        is_new = not isinstance(file, int) and not os.path.lexists(file)
        raw = _File(self, file, mode.replace("b", ""))
        if is_new:
            self._created(file)
        kinds = {"+" in mode: io.BufferedRandom, mode[0] == "r" and "+" not in mode: io.BufferedReader}
        buffered: Any = kinds.get(True, io.BufferedWriter)(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding=options.get("encoding") or "utf-8")

    def _counted(self, name: str, real: Callable[..., Any], after: Callable[..., None] | None) -> Callable[..., Any]:
        def call(first: Any, *args: Any, **options: Any) -> Any:
            if not self._is_ours(first):
                return real(first, *args, **options)
            self.raise_if_due(name)
            is_new = name == "open" and not os.path.lexists(first)
            done = real(first, *args, **options)
            if is_new:
                self._created(first)
            if after:
                after(first, *args)
            return done

        return call

    def _is_ours(self, first: Any) -> bool:
        return isinstance(first, int) or Path(first).is_relative_to(self._folder)

    def _created(self, path: Any) -> None:
        self._synced_bytes.pop(self._node(path), None)
        self._made(path)

    def _made(self, path: Any, *_: Any) -> None:
        self._unsynced.add(self._node(Path(path).parent))

    def _renamed(self, _old: Any, new: Any) -> None:
        self._unsynced.add(self._node(Path(new).parent))

    def _synced(self, descriptor: int) -> None:
        self._unsynced.discard(self._node(descriptor))
        self._synced_bytes[self._node(descriptor)] = self._stat(descriptor).st_size

    def _node(self, place: Any) -> tuple[int, int]:
        found = self._stat(place)
        return found.st_dev, found.st_ino


class _File(io.FileIO):
    """A file below the folder. A write that fails leaves half of its bytes behind, as a full disk does."""

    def __init__(self, files: FailingFiles, file: Any, mode: str) -> None:
        super().__init__(file, mode)
        self._files = files

    def write(self, content: Any) -> int:
        is_failing = self._files.calls.fails("write")
        written = super().write(bytes(content)[: len(content) // 2] if is_failing else content)
        if is_failing:
            raise self._files.error()
        return written

    def readinto(self, buffer: Any) -> int | None:
        self._files.raise_if_due("read")
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self._files.raise_if_due("read")
        return super().readall()
