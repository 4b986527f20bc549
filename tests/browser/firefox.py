"""Firefox for the browser tests: where it is, and a handset that keeps what its browser kept, kill or no kill.

Debian's Firefox, driven by Playwright over WebDriver BiDi, so that its pages are the very pages that Chromium's are.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tests.browser.chromium import PATIENCE_MS, PHONE_SIZE, ROOT, SCHOOL_PLACE
from tests.browser.processes import is_killed_at_once, seen_to_their_end, started_with

NOWHERE = {"network.proxy.http": "127.0.0.1", "network.proxy.ssl": "127.0.0.1"}
WISHES = {
    # Whether storage may stay is asked in a window that nobody sees: it is granted at once.
    "dom.storageManager.prompt.testing": True,
    "dom.storageManager.prompt.testing.allow": True,
    # A camera that shows a pattern, and nobody is asked whether it may be used.
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    # Killed, it starts with nothing open, as it does when it was closed.
    "browser.sessionstore.resume_from_crash": False,
    # Nothing but this machine is reachable: what goes elsewhere goes to a proxy that is not there.
    "network.proxy.type": 1,
    **NOWHERE,
    **{f"{name}_port": 9 for name in NOWHERE},
}


@cache
def path() -> str:
    """Where Firefox is on this machine, as `make browsers` left it."""
    found = subprocess.run(["tools/firefox.sh", "--path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return found.stdout.strip()


class FirefoxHandset:
    """A Firefox with a profile of its own on disk. It is no Firefox for Android: it has no touch, only its size.

    `wishes` are preferences besides the usual ones; `environment` takes the place of this process's own.
    """

    def __init__(
        self,
        playwright: Playwright,
        profile: Path,
        *,
        wishes: Mapping[str, Any] | None = None,
        environment: dict[str, str | float | bool] | None = None,
    ) -> None:
        self._firefox = playwright.firefox
        self._wishes = {**WISHES, **(wishes or {})}
        self._environment = environment
        self._profile = profile
        self._context: BrowserContext | None = None

    def opens(self) -> BrowserContext:
        """Start the browser on its profile, the size of a phone."""
        self._context = self._firefox.launch_persistent_context(
            self._profile,
            channel="moz-firefox",
            executable_path=path(),
            firefox_user_prefs=self._wishes,
            env=self._environment,
            viewport=PHONE_SIZE,
            **SCHOOL_PLACE,
        )
        self._context.set_default_timeout(PATIENCE_MS)
        return self._context

    @property
    def is_open(self) -> bool:
        """Whether the browser runs."""
        return self._context is not None

    def closes(self) -> None:
        """Close the browser in good order, and wait until it is gone. Does nothing when it is not open."""
        if self._context is not None:
            with seen_to_their_end(started_with("--profile", str(self._profile))):
                self._context.close()
            self._context = None

    def is_killed(self) -> None:
        """End every process of the browser at once (SIGKILL), as a phone does that needs the memory."""
        assert self._context is not None, "The browser is not open."
        with self._context.expect_event("close"):
            is_killed_at_once(started_with("--profile", str(self._profile)))
        self._context = None
