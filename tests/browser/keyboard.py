"""The keyboard alone: Tab and Shift+Tab until something has the focus, then Enter, Space, arrows and letters.

At every stop the focus has to be seen: a ring round it, and nothing lying on top.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 150
# The focus, and what is wrong with how it is seen; null when nothing on the page has it.
THE_STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const parts = [at, ...(at.labels ?? [])];
  const looks = parts.flatMap(part => ["", "::before", "::after"].map(piece => getComputedStyle(part, piece)));
  const isRinged = looks.some(look => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2);
  const boxes = parts.flatMap(part => [...part.getClientRects()]);
  const isOnTop = boxes.some(({ x, y, width, height }) => [0.5, 0.1, 0.9].some(share => {
    const hit = document.elementFromPoint(x + width / 2, y + height * share);
    return parts.some(part => part.contains(hit));
  }));
  const faults = [...(isRinged ? [] : ["has no ring"]), ...(isOnTop ? [] : ["is covered, or off the window"])];
  return { name: at.outerHTML.slice(0, 160), faults };
}"""


class Keyboard:
    """Somebody's keyboard at a page; the mouse is put away."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def presses(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def moves(self, key: str = "Tab") -> dict[str, Any] | None:
        """Press Tab, or Shift+Tab, and say where the focus is now; None when it has left the page."""
        self.presses(key)
        stop: dict[str, Any] | None = self.page.evaluate(THE_STOP)
        return stop

    def goes_to(self, wanted: Locator, *, by: str = "Tab") -> None:
        """Move the focus until it is on one of these, and see it at each stop."""
        expect(wanted.first).to_be_visible()
        for _ in range(MOST_STOPS):
            if self.is_on(wanted):
                return
            stop = self.moves(by)
            assert not (stop and stop["faults"]), stop
        raise AssertionError(f"The keyboard does not come to {wanted}.")

    def is_on(self, wanted: Locator) -> bool:
        """Whether one of these has the focus."""
        return wanted.and_(self.page.locator(":focus")).count() > 0

    def writes(self, text: str) -> None:
        """Replace what stands in the field that has the focus."""
        self.presses("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def chooses(self, radio: Locator) -> None:
        """Go to a group of radio buttons and by the arrows to this one."""
        group = radio.get_attribute("name")
        self.goes_to(self.page.locator(f"input[type=radio][name='{group}']"))
        for _ in range(MOST_STOPS):
            if self.is_on(radio):
                self.presses("Space")
                return
            self.presses("ArrowDown")
        raise AssertionError(f"The arrows do not come to {radio}.")
