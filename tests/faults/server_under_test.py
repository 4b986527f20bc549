"""The real app on a real SQLite file, driven in lock step over a pipe: one question in, one answer out.

A question and an answer are each `u32 ‖ JSON ‖ u32 ‖ bytes`. The scheduler in Node asks; this process has no clock and
no chance of its own. Run as `python -m tests.faults.server_under_test FOLDER`.
"""

from __future__ import annotations

import gc
import json
import logging
import shutil
import struct
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from argon2 import PasswordHasher
from flask import Flask

from server import create_app
from server.accounts import passwords
from server.foundation import clock
from server.foundation.database import db
from server.intake.worker import Writer
from tests import compiled_routes  # noqa: F401 - for its effect: an app made anew has the addresses of the one before
from tests.faults import server_acts, server_facts, server_office, server_planted
from tests.faults.server_faults import Crash, Faults, disk_as_planned, install
from tests.faults.small_school import make_small_school

# A lock is refused at once instead of after ten seconds: the same refusal, sooner.
PATIENCE_MS = 1


class LogLines(logging.Handler):
    """Keeps every line the server logs in one world."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line as it would be printed."""
        self.lines.append(self.format(record))


class SchoolServer:
    """One server process in one world; a crash or a restart makes the app anew on the same files."""

    def __init__(self, folder: Path) -> None:
        self.template, self.live, self.saved = folder / "template", folder / "live", folder / "saved"
        self.faults, self.log = Faults(), LogLines()
        self.now = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
        logging.getLogger().addHandler(self.log)
        clock.now = lambda: self.now
        # One pass over little memory: how long a password takes to check is no matter here.
        passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        install(self.faults)
        self.app = create_app({"DATA_DIR": self.template})
        db.pragma("busy_timeout", PATIENCE_MS, permanent=True)
        with self.app.app_context():
            self.about = make_small_school(self.app)
        self.close()
        # What is loaded by now stays: collecting garbage need not look at it again and again.
        gc.freeze()

    def close(self) -> None:
        """Let go of the database, as a process that ends does."""
        db.close_all()

    def start(self) -> None:
        """Start the server on the live folder, as `flask serve` does but for its threads."""
        self.close()
        self.app = create_app({"DATA_DIR": self.live})
        self.begin()

    def start_again(self) -> None:
        """A new process on the same files: nothing of the old one is left but the app, which keeps nothing of them.

        To make the app anew takes as long as ten requests; a server that is deployed anew does.
        """
        self.close()
        self.app.extensions["lanyard.writer"] = Writer(self.app)
        self.begin()

    def begin(self) -> None:
        """What a start of the server does before it answers anybody."""
        with self.app.app_context():
            self.app.extensions["lanyard.writer"]._look()

    def world(self, bug: str | None) -> dict[str, Any]:
        """Begin a new world: a fresh copy of the school, with a planted bug or none."""
        self.close()
        for folder in (self.live, self.saved):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.template, self.live)
        server_planted.plant(bug)
        self.log.lines.clear()
        if self.app.config["DATA_DIR"] == self.live:
            self.start_again()
        else:
            self.start()
        return self.about

    def request(self, asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Hand one HTTP request to the app. `status` 0 means that it died before it answered."""
        plan = asked.get("faults") or {}
        self.faults.begin(plan)
        status, headers, content = 0, dict[str, str](), b""
        try:
            with disk_as_planned(plan):
                status, headers, content = _called(self.app, asked, body)
        except Crash:
            self._die()
        struck = self.faults.struck
        self.faults.begin({})
        untrue = server_facts.untrue_receipts(Path(str(db.database)), content) if status == 200 else []
        return {"status": status, "headers": headers, "struck": struck, "untrue": untrue}, content

    def _die(self) -> None:
        torn = self.faults.torn
        self.faults.plan = {}
        self.close()
        if torn:
            file = Path(str(db.database))
            file.write_bytes(torn[0])
            file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
            file.with_name(f"{file.name}-wal").write_bytes(torn[1])
        self.start_again()

    def answer(self, asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Do what was asked for. The server's clock comes with each question."""
        self.now = datetime.fromtimestamp(asked["now"] / 1000, UTC)
        if asked["do"] == "request":
            return self.request(asked, body)
        if asked["do"] == "world":
            return self.world(asked.get("bug")), b""
        if asked["do"] == "facts":
            return server_facts.facts(self.app, self.about, self.log.lines), b""
        acts = {**server_acts.ACTS, **server_office.OFFICE}
        return acts[asked["do"]](self, asked), b""


def _called(app: Flask, asked: dict[str, Any], body: bytes) -> tuple[int, dict[str, str], bytes]:
    """Call the app as a WSGI server does."""
    begun: list[Any] = []
    answer = app.wsgi_app(_environ(asked, body), lambda status, headers, _exc=None: begun.extend([status, headers]))
    try:
        content = b"".join(answer)
    finally:
        answer.close()  # type: ignore[attr-defined]
    return int(begun[0].split(" ", 1)[0]), dict(begun[1]), content


def _environ(asked: dict[str, Any], body: bytes) -> dict[str, Any]:
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in asked["headers"].items()}
    kind = headers.pop("HTTP_CONTENT_TYPE", "")
    return {
        "REQUEST_METHOD": asked["method"],
        "PATH_INFO": asked["path"],
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }


def _read(pipe: BinaryIO) -> bytes | None:
    length = pipe.read(4)
    return pipe.read(struct.unpack(">I", length)[0]) if len(length) == 4 else None


def serve(folder: Path, asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer until the pipe ends."""
    server = SchoolServer(folder)
    while (question := _read(asked)) is not None:
        body = _read(asked) or b""
        answer, content = server.answer(json.loads(question), body)
        text = json.dumps(answer).encode()
        answered.write(struct.pack(">I", len(text)) + text + struct.pack(">I", len(content)) + content)
        answered.flush()
    server.close()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
