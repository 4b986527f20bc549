"""The windows that staff look through: phones, iPads turned and split, zoomed pages, doubled text, notches.

A page zoomed by 2 or 4 is a window half or a quarter as large, which is how a browser does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.browser import looks

USUAL_TEXT = 16


@dataclass(frozen=True)
class Window:
    """One window. `text` is the size of plain text that somebody chose in the browser, in CSS pixels."""

    width: int
    height: int
    text: int = USUAL_TEXT
    insets: dict[str, int] = field(default_factory=dict)

    @property
    def notch(self) -> int:
        """What the phone's own edges take of the height."""
        return self.insets.get("top", 0) + self.insets.get("bottom", 0)


NOTCH_ABOVE = {"top": 47, "bottom": 34}
NOTCH_BESIDE = {"left": 47, "right": 47, "bottom": 21}
DOUBLED = 2 * USUAL_TEXT

WINDOWS = {
    "phone": Window(390, 844),
    "small phone": Window(375, 667),
    "narrowest": Window(320, 568),
    "phone with its keyboard open": Window(390, 508),
    "small phone with its keyboard open": Window(375, 330),
    "phone with a notch": Window(390, 844, insets=NOTCH_ABOVE),
    "phone on its side": Window(844, 390),
    "phone with a notch on its side": Window(844, 390, insets=NOTCH_BESIDE),
    "iPad": Window(820, 1180),
    "iPad on its side": Window(1180, 820),
    "iPad split, a third": Window(320, 1180),
    "iPad split, half": Window(507, 1180),
    "iPad split, two thirds": Window(678, 1180),
    "iPad zoomed by 2": Window(410, 590),
    "desk zoomed by 4": Window(320, 256),
    "phone, text doubled": Window(390, 844, DOUBLED),
    "narrowest, text doubled": Window(320, 568, DOUBLED),
    "iPad, text doubled": Window(820, 1180, DOUBLED),
    "iPad split, text doubled": Window(507, 1180, DOUBLED),
    "phone on its side, text doubled": Window(844, 390, DOUBLED),
}


def _turns(browser: CDPSession, page: Page, window: Window) -> None:
    page.set_viewport_size({"width": window.width, "height": window.height})
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": window.text}})
    insets: dict[str, Any] = {"top": 0, "bottom": 0, "left": 0, "right": 0, **window.insets}
    browser.send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})


@contextmanager
def each_window(page: Page) -> Iterator[Iterator[str]]:
    """The page in every window, by name; afterwards the phone is as it was."""
    browser = page.context.new_cdp_session(page)

    def one_after_the_other() -> Iterator[str]:
        for name, window in WINDOWS.items():
            _turns(browser, page, window)
            yield name

    try:
        yield one_after_the_other()
    finally:
        _turns(browser, page, Window(looks.PHONE["width"], looks.PHONE["height"]))
        browser.detach()
