"""Looks at one page as people with different eyes and devices do: axe-core, light and dark, and nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
# Nothing else can change with the light.
COLOURS = ["color-contrast", "link-in-text-block"]
# What it would load first, every style sheet once more, none of these rules reads.
RUN_AXE = """async rules => {
  const how = { runOnly: rules, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(document, how);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target, failureSummary]));
}"""
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 900}
# The width at which WCAG 1.4.10 wants no sideways scrolling.
NARROWEST = {"width": 320, "height": 640}


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def faults_of(page: Page, rules: Sequence[str] = RULES) -> list[Any]:
    """Everything axe finds against WCAG 2.2 AA on the page as it stands: [rule, where, what to mend]."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_axe())
    found: list[Any] = page.evaluate(RUN_AXE, list(rules))
    return found


def shows_all_of_itself(page: Page, size: dict[str, int]) -> None:
    """Give the page a window as high as itself, so that what sticks to the window's edge covers nothing by chance."""
    if page.viewport_size != size:
        page.set_viewport_size(size)
    height = page.evaluate("document.documentElement.scrollHeight")
    if height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": height})


def faults_in_every_light(page: Page, sizes: tuple[dict[str, int], ...] = (PHONE, DESK)) -> list[Any]:
    """What axe finds at each size, light and dark; and whatever runs off the side on the narrowest screen."""
    faults: list[Any] = []
    lights = [("light", RULES), ("dark", COLOURS)]
    for size in sizes:
        shows_all_of_itself(page, size)
        for scheme, rules in lights:
            page.emulate_media(color_scheme=scheme)
            faults += [[scheme, size["width"], *fault] for fault in faults_of(page, rules)]
        # The next size begins in the light in which this one ends: each change makes the page anew.
        lights.reverse()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROWEST)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append(["runs off the side", NARROWEST["width"]])
    page.set_viewport_size(PHONE)
    return faults
