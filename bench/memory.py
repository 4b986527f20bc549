"""Memory of all server processes after the first record was taken in, and how long it takes to the first answer."""

from __future__ import annotations

from collections import defaultdict

from bench import records, senders
from bench.intake_lines import peers
from bench.lines import Line, Run, Section, at_most
from bench.processes import pss_megabytes
from bench.spread import Spread, ratio
from bench.targets import Target
from bench.targets.kinto import Kinto
from bench.targets.ours import Ours

MOST_MEGABYTES = 120
NOTE = (
    "PSS of every process that serves, after the start and one record. Kinto: its two processes and the one that "
    "watches them; with PostgreSQL's processes it is the line below."
)


def measure(run: Run) -> list[Section]:
    """Each started afresh in every round."""
    figures: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for number in range(run.rounds):
        run.say(f"memory: round {number + 1} of {run.rounds}")
        targets: list[Target] = [Ours(), *peers(run)]
        run.dice.shuffle(targets)
        for target in targets:
            _look(run, target, number, figures)
    ours = figures["memory"]["Lanyard"]
    spread = Spread.of(list(ours.values()))
    lines = [Line("memory of all processes, MB", str(spread), "", spread, at_most(MOST_MEGABYTES, " MB"))]
    # SQLite is in our process; what Kinto needs beside its own is a server process too.
    held = "with store" if figures["with store"] else "memory"
    for figure, words in (("memory", "memory, MB"), ("with store", "memory with its database's processes, MB")):
        lines += [
            Line(f"{words}, to {name}", str(spread), str(Spread.of(list(other.values()))), ratio(ours, other), reach)
            for name, other in figures[figure].items()
            if name != "Lanyard"
            for reach in [at_most(0.35) if name.startswith("Kinto") and figure == held else None]
        ]
    return [Section("Memory", [NOTE], lines)]


def _look(run: Run, target: Target, number: int, figures: dict[str, dict[str, dict[int, float]]]) -> None:
    folder = run.folder / f"memory-{number}" / target.folder_name
    target.start(folder, {})
    try:
        phone = target.phones[0] if isinstance(target, Ours) else records.stranger()
        senders.send(target.port, [[target.request(records.make(phone, 1, number), 0)]])
        if isinstance(target, Ours):
            target.waits_until_opened()
        figures["memory"][target.name][number] = pss_megabytes(target.server_pids)
        if isinstance(target, Kinto) and len(target.pids) > len(target.server_pids):
            figures["with store"][target.name][number] = pss_megabytes(target.pids)
    finally:
        target.stop()
