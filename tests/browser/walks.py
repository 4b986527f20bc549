"""One walk through every screen of a phone for all tests that look at each: walking takes as long as looking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.browser import looks, measures, screens, windows
from tests.browser.phone import Phone
from tests.browser.school import School
from tests.browser.windows import WINDOWS

# The red button at the top; on the emergency's own screen the number itself.
WAY_TO_CALL = "a[href='#/emergency']:visible"


@dataclass
class Walk:
    """By screen: how many ways lead to a call, what axe found in any light, what is wrong in any window.

    `complaints` are the console's.
    """

    faults: dict[str, list[Any]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def through(phone: Phone, school: School) -> Walk:
    """Take the phone through every screen it has, and look at each."""
    walk = Walk(complaints=phone.complaints)
    phone.opens_the_app()
    for name in screens.of_the_phone(phone, school):
        walk.calls[name] = phone.page.locator(WAY_TO_CALL).count()
        walk.faults[name] = looks.faults_in_every_light(phone.page)
        walk.sizes[name] = faults_in_every_window(phone.page)
    return walk


def faults_in_every_window(page: Page) -> dict[str, list[str]]:
    """What is wrong with the size of things, by window; windows where all is well are left out."""
    with windows.each_window(page) as each:
        found = {name: measures.faults_of_size(page, notch=WINDOWS[name].notch) for name in each}
    return {name: faults for name, faults in found.items() if faults}
