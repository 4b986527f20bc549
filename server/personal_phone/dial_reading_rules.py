"""What somebody wrote in a number's field, read down to the signs that matter. Pure: stdlib only.

`pwa/personal_phone/dial_reading_rules.js` is the same, sentence for sentence; tests/golden/dial.json holds both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Longer than any number with its brackets, words and extension.
MOST_SIGNS = 120
FOREIGN_LETTER = "~"
# A nought in brackets, as in "+44 (0)141": dialled within the country, left out from abroad.
BRACKETED_ZERO = "@"
LETTERS = re.compile(r"[a-z~]")

_KEPT = frozenset("0123456789abcdefghijklmnopqrstuvwxyz+*#()[],/;&|-")
# Where the figures of other scripts begin: Arabic, Persian and Urdu, Devanagari, Bengali, Gurmukhi, Gujarati.
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6)
_BETWEEN = r"[ )(\],;\[-]*"
_LABEL = (
    r"(?:telephone|tel|phone|ph|mobile|mob|cell|landline|call|ring|dial|number|no|then|home|work|office|school|uk|please"
    r"|[tmphw])"
)
_LABEL_IN_FRONT = re.compile(rf"^{_BETWEEN}{_LABEL}(?![a-z~]){_BETWEEN}")
_LABEL_BEHIND = re.compile(rf"(^|[^a-z~]){_LABEL}{_BETWEEN}$")
# What asks for the number to be withheld: 141, #31#, *67; and what asks for it to be shown: 1470, *31#, *82.
_WITHHOLDS = re.compile(rf"^{_BETWEEN}(?:# ?31 ?#|[*#] ?67[#*]?|1[ -]?4[ -]?1){_BETWEEN}(?=.*\d)")
_RELEASES = re.compile(rf"^{_BETWEEN}(?:\* ?31 ?[#*]|[*#] ?82[#*]?|1[ -]?4[ -]?7[ -]?0){_BETWEEN}(?=.*\d)")
_EXTENSION_WORD = r"(?:extension|exten|extn|ext|option|opt|press|x)(?: no)?(?![a-z~])"
_EXTENSION = re.compile(rf"^(.*\d(?:.*[^a-z~])?)(?:{_EXTENSION_WORD}|#)[ -]*(\d{{1,7}})[ ()\[\]#]*$")


@dataclass(frozen=True)
class Written:
    """A field's text without labels, prefixes and extension. `withholds`, `releases`: which prefix stood in front."""

    text: str
    extension: str | None
    withholds: bool
    releases: bool


def plain(asked: str) -> str:
    """The text in lower case, with ASCII figures and dashes, and a space for every sign that says nothing."""
    signs = "".join(_plain_sign(sign) for sign in unicodedata.normalize("NFKC", asked))
    return re.sub(r" +", " ", signs).strip(" -,;/&|")


def _plain_sign(sign: str) -> str:
    lower = sign.lower() if sign.isascii() else sign
    if lower in _KEPT:
        return lower
    code, category = ord(sign), unicodedata.category(sign)
    for zero in _ZEROS:
        if zero <= code <= zero + 9:
            return str(code - zero)
    if category[0] == "M" or category == "Cf":
        return ""
    if category == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    return FOREIGN_LETTER if category[0] in "LN" else " "


def read(text: str) -> Written:
    """Take labels ("Tel:"), what was dialled in front (141, #31#, 1470) and an extension off a plain text."""
    withholds = releases = False
    while front := next((one for one in (_LABEL_IN_FRONT, _WITHHOLDS, _RELEASES) if one.match(text)), None):
        withholds, releases = withholds or front is _WITHHOLDS, releases or front is _RELEASES
        text = front.sub("", text, count=1)
    text = _without_labels_behind(text)
    extension = _EXTENSION.match(text)
    if extension:
        return Written(_without_labels_behind(extension.group(1)), extension.group(2), withholds, releases)
    return Written(text, None, withholds, releases)


def _without_labels_behind(text: str) -> str:
    while _LABEL_BEHIND.search(text):
        text = _LABEL_BEHIND.sub(r"\1", text)
    return text


def signs_of(text: str) -> str:
    """What is left once spaces, brackets and dashes are gone; a nought in brackets counts only within a country."""
    marked = re.sub(r"[(\[] ?0 ?[)\]]", BRACKETED_ZERO, text)
    signs = re.sub(r"[^0-9+*#@a-z~]", "", marked).rstrip("#*")
    # In Italy the nought is part of the number, from abroad too.
    is_from_abroad = re.match(r"(?:\+|00|44@)(?!39)", signs)
    return signs.replace(BRACKETED_ZERO, "" if is_from_abroad else "0")
