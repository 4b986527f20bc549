"""Syncs for each acknowledged batch, counted by the name of the file; the second copy's own are not counted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from bench import disk, records, senders
from bench.intake import Cell
from bench.intake_lines import peers
from bench.lines import Line, Run, Section, at_most
from bench.spread import Spread
from bench.targets import Target
from bench.targets.bare import Bare
from bench.targets.ours import Ours

CELLS = (Cell(1, 1, 60), Cell(10, 1, 400), Cell(100, 1, 1500), Cell(1, 4, 240), Cell(10, 4, 1600), Cell(100, 4, 4000))
PEER_CELLS = (Cell(10, 1, 200),)
# Until what came before is copied, opened and quiet again.
REST_SECONDS = 2.0
MOST = {1: 1.0, 4: 0.6}
NOTE = (
    "Counted from the first request to the last answer; what copying and opening sync meanwhile is in it, the second "
    "copy's own files are not. Counts of one run."
)


def measure(run: Run) -> list[Section]:
    """Ours and the bare insert on the disk as it is and on a slower one; the peers once."""
    shim = disk.shim(run.folder)
    if shim is None:
        run.missing.append("No C compiler is here, so no sync was counted.")
        return []
    lines = []
    for name, words, slower in (("syncs", "", {}), ("syncs-slow", ", each sync 5 ms slower", disk.slower(shim))):
        run.say(name)
        log = disk.SyncLog(run.folder / f"{name}.log")
        environment = {**log.environment(shim), **slower}
        ours, bare = (
            _counted(target, log, CELLS, folder=run.folder / name, environment=environment)
            for target in (Ours(), Bare("json"))
        )
        lines += [_line(f"syncs a batch, {cell}{words}", ours[cell], bare[cell], MOST[cell.senders]) for cell in CELLS]
    return [Section("Syncs", [NOTE], [*lines, *_of_peers(run, disk.SyncLog(run.folder / "syncs-of-peers.log"))])]


def _line(figure: str, ours: float, bare: float, most: float) -> Line:
    return Line(figure, f"{ours:.2f}", f"bare Flask {bare:.2f}", Spread.of([round(ours, 2)]), at_most(most, ""))


def _of_peers(run: Run, log: disk.SyncLog) -> list[Line]:
    shim = disk.shim(run.folder)
    assert shim is not None
    return [
        Line(f"syncs a batch, {cell}", "", f"{peer.name} {count:.2f}", None)
        for peer in peers(run)
        for cell, count in _counted(
            peer, log, PEER_CELLS, folder=run.folder / "syncs-peers", environment=log.environment(shim)
        ).items()
    ]


def _counted(
    target: Target, log: disk.SyncLog, cells: Sequence[Cell], *, folder: Path, environment: dict[str, str]
) -> dict[Cell, float]:
    target.start(folder / target.folder_name, environment)
    try:
        return {cell: _of_cell(target, cell, log) for cell in cells}
    finally:
        target.stop()


def _of_cell(target: Target, cell: Cell, log: disk.SyncLog) -> float:
    phones = target.phones if isinstance(target, Ours) else [records.stranger()] * cell.senders
    requests = [
        [target.request(batch, sender) for batch in records.batches(own, cell.batch)]
        for sender in range(cell.senders)
        for own in [records.make(phones[sender], cell.count // cell.senders, cell.batch)]
    ]
    time.sleep(REST_SECONDS)
    log.news()
    senders.send(target.port, requests)
    synced = sum(count for file, count in log.news().items() if "/copy/" not in file)
    return synced / (cell.count / cell.batch)
