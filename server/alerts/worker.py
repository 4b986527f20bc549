"""Sends what waits: one process beside the web server, woken by commits, with a few threads for each push service.

A row is marked after its push was accepted, so that a kill at any moment sends it at least once; the topic at the
service and the tag on the phone make one notification of two. Nothing of an alert's content is known here.

One thread only reads and hands out, another only writes: whoever waits for the turn to write keeps no alert back.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable

from flask import Flask

from server.alerts import dispatches, escalation
from server.alerts.desks import Answered, Desk
from server.alerts.dispatches import Due
from server.alerts.sending import Sender
from server.alerts.sending_rules import Outcome, outcome
from server.alerts.subscription_models import FAILED, GONE
from server.foundation import clock
from server.foundation.database import connected, db

# A look at SQLite's own counter costs some microseconds.
LOOK_SECONDS = 0.05
ESCALATE_SECONDS = 5.0
# However far off the next one is: the clock may have been set.
LOOKS_ANYWAY_SECONDS = 30.0
TRIES_AGAIN_SECONDS = 1.0
# A service that has so many in hand is given no more, so that it hides nobody else's.
MOST_WAITING_A_SERVICE = 200
FETCHED_AT_ONCE = 400
RECORDED_AT_ONCE = 200
STOPS_WITHIN_SECONDS = 2.0
_log = logging.getLogger("lanyard.alerts")


class Worker:
    """Looks, sends, records, and has who does not answer passed over. `stop` may be called from any thread."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._send = Sender(app)
        self._done: queue.SimpleQueue[Answered] = queue.SimpleQueue()
        self._desks: dict[str, Desk] = {}
        self._in_hand: set[int] = set()
        self._to_record: list[tuple[Due, Outcome]] = []
        self._stopping = threading.Event()
        self._stops_at = 0.0
        self._seen_version = -1
        self._next_due = 0.0
        self._escalates_at = 0.0

    def stop(self) -> None:
        """Begin nothing more; what is accepted is still recorded."""
        self._stops_at = time.monotonic() + STOPS_WITHIN_SECONDS
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped."""
        clerk = threading.Thread(target=self._goes_on, args=(self._writes,), name="alert clerk", daemon=True)
        clerk.start()
        self._goes_on(self._reads)
        for desk in list(self._desks.values()):
            desk.begin_nothing_more()
        clerk.join()

    def _goes_on(self, work: Callable[[], None]) -> None:
        """Do this until stopped. What fails is said, and tried again: a thread that ends takes escalation with it."""
        with self._app.app_context():
            while True:
                try:
                    with connected():
                        work()
                    return
                except Exception as error:  # noqa: BLE001 - nobody would hear that alerts go out no more
                    _log.error("alerts could not be read or marked, will try again: %s", type(error).__name__)
                    if self._stopping.wait(TRIES_AGAIN_SECONDS):
                        return

    def _reads(self) -> None:
        self._seen_version = -1
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(LOOK_SECONDS)

    def _writes(self) -> None:
        while not self._stopping.is_set() or (self._is_waiting and time.monotonic() < self._stops_at):
            self.write()

    @property
    def _is_waiting(self) -> bool:
        return any(desk.count for desk in list(self._desks.values()))

    def look(self) -> None:
        """Hand out what is new, and hang up on who takes too long."""
        if self._has_news():
            self._fetch()
        for desk in list(self._desks.values()):
            desk.cut_late_ones()

    def write(self) -> None:
        """Wait a moment for what comes back, and record it; every few seconds, pass on what nobody answered."""
        self._collect()
        if self._to_record:
            batch = self._to_record
            dispatches.record(batch)
            self._to_record = []
            self._in_hand.difference_update(one.id for one, _ in batch)
        self._escalate()

    def _collect(self) -> None:
        """One transaction marks all that comes within a moment; it does not wait once all is back."""
        until = time.monotonic() + LOOK_SECONDS
        try:
            while len(self._to_record) < RECORDED_AT_ONCE and (left := until - time.monotonic()) > 0:
                self._take_in(self._done.get(timeout=left))
                if not self._is_waiting and self._done.empty():
                    return
        except queue.Empty:
            pass

    def _take_in(self, back: Answered) -> None:
        one, answer = back.one, back.answer
        if answer is None:
            self._to_record.append((one, Outcome(GONE) if one.is_gone else Outcome(FAILED, "expired")))
            return
        self._desks[one.service].answered += 1
        if answer.status in {401, 403}:
            _log.error("a push service does not take the school's key: %s at %s", answer.status, one.service)
        dice = random.random()  # noqa: S311
        self._to_record.append((one, outcome(answer, one.tries + 1, clock.now(), expires=one.expires_at, dice=dice)))

    def _escalate(self) -> None:
        if time.monotonic() < self._escalates_at:
            return
        self._escalates_at = time.monotonic() + ESCALATE_SECONDS
        try:
            escalation.escalate(clock.now())
        except Exception as error:  # noqa: BLE001 - what is queued goes out all the same
            _log.error("passing alerts on failed, will try again: %s", type(error).__name__)

    def _has_news(self) -> bool:
        """Whether another connection committed something, or a delivery's turn has come."""
        ((version,),) = db.execute_sql("PRAGMA data_version").fetchall()
        is_new = version != self._seen_version or time.monotonic() >= self._next_due
        self._seen_version = version
        return is_new

    def _fetch(self) -> None:
        now = clock.now()
        full = [name for name, desk in self._desks.items() if desk.count >= MOST_WAITING_A_SERVICE]
        # Copied before it is read: what is marked and let go of meanwhile must not look new.
        found = dispatches.due(now, FETCHED_AT_ONCE, frozenset(self._in_hand), full)
        for one in found:
            self._in_hand.add(one.id)
            if one.is_gone or one.expires_at <= now:
                self._done.put(Answered(one, None))
            else:
                self._desks.setdefault(one.service, Desk(self._send, self._done, self._stopping)).take(one)
        self._next_due = time.monotonic() + self._seconds_to_next(found)

    def _seconds_to_next(self, found: list[Due]) -> float:
        if len(found) == FETCHED_AT_ONCE:
            return 0.0
        now = clock.now()
        ahead = dispatches.next_due_at(now)
        return min((ahead - now).total_seconds(), LOOKS_ANYWAY_SECONDS) if ahead else LOOKS_ANYWAY_SECONDS
