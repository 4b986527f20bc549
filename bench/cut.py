"""A line cut at any byte: how many batches are begun again, and whether anything is doubled or lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench import handset
from bench.cutting_proxy import CuttingProxy
from bench.lines import Line, Run, Section, at_most
from bench.spread import Spread
from bench.targets.ours import Ours

CUTS_A_ROUND = 8
RECORDS = 250
BATCHES = 3
MOST_TURNS = 10
NOTE = (
    "250 records in three batches, from Chromium through a line that is cut at a random byte of either direction, and "
    "then sent again until none waits. Counted where the batches pass: how many were begun more often than needed, the "
    "browser's own second tries with them; and in the school's database, what is there more or less than once."
)


def measure(run: Run) -> list[Section]:
    """Random cuts, each on records of its own."""
    again, doubled, lost = [], [], []
    server = Ours()
    server.start(run.folder / "cut", {})
    try:
        with CuttingProxy(server.port) as line, sync_playwright() as playwright:
            address = f"http://127.0.0.1:{line.port}/healthz"
            with handset.at(playwright, run.folder / "cut-profile", address) as page:
                page.evaluate("code => bench.ours.setUp(code)", server.code())
                whole = _whole(page, line)
                for number in range(run.rounds * CUTS_A_ROUND):
                    run.say(f"cut {number + 1} of {run.rounds * CUTS_A_ROUND}")
                    before = server.stored()
                    again.append(_cut(page, line, run.dice.randrange(1, whole)))
                    lost.append(max(0, before + RECORDS - server.stored()))
                    doubled.append(_doubled(server))
    finally:
        server.stop()
    cuts = f"{len(again)} cuts"
    return [
        Section(
            "After a cut",
            [NOTE],
            [
                Line("batches sent again after a cut", cuts, "", _most(again), at_most(1, "")),
                Line("records lost", cuts, "", _most(lost), at_most(0, "")),
                Line("records doubled", cuts, "", _most(doubled), at_most(0, "")),
            ],
        )
    ]


def _whole(page: Page, line: CuttingProxy) -> int:
    """How many bytes pass when nothing is cut."""
    page.evaluate("count => bench.ours.file(count)", RECORDS)
    line.cuts_after(None)
    _sent(page)
    return line.bytes


def _cut(page: Page, line: CuttingProxy, position: int) -> int:
    page.evaluate("count => bench.ours.file(count)", RECORDS)
    line.cuts_after(position)
    for _ in range(MOST_TURNS):
        if _sent(page)["waiting"] == 0:
            return max(0, line.batches - BATCHES)
    raise AssertionError(f"After a cut at byte {position}, some records were never received.")


def _sent(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate("() => bench.ours.drain()")
    return told


def _doubled(server: Ours) -> int:
    return server.counts("SELECT count(*) - count(DISTINCT id || type || digest) FROM envelope")


def _most(counts: list[int]) -> Spread:
    """The worst of all cuts is what counts."""
    return Spread(max(counts), min(counts), max(counts))
