"""Cold offline start: a fresh browser process, the server stopped, everything from the worker's cache, 4× CPU."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from bench import handset
from bench.lines import Line, Reach, Run, Section, at_most
from bench.shells import Shell
from bench.spread import Spread, ratio
from bench.targets.ours import Ours
from tests.browser.chromium import ARGUMENTS, path

# The same for all: a heading other than the one that says it is still opening, and two frames after it.
READY = """
window.ready = new Promise(tell => {
  new MutationObserver((_, observer) => {
    if (!document.querySelector("h1:not(.opening)")) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now())));
  }).observe(document, { childList: true, subtree: true, attributes: true });
});
"""
STARTS = 3
REACH: dict[str, Reach] = {"a bare shell with HPKE": at_most(1.4)}
NOTE = (
    "Milliseconds from the navigation to ready: the first heading that is no longer `Opening`, and two frames: the "
    "same for all; the least of three starts, each a process of its own on the same profile."
)


def measure(run: Run) -> list[Section]:
    """Ours, a trivial installable page, and a bare shell that can seal, each installed anew in every round."""
    figures: dict[str, dict[int, float]] = defaultdict(dict)
    with sync_playwright() as playwright:
        for number in range(run.rounds):
            run.say(f"start: round {number + 1} of {run.rounds}")
            folder = run.folder / f"start-{number}"
            profiles = _installed(playwright, folder)
            names = list(profiles)
            run.dice.shuffle(names)
            for name in names:
                starts = [_started(playwright, *profiles[name]) for _ in range(STARTS)]
                figures[name][number] = min(starts)
    ours = figures.pop("Lanyard")
    return [Section("Cold offline start, 4× CPU", [NOTE], [_line(name, ours, figures[name]) for name in figures])]


def _line(name: str, ours: dict[int, float], other: dict[int, float]) -> Line:
    seen = (str(Spread.of(list(ours.values()))), str(Spread.of(list(other.values()))))
    return Line(f"cold offline start, ms, to {name}", *seen, ratio(ours, other), REACH.get(name))


def _installed(playwright: Playwright, folder: Path) -> dict[str, tuple[Path, str]]:
    """Open each once with its server up, wait for its worker, and stop the server."""
    profiles = {}
    server = Ours()
    server.start(folder / "ours", {})
    try:
        profiles["Lanyard"] = _install(playwright, folder / "profile-ours", server.port)
    finally:
        server.stop()
    for kind, name in (("trivial", "a trivial installable page"), ("bare", "a bare shell with HPKE")):
        with Shell(kind) as shell:
            profiles[name] = _install(playwright, folder / f"profile-{kind}", shell.port)
    return profiles


def _install(playwright: Playwright, profile: Path, port: int) -> tuple[Path, str]:
    address = f"http://127.0.0.1:{port}/app"
    with_page(playwright, profile, lambda context: _first_visit(context, address))
    return profile, address


def _first_visit(context: BrowserContext, address: str) -> float:
    page = context.pages[0]
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return 0.0


def _started(playwright: Playwright, profile: Path, address: str) -> float:
    return with_page(playwright, profile, lambda context: _start(context, address))


def _start(context: BrowserContext, address: str) -> float:
    page = context.pages[0]
    page.add_init_script(READY)
    handset.slowed(page)
    page.goto(address, wait_until="commit")
    ready: float = page.evaluate("() => window.ready")
    return ready


def with_page(playwright: Playwright, profile: Path, work: Callable[[BrowserContext], float]) -> float:
    """Do something in a browser process of its own, on a profile on disk."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=path(), args=ARGUMENTS, **handset.LOOKS
    )
    context.set_default_timeout(60_000)
    try:
        return work(context)
    finally:
        context.close()
