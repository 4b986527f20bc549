"""Sends what waits: one process beside the web server, woken by commits, with a few threads for each push service.

A row is marked after its push was accepted, so that a kill at any moment sends it at least once; the topic at the
service and the tag on the phone make one notification of two. Nothing of an alert's content is known here.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from peewee import PeeweeException

from server.alerts import dispatches, escalation
from server.alerts.dispatches import Due
from server.alerts.posting import Line
from server.alerts.sending_rules import Answer, Outcome, outcome
from server.alerts.subscription_models import FAILED, GONE
from server.foundation import clock
from server.foundation.database import BUSY, connected, db

Send = Callable[[Due, Line], Answer]
# A look at SQLite's own counter costs some microseconds.
LOOK_SECONDS = 0.05
ESCALATE_SECONDS = 5.0
# However far off the next one is: the clock may have been set.
LOOKS_ANYWAY_SECONDS = 30.0
# So few at a time that a service which hangs holds up a handful, so many that a distant one is kept busy.
THREADS_A_SERVICE = 6
MOST_WAITING_A_SERVICE = 200
FETCHED_AT_ONCE = 400
RECORDED_AT_ONCE = 200
STOPS_WITHIN_SECONDS = 2.0
_log = logging.getLogger("lanyard.alerts")


@dataclass
class Desk:
    """One service's own threads, and what waits for them. `lines` are cut when an answer takes too long."""

    send: Send
    done: queue.SimpleQueue[tuple[Due, Answer]]
    waiting: queue.SimpleQueue[Due] = field(default_factory=queue.SimpleQueue)
    count: int = 0
    lines: list[Line] = field(default_factory=list)

    def take(self, one: Due) -> None:
        """Have it sent when a thread is free; threads are made as they are needed."""
        self.count += 1
        self.waiting.put(one)
        if len(self.lines) < min(self.count, THREADS_A_SERVICE):
            line = Line()
            self.lines.append(line)
            threading.Thread(target=self._sends_for_ever, args=(line,), daemon=True).start()

    def begin_nothing_more(self) -> None:
        """Leave what no thread has begun with."""
        with suppress(queue.Empty):
            while True:
                self.waiting.get_nowait()
                self.count -= 1

    def _sends_for_ever(self, line: Line) -> None:
        while True:
            one = self.waiting.get()
            try:
                answer = self.send(one, line)
            except Exception as error:  # noqa: BLE001 - one that cannot be sent must not end the thread for all
                answer = Answer(None, error=type(error).__name__)
            self.done.put((one, answer))


class Worker:
    """Looks, sends, records, and has who does not answer passed over. `stop` may be called from another thread."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._done: queue.SimpleQueue[tuple[Due, Answer]] = queue.SimpleQueue()
        self._desks: dict[str, Desk] = {}
        self._in_hand: set[int] = set()
        self._to_record: deque[tuple[Due, Outcome]] = deque()
        self._stopping = threading.Event()
        self._seen_version = -1
        self._next_due = 0.0
        self._escalates_at = 0.0

    def stop(self) -> None:
        """Send nothing more; what is accepted is still recorded."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped. A database that cannot be read or written just now is tried again."""
        while not self._stopping.is_set():
            try:
                with connected():
                    self._work_until_stopped()
            except (PeeweeException, *BUSY, OSError) as error:
                _log.error("alerts could not be read or marked, will try again: %s", type(error).__name__)
                self._stopping.wait(1.0)

    def _work_until_stopped(self) -> None:
        self._seen_version = -1
        while not self._stopping.is_set():
            self.take_a_turn()
        for desk in self._desks.values():
            desk.begin_nothing_more()
        until = time.monotonic() + STOPS_WITHIN_SECONDS
        while any(desk.count for desk in self._desks.values()) and time.monotonic() < until:
            self._collect()
        self._record()

    def take_a_turn(self) -> None:
        """Collect what came back, record it, see what is new. Waits a moment where there is nothing to do."""
        self._collect()
        self._record()
        self._escalate()
        if self._has_news():
            self._fetch()
        for desk in self._desks.values():
            for line in desk.lines:
                line.cut_if_late()

    def _collect(self) -> None:
        """Wait a moment for what comes back, so that one transaction marks many; not at all once all is back."""
        until = time.monotonic() + LOOK_SECONDS
        try:
            while len(self._to_record) < RECORDED_AT_ONCE and (left := until - time.monotonic()) > 0:
                self._take_in(*self._done.get(timeout=left))
                if not any(desk.count for desk in self._desks.values()):
                    return
        except queue.Empty:
            pass

    def _take_in(self, one: Due, answer: Answer) -> None:
        self._desks[one.service].count -= 1
        if answer.status in {401, 403}:
            _log.error("a push service does not take the school's key: %s at %s", answer.status, one.service)
        result = outcome(answer, one.tries + 1, clock.now(), expires=one.expires_at, dice=random.random())  # noqa: S311
        self._to_record.append((one, result))

    def _record(self) -> None:
        if not self._to_record:
            return
        batch = list(self._to_record)
        dispatches.record(batch)
        self._to_record.clear()
        self._in_hand -= {one.id for one, _ in batch}
        # Our own commit does not show in the counter, and may have made room or something to do.
        self._next_due = 0.0

    def _escalate(self) -> None:
        if time.monotonic() < self._escalates_at:
            return
        self._escalates_at = time.monotonic() + ESCALATE_SECONDS
        try:
            if escalation.escalate(clock.now()):
                self._next_due = 0.0
        except Exception as error:  # noqa: BLE001 - what is queued goes out all the same
            _log.error("passing alerts on failed, will try again: %s", type(error).__name__)

    def _has_news(self) -> bool:
        """Whether somebody else committed something, or a delivery's turn has come."""
        ((version,),) = db.execute_sql("PRAGMA data_version").fetchall()
        is_new = version != self._seen_version or time.monotonic() >= self._next_due
        self._seen_version = version
        return is_new

    def _fetch(self) -> None:
        now = clock.now()
        full = [name for name, desk in self._desks.items() if desk.count >= MOST_WAITING_A_SERVICE]
        found = dispatches.due(now, FETCHED_AT_ONCE, self._in_hand, full)
        for one in found:
            self._in_hand.add(one.id)
            if one.is_gone:
                self._to_record.append((one, Outcome(GONE)))
            elif one.expires_at <= now:
                self._to_record.append((one, Outcome(FAILED, "expired")))
            else:
                self._desks.setdefault(one.service, Desk(self._send, self._done)).take(one)
        self._next_due = time.monotonic() + self._seconds_to_next(found)

    def _seconds_to_next(self, found: list[Due]) -> float:
        if len(found) == FETCHED_AT_ONCE:
            return 0.0
        now = clock.now()
        ahead = dispatches.next_due_at(now)
        return min((ahead - now).total_seconds(), LOOKS_ANYWAY_SECONDS) if ahead else LOOKS_ANYWAY_SECONDS
