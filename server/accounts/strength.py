"""What is wrong with a new password, in plain words: its length, and how soon it would be guessed. No other rule.

zxcvbn estimates how many guesses it takes. What everybody knows of a person (their name, their school's) and the
words of the trade count for nothing.
"""

from __future__ import annotations

import re
import threading
from typing import Any

from zxcvbn import zxcvbn

from server.accounts.passwords import normal

SHORTEST, LONGEST = 12, 128
ENOUGH = 3
# zxcvbn grows slow on long input. A password whose beginning is strong is strong.
JUDGED_CHARACTERS = 72
# Shorter ones stand in the middle of other words.
SHORTEST_KNOWN_WORD = 4
TRADE_WORDS = ("lanyard", "trip", "trips", "visit", "residential", "school", "primary", "coach", "pupil", "office")

_WORDS = re.compile(r"\w+")
# zxcvbn keeps what it was told of one person in a place that all share.
_ONE_AT_A_TIME = threading.Lock()
_KNOWN = "Leave out your name, your e-mail address, the school’s name and words like trip."
_OTHERWISE = "Add another word or two. Three random words are good."
_BY_DICTIONARY = {"passwords": "It holds a password that many people use.", "user_inputs": _KNOWN}
_BY_PATTERN = {
    "repeat": "Leave out repeats such as aaa or abcabc.",
    "sequence": "Leave out runs such as abcd or 1234.",
    "spatial": "Leave out rows of keys such as qwerty.",
    "date": "Leave out dates.",
    "regex": "Leave out years.",
}


def fault_of(password: str, known_of: tuple[str, ...]) -> str | None:
    """What to do about this new password, or None when it is good. `known_of` is what anybody knows of the person."""
    length = len(normal(password))
    if length < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three random words are enough."
    if length > LONGEST:
        return f"Use at most {LONGEST} characters"
    known = _known_words(known_of)
    judged = _judged(password, known)
    without = _without(password, known)
    if judged["score"] >= ENOUGH and _judged(without, known)["score"] >= ENOUGH:
        return None
    reason = _reason(judged) if judged["score"] < ENOUGH else _KNOWN
    return f"That is too easy to guess. {reason}"


def _known_words(known_of: tuple[str, ...]) -> list[str]:
    whole = [text.lower() for text in (*known_of, *TRADE_WORDS)]
    parts = [part for text in whole for part in _WORDS.findall(text)]
    joined = ["".join(_WORDS.findall(text)) for text in whole]
    return sorted({*whole, *parts, *joined}, key=len, reverse=True)


def _without(password: str, known: list[str]) -> str:
    """The password with every known word taken out of it."""
    long_enough = [re.escape(word) for word in known if len(word) >= SHORTEST_KNOWN_WORD]
    return re.sub("|".join(long_enough), "", normal(password), flags=re.IGNORECASE)


def _judged(password: str, known: list[str]) -> dict[str, Any]:
    beginning = normal(password)[:JUDGED_CHARACTERS]
    if not beginning:
        return {"score": 0, "sequence": []}
    with _ONE_AT_A_TIME:
        found: dict[str, Any] = zxcvbn(beginning, user_inputs=known)
    return found


def _reason(judged: dict[str, Any]) -> str:
    """Why, in our own words, by the longest part of it that is easy to guess."""
    for part in sorted(judged["sequence"], key=lambda part: -len(part["token"])):
        reason = _BY_DICTIONARY.get(part.get("dictionary_name", "")) or _BY_PATTERN.get(part["pattern"])
        if reason:
            return reason
    return _OTHERWISE
