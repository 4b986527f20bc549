"""What is measured against each other: each takes the same sealed records and says what it kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.records import Sealed


@dataclass(frozen=True)
class Request:
    """One request that hands in a batch."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Target(Protocol):
    """A server that keeps records. `sender` is which of the senders asks: a peer may want one place for each."""

    @property
    def name(self) -> str:
        """What the tables call it."""

    @property
    def folder_name(self) -> str:
        """The folder that its files go to."""

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""

    def start(self, folder: Path, environment: dict[str, str]) -> None:
        """Start it with its files in `folder`, ready for the first request."""

    def stop(self) -> None:
        """Stop it and everything it started."""

    def request(self, batch: Sequence[Sealed], sender: int) -> Request:
        """The request that hands in this batch."""

    def accepted(self, answer: bytes) -> int:
        """How many records an answer of 2xx says are kept."""

    def stored(self) -> int:
        """How many records it holds, asked afterwards and otherwise than by its answers."""

    @property
    def pids(self) -> list[int]:
        """Every process that works for it, its database's too."""

    @property
    def server_pids(self) -> list[int]:
        """Its own processes."""
