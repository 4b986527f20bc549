"""Intake side by side: records received and opened per second, processor time a record, in rounds of shuffled order."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import alone, records, senders
from bench.processes import cpu_seconds
from bench.records import Sealed
from bench.targets import Target
from bench.targets.ours import Ours

SLOW_PEERS = ("Kinto",)
SQLITE, HPKE = "sqlite3 alone", "HPKE opens alone"


@dataclass(frozen=True)
class Cell:
    """So many records, in batches of one size, from so many senders at once."""

    batch: int
    senders: int
    count: int

    def __str__(self) -> str:
        return f"batch {self.batch}, {self.senders} sender{'s' if self.senders > 1 else ''}"


CELLS = (
    Cell(1, 1, 200),
    Cell(1, 4, 400),
    Cell(10, 1, 1000),
    Cell(10, 4, 2000),
    Cell(100, 1, 3000),
    Cell(100, 4, 4000),
)
# With five milliseconds more a sync: what a sync costs is seen with few.
SLOW_CELLS = (Cell(1, 1, 100), Cell(1, 4, 400), Cell(10, 4, 1000), Cell(100, 1, 2000))
SLOW_PEER_SHARE = 5

# figure -> target -> round -> value
Figures = dict[tuple[Cell, str], dict[str, dict[int, float]]]


@dataclass
class Intake:
    """The rounds of one pass, over targets that stay up."""

    ours: Ours
    others: Sequence[Target]
    folder: Path
    environment: dict[str, str]
    figures: Figures = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))

    def round(self, number: int, cells: Sequence[Cell], dice: random.Random) -> None:
        """Every cell once, on every target, in an order of its own."""
        for index, cell in enumerate(cells):
            each = cell.count // cell.senders
            sealed = [
                records.make(self.ours.phones[sender], each, number * 1000 + index * 10 + sender)
                for sender in range(cell.senders)
            ]
            turns: list[Callable[[], None]] = [
                self._turn(target, cell, sealed, number) for target in [self.ours, *self.others]
            ]
            if cell.senders == 1:
                turns.append(partial(self._alone, cell, sealed[0], number))
            dice.shuffle(turns)
            for turn in turns:
                turn()

    def _turn(self, target: Target, cell: Cell, sealed: list[list[Sealed]], number: int) -> Turn:
        return Turn(self, target, cell, sealed, number)

    def keeps(self, cell: Cell, figure: str, of_round: tuple[str, int], value: float) -> None:
        """Note one figure of one round."""
        target, number = of_round
        self.figures[cell, figure][target][number] = value

    def _alone(self, cell: Cell, sealed: list[Sealed], number: int) -> None:
        for name, what in ((SQLITE, "sqlite3"), (HPKE, "hpke")):
            seconds = alone.seconds(what, self.folder, sealed, size=cell.batch, environment=self.environment)
            self.keeps(cell, "per second", (name, number), len(sealed) / seconds)


@dataclass
class Turn:
    """One target's turn at one cell."""

    intake: Intake
    target: Target
    cell: Cell
    sealed: list[list[Sealed]]
    number: int

    def __call__(self) -> None:
        """Send, check that all was kept, and note the figures."""
        target, cell = self.target, self.cell
        requests = [
            [target.request(batch, sender) for batch in records.batches(own, cell.batch)]
            for sender, own in enumerate(map(self._share, self.sealed))
        ]
        count = sum(len(self._share(own)) for own in self.sealed)
        stored, before = target.stored(), cpu_seconds(target.pids)
        sent = senders.send(target.port, requests)
        after = cpu_seconds(target.pids)
        opened_at = self._opened_at()
        assert sum(map(target.accepted, sent.answers)) == count, f"{target.name} did not accept every record."
        assert target.stored() - stored == count, f"{target.name} did not keep every record."
        self._keep("per second", count / sent.seconds)
        self._keep("cpu ms", 1000 * _spent(before, after) / count)
        if opened_at is not None:
            self._keep("opened per second", count / (opened_at - sent.began))
            self._keep("cpu ms to the receipt", 1000 * _spent(before, after, but_for=max(after)) / count)
            self._keep("cpu ms with opening", 1000 * _spent(before, cpu_seconds(target.pids)) / count)

    def _share(self, own: list[Sealed]) -> list[Sealed]:
        is_slow = self.target.name.startswith(SLOW_PEERS)
        return own[: max(self.cell.batch, len(own) // SLOW_PEER_SHARE)] if is_slow else own

    def _opened_at(self) -> float | None:
        if not isinstance(self.target, Ours):
            return None
        self.target.waits_until_opened()
        return time.monotonic()

    def _keep(self, figure: str, value: float) -> None:
        self.intake.keeps(self.cell, figure, (self.target.name, self.number), value)


def _spent(
    before: dict[tuple[int, int], float], after: dict[tuple[int, int], float], but_for: tuple[int, int] | None = None
) -> float:
    """Processor time between two looks; `but_for` is Lanyard's youngest thread, which copies and opens."""
    return sum(seconds - before.get(thread, 0.0) for thread, seconds in after.items() if thread != but_for)
