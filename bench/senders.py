"""Phones that send at once: each a process with one kept connection, sending its batches one after the other."""

from __future__ import annotations

import http.client
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from bench.targets import Request

WITHIN_SECONDS = 300
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Sent:
    """When the first request of all began, when the last answer of all had come, and every answer."""

    began: float
    ended: float
    answers: list[bytes]

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.ended - self.began


def send(port: int, of_each: Sequence[Sequence[Request]]) -> Sent:
    """Let each sender send its requests; raises RuntimeError when one was refused."""
    start = _fork.Barrier(len(of_each))
    pipes = []
    for requests in of_each:
        here, there = _fork.Pipe(duplex=False)
        process = _fork.Process(target=_send_all, args=(port, requests, start, there), daemon=True)
        process.start()
        there.close()
        pipes.append((here, process))
    told = [_told(here) for here, _ in pipes]
    for _, process in pipes:
        process.join()
    return Sent(min(t[0] for t in told), max(t[1] for t in told), [answer for t in told for answer in t[2]])


def _told(pipe: Connection) -> tuple[float, float, list[bytes]]:
    if not pipe.poll(WITHIN_SECONDS):
        raise RuntimeError("A sender was not heard of again.")
    told: tuple[float, float, list[bytes]] | str = pipe.recv()
    if isinstance(told, str):
        raise RuntimeError(told)
    return told


def _send_all(port: int, requests: Sequence[Request], start: Barrier, report: Connection) -> None:
    try:
        report.send(_sent(port, requests, start))
    except (OSError, RuntimeError, http.client.HTTPException) as error:
        report.send(f"{type(error).__name__}: {error}")


def _sent(port: int, requests: Sequence[Request], start: Barrier) -> tuple[float, float, list[bytes]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=WITHIN_SECONDS)
    line.connect()
    answers = []
    start.wait(WITHIN_SECONDS)
    began = time.monotonic()
    for request in requests:
        line.request(request.method, request.path, request.body, request.headers)
        answer = line.getresponse()
        content = answer.read()
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"{request.path} answered {answer.status}: {content[:300]!r}")
        answers.append(content)
    ended = time.monotonic()
    line.close()
    return began, ended, answers
