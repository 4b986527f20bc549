"""Measures a page as it stands in its window: what is cut off, what a thumb in a glove misses, what the bars cover."""

from __future__ import annotations

from playwright.sync_api import Page

# The smallest side of what is tapped, and the room between two of them, in CSS pixels.
SMALLEST_TARGET = 48
LEAST_ROOM = 6
# How much of the window's height what stays in sight may take.
MOST_OF_THE_HEIGHT = 1 / 3

FAULTS = """([smallest, room, mostOfTheHeight, notch]) => {
  const faults = [];
  const wordsOf = element => (element.textContent || element.id).trim().slice(0, 30);
  const named = element => `${element.tagName.toLowerCase()} "${wordsOf(element)}"`;
  const isSeen = element => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".hidden-words");
  const rect = element => element.getBoundingClientRect();
  const staying = [...document.querySelectorAll("#app *")].filter(element =>
    ["sticky", "fixed"].includes(getComputedStyle(element).position) && isSeen(element));

  // Nothing runs off the side, and no words are cut off inside their box; what is typed may scroll in its field.
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  for (const element of document.querySelectorAll("#app *")) {
    if (!isSeen(element) || element.closest("svg, input, textarea")) continue;
    const { left, right } = rect(element);
    if (left < -1 || right > innerWidth + 1) faults.push(`off the side: ${named(element)}`);
    const hides = getComputedStyle(element).overflow !== "visible";
    if (hides && element.scrollWidth > element.clientWidth + 1) faults.push(`cut off: ${named(element)}`);
  }

  // Every target is large enough, and has room around it.
  const targets = [...document.querySelectorAll("a[href], button, input, textarea, select, summary")].filter(isSeen)
    .map(element => element.closest(".chip") ?? element);
  for (const target of targets) {
    const [width, height] = [rect(target).width, rect(target).height].map(Math.round);
    if (Math.min(width, height) < smallest) faults.push(`${width} × ${height}: ${named(target)}`);
  }
  const barOf = target => staying.find(bar => bar.contains(target));
  for (const [at, one] of targets.entries()) {
    for (const other of targets.slice(at + 1)) {
      if (one === other || barOf(one) !== barOf(other)) continue;
      const [a, b] = [rect(one), rect(other)];
      const apart = Math.round(Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom));
      if (apart < room) faults.push(`${apart} px between ${named(one)} and ${named(other)}`);
    }
  }

  // What stays in sight leaves the window to what is read. A rail at the side takes width, a notch is nobody's.
  const bars = staying.filter(bar => rect(bar).height < innerHeight);
  const taken = (bars.reduce((sum, bar) => sum + rect(bar).height, 0) - notch) / (innerHeight - notch);
  if (taken > mostOfTheHeight) faults.push(`the bars take ${Math.round(taken * 100)}% of the height`);

  // Whatever has the focus can be seen, some of it at least.
  const hasFocus = document.activeElement;
  for (const target of targets) {
    const control = target.matches(".chip") ? target.querySelector("input") : target;
    if (control.disabled) continue;
    control.focus();
    const { left, top, width, height } = rect(target);
    const isOnTop = part => {
      const found = document.elementFromPoint(left + width / 2, top + height * part);
      return found && (target.contains(found) || found.contains(target));
    };
    if (![0.1, 0.3, 0.5, 0.7, 0.9].some(isOnTop)) faults.push(`covered: ${named(target)}`);
  }
  hasFocus?.focus?.({ preventScroll: true });
  scrollTo(0, 0);
  return faults;
}"""


def faults_of_size(page: Page, *, notch: int = 0) -> list[str]:
    """What is wrong with the size and the place of things on the page as it stands, each as one line.

    `notch` is what the phone's own edges take of the height.
    """
    found: list[str] = page.evaluate(FAULTS, [SMALLEST_TARGET, LEAST_ROOM, MOST_OF_THE_HEIGHT, notch])
    return found
