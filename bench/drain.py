"""Draining 1,000 filed records from a real browser, on loopback and on a slow phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from bench import handset, records, scratch
from bench.lines import Line, Reach, Run, Section, at_least, at_most
from bench.spread import Spread, ratio
from bench.targets.bare import Bare
from bench.targets.ours import Ours
from bench.targets.pouchdb import PouchDB

COUNT = 1000
BARE, PEER = "plain fetches to a server that only stores", "PouchDB replicating to PouchDB Server"
REACH: dict[tuple[str, str], Reach] = {("loopback", PEER): at_least(2.5), ("slow phone", PEER): at_least(1.7)}
MOST_REQUESTS = 12
NOTES = [
    (
        "1,000 reports of about 1.3 kB, sealed as the app seals them; to PouchDB they go as documents with base64. "
        "Times are from the first request to the last receipt stored; the ratio is the other's time over ours."
    ),
    "Slow phone: 4× CPU, 150 ms there and back, 750 kbit up, 1.6 Mbit down. Bytes are those of bodies.",
]
Told = dict[str, Any]
Figures = dict[tuple[str, str], dict[int, Told]]


def measure(run: Run) -> list[Section]:
    """Every target in every round, on both lines, each time on a new profile."""
    figures: Figures = defaultdict(dict)
    ours, bare, peer = Ours(), Bare("frames"), PouchDB() if scratch.has_pouchdb() else None
    targets = [target for target in (ours, bare, peer) if target is not None]
    for target in targets:
        target.start(run.folder / "drain" / target.folder_name, {})
    try:
        with sync_playwright() as playwright:
            turns = _turns(playwright, ours, bare, peer)
            for number in range(run.rounds):
                run.say(f"drain: round {number + 1} of {run.rounds}")
                _round(run, turns, number, figures)
    finally:
        for target in targets:
            target.stop()
    return [Section("Draining 1,000", NOTES, _lines(figures))]


Fill = Callable[[Page, int], Told]


def _turns(playwright: Playwright, ours: Ours, bare: Bare, peer: PouchDB | None) -> dict[str, Any]:
    keys = records.stranger().keys

    def fill_ours(page: Page) -> str:
        page.evaluate("code => bench.ours.setUp(code)", ours.code())
        page.evaluate("count => bench.ours.file(count)", COUNT)
        return "bench.ours.drain()"

    def fill_other(name: str, page: Page, address: str) -> str:
        page.evaluate(f"keys => bench.{name}.knows(keys)", keys)
        page.evaluate(f"count => bench.{name}.fill(count)", COUNT)
        return f"bench.{name}.drain('{address}')"

    turns: dict[str, Any] = {
        "Lanyard": (playwright, ours, lambda page, _: fill_ours(page), "/healthz"),
        BARE: (playwright, bare, lambda page, _: fill_other("bare", page, ""), "/"),
    }
    if peer is not None:
        turns[PEER] = (playwright, peer, lambda page, name: fill_other("pouch", page, name), "/")
    return turns


def _round(run: Run, turns: dict[str, Any], number: int, figures: Figures) -> None:
    for line in ("loopback", "slow phone"):
        names = list(turns)
        run.dice.shuffle(names)
        for name in names:
            playwright, target, fill, at = turns[name]
            profile = run.folder / f"drain-{number}-{line[:4]}-{target.folder_name}"
            with handset.at(playwright, profile, f"http://127.0.0.1:{target.port}{at}") as page:
                figures[line, name][number] = _drained(page, fill(page, f"drain-{number}-{line[:4]}"), line, target)


def _drained(page: Page, question: str, line: str, target: Any) -> Told:
    before = target.stored()
    if line == "slow phone":
        handset.slowed(page, handset.SLOW_LINE)
    told: Told = page.evaluate(f"() => {question}")
    assert (told["waiting"], told["trouble"]) == (0, None), told
    if not isinstance(target, PouchDB):
        assert target.stored() - before == COUNT, f"{target.name} did not keep every record."
    return told


def _lines(figures: Figures) -> list[Line]:
    lines = []
    for line in ("loopback", "slow phone"):
        ours = {number: told["ms"] for number, told in figures[line, "Lanyard"].items()}
        for name in (BARE, PEER):
            other = {number: told["ms"] for number, told in figures[line, name].items()}
            if other:
                seen = (str(Spread.of(list(ours.values()))), str(Spread.of(list(other.values()))))
                lines.append(Line(f"{line}, ms, to {name}", *seen, ratio(other, ours), REACH.get((line, name))))
    return [*lines, *_counts(figures)]


def _counts(figures: Figures) -> list[Line]:
    lines = []
    for what in ("requests", "bytes"):
        counts = {
            name: Spread.of([told[what] for told in seen.values()])
            for (line, name), seen in figures.items()
            if line == "loopback" and seen
        }
        others = "; ".join(f"{name} {counts[name]}" for name in (BARE, PEER) if name in counts)
        reach = at_most(MOST_REQUESTS, "") if what == "requests" else None
        lines.append(Line(f"{what} for 1,000", str(counts["Lanyard"]), others, counts["Lanyard"], reach))
    return lines
