"""Backups by themselves: each night, and each hour while a trip is out, by a process beside the server.

A process and not a thread, so that hashing and encrypting take no turn from a phone's upload; it gives way to all
others. Nothing is made before there is a key and a folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from flask import Flask
from peewee import PeeweeException

from server.backups import offline_keys, queries
from server.backups.offline_keys import NoKey
from server.backups.rules import is_due
from server.config import ROOT
from server.foundation import clock
from server.foundation.database import connected

COMMAND = (sys.executable, "-m", "flask", "--app", "server", "backup", "--by-itself")
LOOK_SECONDS = 30.0
# After one that failed: a disk that is full will hardly be mended sooner.
TRY_AGAIN_SECONDS = 600.0
STOPS_WITHIN_SECONDS = 5.0


class Regular:
    """Looks whether a backup is due, and has it made. Does nothing where no folder is configured."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._not_before = 0.0
        self._watching = threading.Thread(target=self._goes_on, name="regular backups", daemon=True)

    def start(self) -> None:
        """Look from now on."""
        if self._app.config["BACKUP_DIR"] is not None:
            self._watching.start()

    def stop(self) -> None:
        """Make no more; one that is being made is given up, and leaves nothing."""
        self._stopping.set()
        if self._watching.ident is not None:
            self._watching.join(STOPS_WITHIN_SECONDS * 2)

    def _goes_on(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(LOOK_SECONDS)

    def look(self) -> None:
        """Make one if it is due."""
        try:
            if time.monotonic() >= self._not_before and self._is_due() and not self._makes_one():
                self._not_before = time.monotonic() + TRY_AGAIN_SECONDS
        except (OSError, PeeweeException) as error:
            self._app.logger.error("whether a backup is due could not be seen: %s", type(error).__name__)

    def _is_due(self) -> bool:
        try:
            offline_keys.public_half(Path(self._app.config["KEY_DIR"]))
        except NoKey:
            return False
        with self._app.app_context(), connected():
            now = queries.standing()
        return is_due(now.last, clock.now(), clock.SCHOOL_TIME, is_out=now.is_out)

    def _makes_one(self) -> bool:
        with subprocess.Popen(  # noqa: S603
            COMMAND, cwd=ROOT, env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ) as making:
            while making.poll() is None:
                if self._stopping.wait(0.2):
                    _ends(making)
        if making.returncode and not self._stopping.is_set():
            self._app.logger.error("the regular backup was not made; it is tried again in ten minutes")
        return making.returncode == 0

    def _environment(self) -> dict[str, str]:
        here = self._app.config
        folders = {
            "LANYARD_DATA": "DATA_DIR",
            "LANYARD_KEYS": "KEY_DIR",
            "LANYARD_CHAIR_KEYS": "CHAIR_KEY_DIR",
            "COPY_DIR": "COPY_DIR",
            "LANYARD_BACKUPS": "BACKUP_DIR",
        }
        return {**os.environ, **{name: str(Path(here[of]).resolve()) for name, of in folders.items()}}


def _ends(making: subprocess.Popen[bytes]) -> None:
    """Told once, it tidies up: a second signal would end that too."""
    making.terminate()
    try:
        making.wait(STOPS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        making.kill()
