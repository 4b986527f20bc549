"""The worker as a process beside the web server: begun with it, begun again when it dies, gone when it is gone.

A process and not a thread, so that building messages takes no turn from a phone's upload, and what kills one leaves the
other. It is forked before the server has threads or sockets, which costs no start of Python and shares its memory; one
that died is begun anew by its command. Its end of a pipe tells it that the server is gone, also by `kill -9`.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import Flask

from server.alerts.worker import STOPS_WITHIN_SECONDS, Worker
from server.config import ROOT
from server.foundation.database import db

COMMAND = (sys.executable, "-m", "flask", "--app", "server", "alerts", "work", "--beside")
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.2, 30.0
# After so long a life its death is no sign that it cannot live.
WELL_SECONDS = 60.0
STANDARD_INPUT = 0


class Beside:
    """Keeps a worker running. `start` comes before the server's first thread and socket."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._pid = 0
        self._watching = threading.Thread(target=self._watch, name="alert worker's watch", daemon=True)
        self._watched_end, self._our_end = os.pipe()

    def start(self) -> None:
        """Begin the first worker."""
        self._pid = os.fork()
        if self._pid == 0:
            self._become_worker()

    def watch(self) -> None:
        """From now on, begin it again when it dies."""
        self._watching.start()

    def stop(self) -> None:
        """Tell it to end, and wait until it has."""
        self._stopping.set()
        os.close(self._our_end)
        if self._watching.ident is not None:
            self._watching.join(STOPS_WITHIN_SECONDS * 2)

    def _become_worker(self) -> None:
        code = 1
        try:
            os.close(self._our_end)
            db.dispose()
            work(self._app, ends_with=self._watched_end)
            code = 0
        finally:
            # Nothing of the server's own is to be tidied up here.
            os._exit(code)

    def _watch(self) -> None:
        wait = FIRST_WAIT_SECONDS
        began = time.monotonic()
        os.waitpid(self._pid, 0)
        while not self._stopping.wait(wait):
            self._app.logger.error("the worker that sends alerts ended, and is begun again")
            wait = (
                FIRST_WAIT_SECONDS if time.monotonic() - began > WELL_SECONDS else min(wait * 2, LONGEST_WAIT_SECONDS)
            )
            began = time.monotonic()
            # A fork of a process with threads could stand still for ever: this is a fresh one.
            subprocess.run(COMMAND, cwd=ROOT, env=self._environment(), stdin=self._watched_end, check=False)  # noqa: S603

    def _environment(self) -> dict[str, str]:
        config = self._app.config
        folders = {"LANYARD_DATA": "DATA_DIR", "LANYARD_KEYS": "KEY_DIR", "COPY_DIR": "COPY_DIR"}
        return {**os.environ, **{name: str(Path(config[of]).resolve()) for name, of in folders.items()}}


def work(app: Flask, *, ends_with: int | None = None) -> None:
    """Send alerts until told to end: by a signal, or when the pipe `ends_with` has no writer left."""
    worker = Worker(app)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    # Ctrl+C reaches every process at the terminal; whoever runs this beside a server ends with that.
    signal.signal(signal.SIGINT, signal.SIG_IGN if ends_with is not None else lambda *_: worker.stop())
    if ends_with is not None:
        threading.Thread(target=_end_with, args=(ends_with, worker), daemon=True).start()
    with _alone(Path(app.config["DATABASE"]).with_name("alerts.lock")):
        worker.run()


def _end_with(pipe: int, worker: Worker) -> None:
    with suppress(OSError):
        os.read(pipe, 1)
    worker.stop()
    time.sleep(STOPS_WITHIN_SECONDS + 1)
    # A worker that waits for a lock or a disk is not waited for.
    os._exit(0)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Wait until no other worker sends for this database: a killed server's may still be ending."""
    with open(file, "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
