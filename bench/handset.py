"""A phone for the bench: Chromium on a new profile, on a page of one server, with our modules in it as one script."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, Playwright

from bench import scratch
from tests.browser.chromium import ARGUMENTS, PHONE_SIZE, path

PAGE = Path(__file__).with_name("pages") / "page.js"
THROTTLE = 4
# Lighthouse's slow 4G: bits a second as bytes, and milliseconds there and back.
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
LOOKS: Any = {"viewport": PHONE_SIZE}
PATIENCE_MS = 300_000


@cache
def script(entry: Path = PAGE) -> str:
    """A page's script with everything it imports, bundled as the app is."""
    esbuild = scratch.ROOT / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--minify", "--format=iife", "--target=es2022", '--define:VERSION="bench"']
    done = subprocess.run(
        [str(esbuild), str(entry), *options], cwd=scratch.ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


@cache
def pouchdb() -> str | None:
    """PouchDB's own script for a browser, where it could be installed."""
    file = scratch.NODE_PEERS / "node_modules" / "pouchdb" / "dist" / "pouchdb.min.js"
    return file.read_text(encoding="utf-8") if file.exists() else None


@contextmanager
def at(playwright: Playwright, profile: Path, address: str) -> Iterator[Page]:
    """A page of a server, on a profile on disk, with `bench` in it: no server has to serve that."""
    context = playwright.chromium.launch_persistent_context(profile, executable_path=path(), args=ARGUMENTS, **LOOKS)
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = context.pages[0]
        page.goto(address)
        session = context.new_cdp_session(page)
        for given in (pouchdb(), script()):
            # The browser's own console, which no content security policy stops.
            session.send("Runtime.evaluate", {"expression": given or ""})
        yield page
    finally:
        context.close()


def slowed(page: Page, line: dict[str, Any] | None = None) -> CDPSession:
    """Slow the page's processor four times, and its line as well where one is given."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    if line is not None:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", line)
    return session
