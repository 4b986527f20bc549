"""A browser in words, from what it says of itself: "Chrome on Windows". Pure. What it said is not kept."""

from __future__ import annotations

# The first that is found counts: nearly every browser names Chrome or Safari as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    # Safari on an iPad says that it is a Mac.
    ("Macintosh", "a Mac or iPad"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """The browser and the machine, as far as they can be told: "Safari on an iPhone", "a browser"."""
    browser = _first(_BROWSERS, user_agent) or "a browser"
    machine = _first(_MACHINES, user_agent)
    return f"{browser} on {machine}" if machine else browser


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((words for sign, words in known if sign in user_agent), None)
