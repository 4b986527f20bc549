"""One writer for all of intake: batches that wait are committed together (ADR 0005); then copying and opening.

Without its thread (commands, tests, `flask run`) the same steps run in the caller's turn, one after the other.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from flask import Flask
from peewee import PeeweeException

from server.foundation.database import BUSY, apart, checkpoint, connected, db, kept_unsynced
from server.foundation.problems import Problem
from server.intake import lives, settling

# After how many opened, once all is quiet, the write-ahead log is taken over into the database file.
CHECKPOINT_AFTER = 500
# How often what failed is tried again when nothing new arrives: a full disk that was mended, a key that came back.
TRY_AGAIN_SECONDS = 30.0
# How long a commit waits for as many as came together the last time; less than what a sync of a slow disk takes.
GATHER_SECONDS = 0.002
# How long no batch has to come before copying and opening go on, and after how long they go on all the same.
QUIET_SECONDS = 0.02
LONGEST_WAIT_SECONDS = 0.25


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
            with apart():
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
        self._calm = threading.Condition()
        self._in_hand = 0
        self._came_together = 1
        self._until_checkpoint = CHECKPOINT_AFTER
        self._heard = threading.Event()
        # Whoever writes holds this, so that the other waits for exactly as long and not in SQLite's steps of sleep.
        self.turn = threading.Lock()
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

    @contextmanager
    def hears(self) -> Iterator[None]:
        """While a batch is read, stored and answered: copying and opening give way to it."""
        with self._calm:
            self._in_hand += 1
            self._heard.set()
        try:
            yield
        finally:
            with self._calm:
                self._in_hand -= 1
                self._calm.notify_all()

    def give_way(self) -> bool:
        """Wait until no batch has come for a moment: a phone's minute of signal is for receipts. Never waits long.

        Returns whether it is quiet now.
        """
        if not self._threads or self._stopping:
            return True
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while (left := until - time.monotonic()) > 0:
            with self._calm:
                self._calm.wait_for(lambda: self._in_hand == 0, left)
                self._heard.clear()
            if not self._heard.wait(min(QUIET_SECONDS, left)):
                return True
        return False

    def _write_for_ever(self) -> None:
        with self._app.app_context():
            self._look()
            while (first := self._jobs.get()) is not None:
                jobs = [first, *self._waiting()]
                self._came_together = len(jobs)
                self._commit(jobs)

    def _waiting(self) -> list[Job]:
        """What waits, and for a moment what may yet come: phones that came together come together again."""
        jobs: list[Job] = []
        until = time.monotonic() + GATHER_SECONDS
        while True:
            left = until - time.monotonic() if len(jobs) + 1 < self._came_together else 0
            try:
                job = self._jobs.get(timeout=left) if left > 0 else self._jobs.get_nowait()
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
                with self.turn, db.atomic():
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
                self.give_way()
                self._settle_once(kept_unsynced)
            db.manual_close()

    def _settle_once(self, on_a_connection: Callable[[], AbstractContextManager[None]] = connected) -> None:
        try:
            with on_a_connection():
                self._until_checkpoint -= settling.copy_and_open(self.turn, self.give_way)
                # It costs syncs of its own, for which no phone is to wait.
                if self._until_checkpoint <= 0 and self.give_way():
                    checkpoint()
                    self._until_checkpoint = CHECKPOINT_AFTER
        except Exception as error:  # noqa: BLE001 - what is stored is stored; what failed is tried again
            self._app.logger.error("copying or opening failed, will try again: %s", type(error).__name__)
