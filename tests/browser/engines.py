"""A phone with a camera in each of the three engines, and what each can do: a journey is written once for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser import webkit
from tests.browser.chromium import WITH_A_CAMERA, Handset
from tests.browser.firefox import FirefoxHandset
from tests.browser.phone import Phone
from tests.browser.webkit import Display, WebKitHandset
from tests.browser.webkit_phone import WebKitPhone

AnyPhone = Phone | WebKitPhone


@dataclass(frozen=True)
class Machine:
    """What the browsers of this run share: Playwright, and a screen once WebKit asks for it."""

    playwright: Playwright
    screen: Callable[[], Display]


@dataclass(frozen=True)
class Engine:
    """One engine.

    `sends_when_closed`: it has Background Sync. `waits_in_a_transaction`: awaiting something else than IndexedDB leaves
    a transaction open, which hides a fault that loses records elsewhere.
    """

    name: str
    takes_up: Callable[[Machine, Path, str], AnyPhone]
    sends_when_closed: bool
    waits_in_a_transaction: bool

    def __str__(self) -> str:
        return self.name


def _chromium(machine: Machine, profile: Path, url: str) -> AnyPhone:
    return Phone(Handset(machine.playwright, profile, switches=WITH_A_CAMERA), url)


def _firefox(machine: Machine, profile: Path, url: str) -> AnyPhone:
    return Phone(FirefoxHandset(machine.playwright, profile), url)


def _webkit(machine: Machine, profile: Path, url: str) -> AnyPhone:
    script = webkit.APPLE + webkit.INSTALLED
    look = {"user_agent": webkit.IPHONE, "size": webkit.IPHONE_SIZE, "script": script}
    return WebKitPhone(WebKitHandset(machine.screen(), profile, **look), url)


CHROMIUM = Engine("Chromium", _chromium, sends_when_closed=True, waits_in_a_transaction=True)
FIREFOX = Engine("Firefox", _firefox, sends_when_closed=False, waits_in_a_transaction=False)
WEBKIT = Engine("WebKit", _webkit, sends_when_closed=False, waits_in_a_transaction=False)
ENGINES = (CHROMIUM, FIREFOX, WEBKIT)
