"""Threads that send, a few for each push service: one that hangs keeps its own busy and nobody else's."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from server.alerts.dispatches import Due
from server.alerts.posting import Line
from server.alerts.sending_rules import Answer

Send = Callable[[Due, Line], Answer]
# So few that a service which hangs holds up a handful, so many that a distant one is kept busy.
THREADS_A_SERVICE = 6


@dataclass(frozen=True)
class Answered:
    """What came back for a delivery; None where it was not worth asking."""

    one: Due
    answer: Answer | None


@dataclass
class Desk:
    """One service's threads, and what waits for them. Once `stopping` is set, none of them begins with another.

    `taken` and `answered` are each counted by one thread alone; what is `left` unbegun by several, in turn.
    """

    send: Send
    done: queue.SimpleQueue[Answered]
    stopping: threading.Event
    taken: int = 0
    answered: int = 0
    left: int = 0
    _leaving: threading.Lock = field(default_factory=threading.Lock)
    _waiting: queue.SimpleQueue[Due] = field(default_factory=queue.SimpleQueue)
    _lines: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many have no answer yet."""
        return self.taken - self.answered - self.left

    def take(self, one: Due) -> None:
        """Have it sent when a thread is free; threads are made as they are needed."""
        self.taken += 1
        self._waiting.put(one)
        if len(self._lines) < min(self.count, THREADS_A_SERVICE):
            line = Line()
            self._lines.append(line)
            threading.Thread(target=self._sends_for_ever, args=(line,), daemon=True).start()

    def begin_nothing_more(self) -> None:
        """Leave what no thread has begun with."""
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
                self._leave()

    def _leave(self) -> None:
        with self._leaving:
            self.left += 1

    def cut_late_ones(self) -> None:
        """Hang up where an answer takes too long."""
        for line in self._lines:
            line.cut_if_late()

    def _sends_for_ever(self, line: Line) -> None:
        while True:
            one = self._waiting.get()
            if self.stopping.is_set():
                return self._leave()
            try:
                answer = self.send(one, line)
            except Exception as error:  # noqa: BLE001 - one that cannot be sent must not end the thread for all
                answer = Answer(None, error=type(error).__name__)
            self.done.put(Answered(one, answer))
