"""A desk of a browser's own, on which what it notifies somebody of is read and clicked by a test."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

DAEMON = Path(__file__).with_name("notice_daemon.py")
SHOWN_WITHIN_SECONDS = 30.0


class Desk:
    """`with Desk() as desk:` is a session bus of its own; the browser is started with `desk.environment`."""

    def __enter__(self) -> Desk:
        bus = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
        self._bus = subprocess.Popen(bus, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._bus.stdout is not None
        self.environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": self._bus.stdout.readline().strip()}
        self._daemon = subprocess.Popen(
            ["/usr/bin/python3", str(DAEMON)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment,
        )
        self._said: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        assert self._next() == {"up": True}
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._daemon, self._bus):
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def shows(self) -> dict[str, Any]:
        """The next notification: {shown, title, body, actions}. Waits for it."""
        while "shown" not in (said := self._next()):
            pass
        return said

    def clicks(self, notice: dict[str, Any]) -> None:
        """Click on it, as a person does."""
        assert self._daemon.stdin is not None
        self._daemon.stdin.write(f"click {notice['shown']} default\n")
        self._daemon.stdin.flush()

    def is_quiet(self) -> bool:
        """Whether nothing more was shown; that something was closed is no matter."""
        with suppress(queue.Empty):
            while "shown" not in self._said.get_nowait():
                pass
            return False
        return True

    def _next(self) -> dict[str, Any]:
        return self._said.get(timeout=SHOWN_WITHIN_SECONDS)

    def _listen(self) -> None:
        assert self._daemon.stdout is not None
        with suppress(ValueError):  # The stream is closed at the end.
            for line in self._daemon.stdout:
                self._said.put(json.loads(line))
