"""One writer for all of intake: batches that wait are committed together (ADR 0005); then copying and opening.

Without its thread (commands, tests, `flask run`) the same steps run in the caller's turn, one after the other.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from peewee import PeeweeException

from server.foundation.database import BUSY, connected, db
from server.foundation.problems import Problem
from server.intake import lives, opening, second_copy
from server.intake.models import Opening

OPEN_AT_A_TIME = 50
# How often what failed is tried again when nothing new arrives: a full disk that was mended, a key that came back.
TRY_AGAIN_SECONDS = 30.0


class Job:
    """One request's write, waiting its turn."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._done = threading.Event()
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do the work in a savepoint of its own, so that one that fails takes no other with it."""
        try:
            with db.atomic():
                self._result = self._work()
        except BUSY:
            self._error = Problem("server.busy")
        except Exception as error:  # noqa: BLE001 - handed to the request that waits for it
            self._error = error

    def finish(self, error: BaseException | None = None) -> None:
        """Let the waiting request go on."""
        self._error = self._error or error
        self._done.set()

    def wait(self) -> Any:
        """The work's result, after the commit. Raises what it raised."""
        self._done.wait()
        if self._error is not None:
            raise self._error
        return self._result


class Writer:
    """Takes turns at writing; started, it has a thread that commits for many requests at once."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._news = threading.Event()
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the writer's thread, and the one that copies and opens."""
        self._threads = [
            threading.Thread(target=self._write_for_ever, name="intake writer", daemon=True),
            threading.Thread(target=self._settle_for_ever, name="intake opener", daemon=True),
        ]
        self._news.set()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what waits, and end both threads."""
        self._stopping = True
        self._jobs.put(None)
        self._news.set()
        for thread in self._threads:
            thread.join()
        self._threads = []

    def run(self, work: Callable[[], Any]) -> Any:
        """Run `work` in a transaction and return its result after the commit. Raises Problem server.busy."""
        job = Job(work)
        if self._threads:
            self._jobs.put(job)
        else:
            self._commit([job])
        return job.wait()

    def settle(self) -> None:
        """Have what was just stored copied and opened: by the thread, or now when there is none."""
        if self._threads:
            self._news.set()
        else:
            self._settle_once()

    def _write_for_ever(self) -> None:
        with self._app.app_context():
            self._look()
            while (first := self._jobs.get()) is not None:
                self._commit([first, *self._waiting()])

    def _waiting(self) -> list[Job]:
        jobs: list[Job] = []
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return jobs
            if job is None:
                self._jobs.put(None)  # The stop comes after what was already waiting.
                return jobs
            jobs.append(job)

    def _commit(self, jobs: list[Job]) -> None:
        failed: Exception | None = None
        try:
            with connected():
                with db.atomic():
                    for job in jobs:
                        job.run()
                self._look()
        except PeeweeException as error:
            # Whatever the database's fault is, the thread lives on, and every waiting phone is told to try again.
            self._app.logger.error("intake could not commit: %s", type(error).__name__)
            failed = Problem("server.busy")
        for job in jobs:
            job.finish(failed)

    def _look(self) -> None:
        """See whether the database went back in time, and mark how far it has come. What is stored stays stored."""
        try:
            with connected():
                lives.look()
        except (OSError, PeeweeException, *BUSY) as error:
            self._app.logger.error("the mark of arrivals could not be kept: %s", type(error).__name__)

    def _settle_for_ever(self) -> None:
        with self._app.app_context():
            while not self._stopping:
                self._news.wait(TRY_AGAIN_SECONDS)
                self._news.clear()
                self._settle_once()

    def _settle_once(self) -> None:
        try:
            with connected():
                copy_and_open()
        except Exception as error:  # noqa: BLE001 - what is stored is stored; what failed is tried again
            self._app.logger.error("copying or opening failed, will try again: %s", type(error).__name__)


def copy_and_open() -> None:
    """Bring the second copy up to date, then open everything that waits. A failure of one never stops the other."""
    try:
        while second_copy.copy_new():
            pass
    finally:
        last = 0
        while waiting := _waiting_to_open(last):
            _open(waiting)
            last = waiting[-1]


def _waiting_to_open(after: int) -> list[int]:
    rows = Opening.select(Opening.envelope).where(Opening.state == "waiting", Opening.envelope > after)
    rows = rows.order_by(Opening.envelope)
    return [row.envelope_id for row in rows.limit(OPEN_AT_A_TIME)]


def _open(waiting: list[int]) -> None:
    """Open each in a savepoint of its own: one that fails is held for a person and blocks nothing behind it."""
    with db.atomic():
        for n in waiting:
            try:
                with db.atomic():
                    opening.open_one(n)
            except BUSY:
                raise  # The disk or the lock, not the item: all of them are tried again.
            except Exception as error:  # noqa: BLE001 - whatever it is, the item is kept and shown
                current_app.logger.error("envelope %s could not be opened: %s", n, type(error).__name__)
                if not _may_be_readable_later(error):
                    opening.hold(n, "opening.failed")


def _may_be_readable_later(error: Exception) -> bool:
    """Whether the disk failed to give an item's bytes, which says nothing of the item. A file that is gone is gone."""
    return isinstance(error, OSError) and not isinstance(error, FileNotFoundError)
