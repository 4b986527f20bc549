"""The tables of intake: on the disk as it is, and on one whose syncs take five milliseconds more."""

from __future__ import annotations

from bench import disk, scratch
from bench.intake import CELLS, HPKE, SLOW_CELLS, Cell, Figures, Intake
from bench.lines import Line, Reach, Run, Section, at_least, at_most
from bench.spread import Spread, ratio
from bench.targets import Target
from bench.targets.bare import Bare
from bench.targets.kinto import Kinto
from bench.targets.ours import Ours
from bench.targets.pouchdb import PouchDB

ANCHOR = "bare Flask, json"
FULL = Cell(100, 1, 3000)
REACH: dict[tuple[int, int, str], Reach] = {
    (100, 1, ANCHOR): at_least(0.45),
    (100, 1, "Kinto"): at_least(40),
    (100, 1, "PouchDB Server"): at_least(2),
}
SLOW_REACH = {(1, 4, ANCHOR): at_least(1.8)}
NOTES = [
    (
        "The same sealed bytes go to all: reports of about 2 kB, sealed as the app seals them (2,129 bytes). Every "
        "target answers only after the records are in its store, and what it holds is counted after each turn."
    ),
    "Ours is the whole way: phone cookie, digests, receipts, audit entry; beside it the second copy and the opening.",
    (
        "`bare Flask, json` takes documents with base64, `bare Flask, frames` our own frames; both insert with "
        "`ON CONFLICT DO NOTHING`, one synced transaction a batch, on the same waitress, and check nothing."
    ),
    "The senders run on the same machine. Kinto gets a fifth of the records.",
]


def measure(run: Run) -> list[Section]:
    """Both passes."""
    sections = [_section("Intake", _figures(run, "intake", CELLS, {}), REACH, NOTES)]
    shim = disk.shim(run.folder)
    if shim is None:
        run.missing.append("No C compiler is here, so nothing was measured on a slower disk.")
        return sections
    slower = _figures(run, "slow-intake", SLOW_CELLS, disk.slower(shim))
    note = "Every fsync and fdatasync of every process takes 5 ms more, as on a memory card."
    return [*sections, _section("Intake, each sync 5 ms slower", slower, SLOW_REACH, [note])]


def peers(run: Run) -> list[Target]:
    """The peers that could be installed; what is missing is said in the report, once."""
    found: list[Target] = []
    for name, is_here in (("PouchDB Server", scratch.has_pouchdb()), ("Kinto", scratch.has_kinto())):
        told = f"{name} could not be installed, and was left out."
        if is_here:
            found.append(PouchDB() if name == "PouchDB Server" else Kinto())
        elif told not in run.missing:
            run.missing.append(told)
    return found


def _figures(run: Run, name: str, cells: tuple[Cell, ...], environment: dict[str, str]) -> Figures:
    folder = run.folder / name
    ours, others = Ours(), [Bare("json"), Bare("frames"), *peers(run)]
    started: list[Target] = []
    try:
        for target in [ours, *others]:
            target.start(folder / target.folder_name, environment)
            started.append(target)
        intake = Intake(ours, others, folder, environment)
        for number in range(run.rounds):
            run.say(f"{name}: round {number + 1} of {run.rounds}")
            intake.round(number, cells, run.dice)
        return intake.figures
    finally:
        for target in started:
            target.stop()


def _section(title: str, figures: Figures, reach: dict[tuple[int, int, str], Reach], notes: list[str]) -> Section:
    cells = list(dict.fromkeys(cell for cell, _ in figures))
    lines = [line for cell in cells for line in _lines(figures, cell, reach)]
    if FULL in cells:
        lines += _opened(figures, FULL)
    lines += [line for cell in cells for line in _cpu(figures, cell)]
    return Section(title, notes, lines)


def _lines(figures: Figures, cell: Cell, reach: dict[tuple[int, int, str], Reach]) -> list[Line]:
    seen = figures[cell, "per second"]
    ours = seen["Lanyard"]
    return [
        Line(
            f"receipts a second, {cell}, to {name}",
            str(Spread.of(list(ours.values()))),
            str(Spread.of(list(other.values()))),
            ratio(ours, other),
            reach.get((cell.batch, cell.senders, name)),
        )
        for name, other in sorted(seen.items())
        if name not in {"Lanyard", HPKE}
    ]


def _opened(figures: Figures, cell: Cell) -> list[Line]:
    ours = figures[cell, "opened per second"]["Lanyard"]
    other = figures[cell, "per second"][HPKE]
    return [
        Line(
            f"opened a second, {cell}, to HPKE opens alone, one thread",
            str(Spread.of(list(ours.values()))),
            str(Spread.of(list(other.values()))),
            ratio(ours, other),
            at_least(0.2),
        )
    ]


def _cpu(figures: Figures, cell: Cell) -> list[Line]:
    bare = figures[cell, "cpu ms"][ANCHOR]
    lines = []
    for words, figure in (("until its receipt", "cpu ms to the receipt"), ("copied and opened", "cpu ms with opening")):
        ours = figures[cell, figure]["Lanyard"]
        must = at_most(2.8) if cell.batch == 100 and cell.senders == 1 and "receipt" in words else None
        lines.append(
            Line(
                f"processor ms a record {words}, {cell}, to {ANCHOR}",
                str(Spread.of(list(ours.values()))),
                str(Spread.of(list(bare.values()))),
                ratio(ours, bare),
                must,
            )
        )
    return lines
