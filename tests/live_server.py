"""A real server in a process of its own, for tests that stop it, kill it and start it again.

Nothing here imports the server: it is started and asked by the commands that `make run` and the network manager type.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import tempfile
import time
from contextlib import closing, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.forked import begin_flask

STARTS_WITHIN_SECONDS = 30.0
STOPS_WITHIN_SECONDS = 15.0
ASK_AGAIN_SECONDS = 0.02
COMMAND_ENDS_WITHIN_SECONDS = 60.0


class LiveServer:
    """`flask serve` on a free port of 127.0.0.1, with a data folder of its own; `with LiveServer(folder):` stops it.

    Restarting keeps the port, so that a phone finds the server where it was. What it says goes to `log`.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder.with_name(f"{folder.name}.log")
        self._environment = {**os.environ, **environment, "LANYARD_DATA": str(folder), "PORT": str(self.port)}
        self._process: ForkServerProcess | None = None

    def __enter__(self) -> LiveServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> LiveServer:
        """Start it and wait until it answers. Raises AssertionError with its last words when it does not."""
        assert self._process is None, "It is running already."
        self._process = begin_flask(("serve", "--port", str(self.port)), self._environment, self.log, self.log)
        self._wait_until_it_answers(self._process)
        return self

    def stop(self) -> None:
        """Ask it to stop, as Ctrl+C does, and wait until it has. Does nothing when it is not running."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it in the middle of whatever it does (`kill -9`)."""
        self._end(signal.SIGKILL)

    def restart(self) -> LiveServer:
        """Stop it and start it again where it was."""
        self.stop()
        return self.start()

    @property
    def is_running(self) -> bool:
        """Whether it was started, and not stopped or killed since."""
        return self._process is not None

    def works_on(self) -> None:
        """Leave it a moment to itself, or until it ends."""
        if self._process is not None:
            self._process.join(ASK_AGAIN_SECONDS)

    @property
    def alert_worker(self) -> int | None:
        """The process that sends this server's alerts; None between one's death and the next."""
        if self._process is None or self._process.pid is None:
            return None
        tasks = Path(f"/proc/{self._process.pid}/task")
        below = [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]
        return int(below[0]) if below else None

    def backs_up(self) -> Path:
        """Copy the database aside while it runs, as a nightly backup does; answers where the copy is."""
        kept = self.folder / "backup.sqlite3"
        with closing(sqlite3.connect(self._database)) as now, closing(sqlite3.connect(kept)) as copy:
            now.backup(copy)
        return kept

    def is_put_back(self, backup: Path, *, without_its_copy: bool = False) -> None:
        """Stop, put a backup in the database's place and start: and think of nothing else.

        `without_its_copy`: the folder of the second copy is lost as well.
        """
        self.stop()
        if without_its_copy:
            shutil.rmtree(self.folder / "copy")
        for old in self._database.parent.glob(f"{self._database.name}*"):
            old.unlink()
        shutil.copy(backup, self._database)
        self.start()

    @property
    def _database(self) -> Path:
        return self.folder / "database" / "lanyard.sqlite3"

    def flask(self, *words: str, exit_code: int = 0) -> str:
        """What `flask --app server <words>` prints on the same data, the server running or not.

        Raises AssertionError when it ends with another code than `exit_code`.
        """
        with tempfile.TemporaryDirectory() as place:
            out, errors = Path(place) / "out", Path(place) / "errors"
            process = begin_flask(words, self._environment, out, errors)
            process.join(COMMAND_ENDS_WITHIN_SECONDS)
            said, wrong = (file.read_text(encoding="utf-8") for file in (out, errors))
        assert process.exitcode == exit_code, f"flask {' '.join(words)} ended with {process.exitcode}: {wrong}"
        return said

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        assert process.pid is not None
        # One that ended by itself, as a server does whose port is taken, is gone already.
        with suppress(ProcessLookupError):
            os.kill(process.pid, how)
        process.join(STOPS_WITHIN_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise AssertionError(f"It did not stop by itself: {self._last_words()}")

    def _wait_until_it_answers(self, process: ForkServerProcess) -> None:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not self._is_up():
            # Its end is what is waited for between two tries: a server that died is known at once.
            process.join(ASK_AGAIN_SECONDS)
            if process.exitcode is None and time.monotonic() < deadline:
                continue
            self._end(signal.SIGKILL)
            raise AssertionError(f"The server did not start: {self._last_words()}")

    def _is_up(self) -> bool:
        return answers(self.port)

    def _last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]


def answers(port: int, address: str = "127.0.0.1") -> bool:
    """Whether a server on this port answers GET /healthz with 200."""
    connection = http.client.HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
