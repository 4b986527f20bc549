"""Chromium for the browser tests: where it is, and a handset that keeps what its browser kept, kill or no kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

# The same engine of the same version, from Debian, in half the time: it draws no window around a page. Nor has it what
# belongs to one: notifications, the offer to install, Background Sync, a private window.
WINDOWLESS = "chromium-headless-shell"
ROOT = Path(__file__).resolve().parents[2]
# What Playwright itself leaves out. A switch that is given twice counts as given last.
_PLAYWRIGHTS = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,"
    "HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "BlockOriginHeaderModificationOnRedirect,AvoidCorsURLLoaderRestartOnRedirect,Translate,AutoDeElevate,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled"
)
# The pages behind the address bar, which nobody sees here: half of what a start costs.
_OF_THE_ADDRESS_BAR = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI"
# Nothing but this machine is reachable: Chromium itself would otherwise ring home.
ARGUMENTS = [
    "--no-sandbox",
    # Nothing is drawn on a screen.
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    f"--disable-features={_PLAYWRIGHTS},{_OF_THE_ADDRESS_BAR}",
]
SCHOOL_PLACE = {"locale": "en-GB", "timezone_id": "Europe/London"}
PATIENCE_MS = 10_000
# A camera that shows a clock, and a browser that asks nobody whether it may.
WITH_A_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
PHONE_SIZE = {"width": 390, "height": 844}
_ALTERED: WeakSet[BrowserContext] = WeakSet()


@cache
def path() -> str:
    """Where Chromium is on this machine, as `make browsers` left it."""
    found = subprocess.run(["tools/browsers.sh", "--path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return found.stdout.strip()


def windowless() -> str:
    """Where the one without a window is; where there is none, the other."""
    return shutil.which(WINDOWLESS) or path()


def launch(playwright: Playwright) -> Browser:
    """A browser whose windows keep nothing, for the office: without its own window where there is such a one."""
    return playwright.chromium.launch(executable_path=windowless(), args=ARGUMENTS)


def before_every_page(context: BrowserContext, script: str) -> None:
    """Run this in each page before its own scripts, from the next page on. It cannot be taken back."""
    is_altered_for_good(context)
    context.add_init_script(script)


def is_altered_for_good(context: BrowserContext) -> None:
    """What is done to this browser cannot be undone: no other test gets it."""
    _ALTERED.add(context)


def listen(page: Page, complaints: list[str]) -> None:
    """Note every error of a page's script and every breach of the content security policy."""

    def hear(message: ConsoleMessage) -> None:
        # A request that fails is the browser's own to report, and ordinary here.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", hear)


class Handset:
    """A browser with a profile of its own on disk: what a phone is, as far as Lanyard goes.

    `looks` are its own; `switches` what it is started with besides; with `window` it is a whole browser.
    """

    def __init__(
        self, playwright: Playwright, profile: Path, *, window: bool = True, switches: Sequence[str] = (), **looks: Any
    ) -> None:
        self.has_window = window
        self._program = path() if window else windowless()
        self._arguments = [*ARGUMENTS, *switches]
        self._looks = {"viewport": PHONE_SIZE, "has_touch": True, "is_mobile": True, **SCHOOL_PLACE, **looks}
        self._chromium = playwright.chromium
        self.profile = profile
        self._starts = 0
        self._context: BrowserContext | None = None

    def opens(self, **looks: Any) -> BrowserContext:
        """Start the browser on its profile, the size of a phone unless `looks` says otherwise."""
        self._starts += 1
        self._context = self._chromium.launch_persistent_context(
            self.profile, executable_path=self._program, args=self._arguments, **{**self._looks, **looks}
        )
        self._context.set_default_timeout(PATIENCE_MS)
        return self._context

    @property
    def is_open(self) -> bool:
        """Whether the browser runs."""
        return self._context is not None

    @property
    def is_as_begun(self) -> bool:
        """Whether it was started once, runs still, and was not altered for good."""
        return self._context is not None and self._starts == 1 and self._context not in _ALTERED

    def closes(self) -> None:
        """Close the browser in good order. Does nothing when it is not open."""
        if self._context is not None:
            self._context.close()
            self._context = None

    def is_killed(self) -> None:
        """End every process of the browser at once (SIGKILL), as a phone does that needs the memory."""
        assert self._context is not None, "The browser is not open."
        processes = self._processes(self._context)
        with self._context.expect_event("close"):
            for process in processes:
                with suppress(ProcessLookupError):  # The rest follow the browser of their own accord.
                    os.kill(process, signal.SIGKILL)
        self._context = None

    def _processes(self, context: BrowserContext) -> list[int]:
        assert context.browser is not None
        told = context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        # The browser itself first, so that it can mend nothing.
        return [process["id"] for process in sorted(told, key=lambda process: process["type"] != "browser")]
