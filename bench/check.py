"""Who may be in a picture, for 2,000 pupils and seven purposes at a fourth of the processor, beside a bare look-up."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from bench import handset
from bench.lines import Line, Run, Section, at_most
from bench.spread import Spread
from bench.targets.bare import Bare

PUPILS = 2000
# The first calls are slow until the browser has compiled the code; a phone has that behind it after one check.
CALLS = 12
NOTE = (
    f"{PUPILS:,} pupils, seven purposes, a list in memory: the least of {CALLS} calls in each round. The "
    "bare look-up asks a Map as often and looks at nothing else. A frame lasts 16 ms."
)


def measure(run: Run) -> list[Section]:
    """A new profile in every round."""
    server = Bare("frames")
    server.start(run.folder / "check", {})
    ours: list[float] = []
    ratios: list[float] = []
    try:
        with sync_playwright() as playwright:
            for number in range(run.rounds):
                run.say(f"check: round {number + 1} of {run.rounds}")
                profile = run.folder / f"check-{number}"
                with handset.at(playwright, profile, f"http://127.0.0.1:{server.port}/") as page:
                    handset.slowed(page)
                    calls = [page.evaluate("count => bench.check.all(count)", PUPILS) for _ in range(CALLS)]
                    assert {one["pupils"] for one in calls} == {PUPILS}
                    ms, bare = (min(one[name] for one in calls) for name in ("ms", "bare"))
                    ours.append(ms)
                    # The browser's clock counts in tenths of a millisecond.
                    ratios.append(ms / max(bare, 0.1))
    finally:
        server.stop()
    took, ratio = Spread.of(ours), Spread.of(ratios)
    lines = [
        Line("every answer, ms", str(took), "", took, at_most(16, " ms")),
        Line("over a bare look-up", str(ratio), "", ratio),
    ]
    return [Section("Who may be in a picture, 4× CPU", [NOTE], lines)]
