"""A server as the kernel sees it: its processes, the processor time they took and the memory they hold."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

STARTS_WITHIN_SECONDS = 60.0
STOPS_WITHIN_SECONDS = 15.0
ASK_AGAIN_SECONDS = 0.05


class Server:
    """A program that serves HTTP on a free port of 127.0.0.1; what it says goes to a log beside its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, command: list[str], environment: dict[str, str], answers_at: str) -> None:
        """Start it in its folder and wait until it answers. Raises RuntimeError with its last words."""
        self.folder.mkdir(parents=True, exist_ok=True)
        log_file = self.folder.with_name(f"{self.folder.name}.log")
        with log_file.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=environment.get("RUN_IN", self.folder),
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not _answers(self.port, answers_at):
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.stop()
                raise RuntimeError(f"{command[0]} did not start: {log_file.read_text(errors='replace')[-1500:]}")
            time.sleep(ASK_AGAIN_SECONDS)

    def stop(self) -> None:
        """End it and everything it started."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    @property
    def pids(self) -> list[int]:
        """Its process and all below it."""
        return tree(self.process.pid) if self.process else []


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    below = [child for task in _tasks(pid) for child in _children(pid, task)]
    return [pid, *(found for child in below for found in tree(child))]


def _tasks(pid: int) -> list[int]:
    try:
        return sorted(int(task.name) for task in Path(f"/proc/{pid}/task").iterdir())
    except FileNotFoundError:
        return []


def _children(pid: int, task: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split()]
    except FileNotFoundError:
        return []


def cpu_seconds(pids: list[int]) -> dict[tuple[int, int], float]:
    """Seconds on a processor so far, of each thread of these processes, to the nanosecond."""
    return {(pid, task): _on_cpu(pid, task) for pid in pids for task in _tasks(pid)}


def _on_cpu(pid: int, task: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/task/{task}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0


def pss_megabytes(pids: list[int]) -> float:
    """Memory in all: what is shared between processes is counted once, in parts."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
