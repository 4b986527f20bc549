"""Filing one record at a fourth of the processor: the shipped `fileRecord`, the same steps bare, and a PouchDB put."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench import handset, records
from bench.lines import Line, Reach, Run, Section, at_most
from bench.spread import Spread, ratio
from bench.targets.bare import Bare

COUNT = 60
WARM_UP = 10
NAMES = {"ours": "Lanyard", "bare": "stringify, one seal, one strict put", "pouch": "a plain relaxed PouchDB put"}
REACH: dict[str, Reach] = {"bare": at_most(1.25), "pouch": at_most(1.0)}
NOTE = (
    "Milliseconds a record, 60 one after the other, on a new profile each round. Ours: stringify, compress, seal, "
    "digest, number and keep in one strict transaction, until `complete`. PouchDB's put is neither sealed nor synced."
)


def measure(run: Run) -> list[Section]:
    """Every way in every round, in shuffled order, in one page."""
    figures: dict[str, dict[int, float]] = defaultdict(dict)
    server = Bare("frames")
    server.start(run.folder / "filing", {})
    try:
        with sync_playwright() as playwright:
            for number in range(run.rounds):
                run.say(f"filing: round {number + 1} of {run.rounds}")
                profile = run.folder / f"filing-{number}"
                with handset.at(playwright, profile, f"http://127.0.0.1:{server.port}/") as page:
                    _round(run, page, number, figures)
    finally:
        server.stop()
    ours = figures.pop("ours")
    lines = [
        Line(
            f"filing, ms, to {NAMES[name]}",
            str(Spread.of(list(ours.values()))),
            str(Spread.of(list(other.values()))),
            ratio(ours, other),
            REACH[name],
        )
        for name, other in sorted(figures.items())
    ]
    return [Section("Filing, 4× CPU", [NOTE], lines)]


def _round(run: Run, page: Page, number: int, figures: dict[str, dict[int, float]]) -> None:
    ways = [name for name in NAMES if name != "pouch" or handset.pouchdb()]
    for name in ways:
        _asked(page, name, "knows", records.stranger().keys) if name != "pouch" else None
        _asked(page, name, "file", WARM_UP)
    handset.slowed(page)
    run.dice.shuffle(ways)
    for name in ways:
        figures[name][number] = _asked(page, name, "file", COUNT)


def _asked(page: Page, name: str, what: str, given: Any) -> Any:
    return page.evaluate(f"given => bench.{name}.{what}(given)", given)
