"""Browsers handed on from test to test: starting one costs more than most of what is tried in it.

A phone never opened is one of them at an address it has never seen: no storage, no cookies, one empty tab. A browser
that was closed, killed, or altered for good by a test goes no further. There are two kinds: whole ones, and ones that
draw no window.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

from tests.browser.chromium import Handset
from tests.browser.phone import Phone


class HandedOn:
    """The browsers that wait for their next test."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright, self._folder = playwright, folder
        self._waiting: dict[bool, list[tuple[Handset, BrowserContext]]] = {True: [], False: []}
        self._made = 0

    def takes(self, url: str, *, window: bool) -> Phone:
        """A phone never opened, its browser open."""
        waiting = self._waiting[window]
        handset, context = waiting.pop() if waiting else self._starts(window=window)
        phone = Phone(handset, url)
        phone.context = context
        phone.moves_to(url)
        # The port was drawn by chance, and may have been another school's before.
        browser = context.new_cdp_session(phone.page)
        browser.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
        browser.detach()
        return phone

    def gives_back(self, phone: Phone) -> None:
        """Take the phone's browser back; only one still as it was begun is handed on."""
        handset, context = phone.handset, phone.context
        if not isinstance(handset, Handset) or not handset.is_as_begun:
            handset.closes()
            return
        context.unroute_all()
        context.clear_permissions()
        phone.page = context.new_page()
        phone.closes_other_tabs()
        context.set_offline(False)
        self._waiting[handset.has_window].append((handset, context))

    def closes(self) -> None:
        """Close them all."""
        for handset, _context in [*self._waiting[True], *self._waiting[False]]:
            handset.closes()

    def _starts(self, *, window: bool) -> tuple[Handset, BrowserContext]:
        self._made += 1
        handset = Handset(self._playwright, self._folder / f"profile {self._made}", window=window)
        return handset, handset.opens()
