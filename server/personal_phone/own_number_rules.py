"""Where somebody's own telephone number stands in what was written, however it is spaced. Pure.

Whether a number is their own, the caller's test says: the number itself is kept nowhere (R54).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

LEFT_OUT = "[own number left out]"
LENGTHS = range(15, 9, -1)
# A book of figures is no reason to look for long.
MOST_WINDOWS = 3_000
_RUN = re.compile(r"\+?\d(?:[\W_]{0,20}\d){9,}")

IsOwn = Callable[[str], bool]


def without_own(text: str, is_own: IsOwn) -> str:
    """The text with each number that is their own left out. `is_own` is asked for numbers in national or 00 form."""
    kept, at = [], 0
    for start, end in _spans(text, is_own):
        kept += [text[at:start], LEFT_OUT]
        at = end
    return "".join([*kept, text[at:]])


def _spans(text: str, is_own: IsOwn) -> Iterator[tuple[int, int]]:
    left = MOST_WINDOWS
    for run in _RUN.finditer(text):
        places = [at for at in range(run.start(), run.end()) if text[at].isdecimal()]
        first = 0
        while first + min(LENGTHS) <= len(places) and left > 0:
            left -= 1
            length = _own_length(
                "".join(str(unicodedata.decimal(text[at])) for at in places[first : first + max(LENGTHS)]), is_own
            )
            if length:
                yield _with_plus(text, places[first]), places[first + length - 1] + 1
            first += length or 1


def _own_length(digits: str, is_own: IsOwn) -> int:
    """How many of the first figures are their own number; 0 where none are."""
    for length in LENGTHS:
        if length <= len(digits) and any(is_own(form) for form in _forms(digits[:length])):
            return length
    return 0


def _forms(digits: str) -> Iterator[str]:
    """The numbers that figures can stand for, in national or 00 form."""
    if digits.startswith("44"):
        yield "0" + digits[2:].removeprefix("0")
    elif digits.startswith("0044"):
        yield "0" + digits[4:].removeprefix("0")
    elif digits.startswith("0"):
        yield digits
    else:
        yield "0" + digits
        yield "00" + digits


def _with_plus(text: str, start: int) -> int:
    return start - 1 if start > 0 and text[start - 1] == "+" else start
