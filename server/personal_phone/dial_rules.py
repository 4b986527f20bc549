"""The number to dial so that the caller's own is withheld (141), from whatever somebody wrote. Pure: stdlib only.

`pwa/personal_phone/dial_rules.js` is the same, sentence for sentence; tests/golden/dial.json holds both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from server.personal_phone.dial_reading_rules import LETTERS, MOST_SIGNS, Written, plain, read, signs_of

PREFIX = "141"
EMERGENCY = ("999", "112")
# What a handset takes for an emergency number wherever it is (3GPP TS 22.101, 10.1), 999 and 112 apart.
EMERGENCY_ELSEWHERE = ("911", "000", "110", "118")
CHILDLINE = "08001111"
# The operator, speaking clock, the phone company, banks' fraud line, directory enquiries, voicemail.
_SHORT_CODE = re.compile(r"100|121|123|15[0159]|195|1571|118\d{3}")
_HELPLINE = re.compile(rf"101|105|111|119|18000|116\d{{3}}|{CHILDLINE}")
# With the leading 0. Areas of ten figures are none of the big cities'; 0800 has both lengths.
_UK = re.compile(r"0(?:1\d{9}|1(?!1|\d1)\d{8}|[239]\d{9}|5[56]\d{8}|7\d{9}|800\d{6}|8\d{9})")
_NO_ZERO_MOBILE = re.compile(r"7[1-9]\d{8}")
_SEPARATED = re.compile(r"[/;,|&]|\b(?:or|and)\b")
_LAST_FIGURES_OF_ANOTHER = re.compile(r"(?:/|\bor) ?\d{1,2}$")
_PAUSE = re.compile(r"^(.*\d)(?: ?,[ ,]*|[pw]+)(\d{1,7})#?$")
SHORTEST_ABROAD, LONGEST_ABROAD = 7, 15


@dataclass(frozen=True)
class Dialled:
    """What became of a number somebody wrote.

    `dial`: the digits to dial, prefix included; null when refused. `number`: the digits asked for, in national or 00
    form, without the prefix; null when refused. `verdict`: `withheld` (141 is put in front; tried, never promised),
    `plain` (rung as it is), `abroad` (141 is put in front, and may do nothing), `refused`. `why`: a key of
    `dial_words.WHY`. `extension`: shown to the caller and never dialled.
    """

    asked: str
    dial: str | None
    number: str | None
    verdict: str
    why: str
    extension: str | None = None


def dial(asked: str) -> Dialled:
    """What to dial for `asked`, any text at all. Never fails: what is no number is refused, with why.

    An emergency number is never refused, whatever stands round it, and never prefixed (policy-rules.md, UK facts 2).
    """
    text = plain(asked)
    if not text:
        return _refused("empty", asked)
    if len(text) > MOST_SIGNS:
        return _refused("too_long", asked)
    return replace(_several(text) or _one(text), asked=asked)


def is_refused(found: Dialled) -> bool:
    """Whether there is nothing to dial."""
    return found.verdict == "refused"


def _several(text: str) -> Dialled | None:
    """What becomes of a text that holds more than one number; none where it is one number, or none at all."""
    if _LAST_FIGURES_OF_ANOTHER.search(text) and not is_refused(_one(_LAST_FIGURES_OF_ANOTHER.sub("", text))):
        return _refused("two_numbers")
    if not is_refused(_one(text)):
        return None
    parts = [part for part in _SEPARATED.split(text) if re.search(r"\d", part)]
    if len(parts) > 1:
        found = [_one(part.strip()) for part in parts]
        urgent = [one for one in found if one.why == "emergency"]
        if urgent:
            return urgent[0]
        if not all(is_refused(one) for one in found):
            return _refused("two_numbers")
    return _two_in_a_row(text.split(" "))


def _two_in_a_row(groups: list[str]) -> Dialled | None:
    for at in range(1, len(groups)):
        first, second = _one(" ".join(groups[:at])), _one(" ".join(groups[at:]))
        if not is_refused(first) and not is_refused(second):
            return first if first.why == "emergency" else _refused("two_numbers")
    return None


def _one(text: str) -> Dialled:
    """What to dial for a text that holds one number, or none."""
    written = read(text)
    found = _urgent(written.text) or _number(written)
    pause = _PAUSE.match(text) if is_refused(found) else None
    if pause and pause.group(2) not in EMERGENCY:
        before = _one(pause.group(1))
        return found if is_refused(before) else replace(before, extension=pause.group(2))
    return found if is_refused(found) else replace(found, extension=written.extension)


def _urgent(text: str) -> Dialled | None:
    """An emergency number or a helpline, which a word or two round it do not hide: "ring 999!", "NHS 111"."""
    figures = "".join(re.findall(r"\d", text))
    national = re.sub(r"^(?:00)?440?", "", figures)
    for number in (figures, national, f"0{national}", figures.removeprefix("00")):
        if number in EMERGENCY:
            return _plain(number, "emergency")
    runs = re.findall(r"\d+", text)
    if runs and all(run in EMERGENCY for run in runs):
        return _plain(runs[0], "emergency")
    if figures in EMERGENCY_ELSEWHERE:
        return _plain(figures, "emergency_elsewhere")
    found = next((number for number in (figures, national, f"0{national}") if _HELPLINE.fullmatch(number)), None)
    return _plain(found, "helpline") if found else None


def _number(written: Written) -> Dialled:
    if LETTERS.search(written.text):
        return _refused("letters")
    signs = signs_of(written.text)
    parted = re.fullmatch(r"(\+*)(\d+)", signs)
    if not parted:
        return _refused("no_number")
    plus, figures = parted.groups()
    if plus or figures.startswith("00"):
        found = _from_abroad(figures.removeprefix("00"))
    elif figures.startswith("44") and (_UK.fullmatch(f"0{figures[2:]}") or _UK.fullmatch(figures[2:])):
        found = _from_abroad(figures)
    else:
        found = _national(figures)
    if found.verdict != "withheld":
        return found
    if written.releases:
        return replace(found, why="releases_number")
    return replace(found, why="own_already") if written.withholds else found


def _from_abroad(figures: str) -> Dialled:
    """A number as it is written with + or 00, without them: the country's code first."""
    if figures.startswith("44"):
        return _uk_from_abroad(figures[2:])
    if figures[:1] in ("", "0"):
        return _refused("no_country" if figures else "too_short")
    if len(figures) < SHORTEST_ABROAD:
        return _refused("too_short")
    if len(figures) > LONGEST_ABROAD:
        return _refused("too_long")
    number = f"00{figures}"
    return Dialled("", PREFIX + number, number, "abroad", "abroad")


def _uk_from_abroad(figures: str) -> Dialled:
    if _UK.fullmatch(f"0{figures}"):
        return _withheld(f"0{figures}")
    if not figures:
        return _refused("too_short")
    # Somebody wrote 141 after +44, where it is no area code: 0141 and seven figures were found above.
    rest = re.sub(r"^(?:1470|141)+(?=\d)", "", figures)
    return _urgent(rest) or _national(rest)


def _national(figures: str) -> Dialled:
    if _UK.fullmatch(figures):
        return _withheld(figures)
    if _NO_ZERO_MOBILE.fullmatch(figures):
        # A table of numbers drops the 0 it begins with, and nothing else in the UK looks like this.
        return _withheld(f"0{figures}")
    if _SHORT_CODE.fullmatch(figures):
        return _plain(figures, "short_code")
    return _refused(_why_no_uk_number(figures))


def _why_no_uk_number(figures: str) -> str:
    if figures in (PREFIX, "1470"):
        return "prefix_alone" if figures == PREFIX else "releases_alone"
    if re.fullmatch(r"147\d(?:0\d+)?", figures):
        return "last_caller"
    if len(figures) > LONGEST_ABROAD:
        return "too_long"
    if figures.startswith("0"):
        if re.match(r"0(?:[046]|5[^56])", figures):
            return "not_uk"
        return "too_short" if len(figures) < 12 else "too_long"
    return "too_short" if len(figures) < 3 else "no_zero"


def _withheld(number: str) -> Dialled:
    return Dialled("", PREFIX + number, number, "withheld", "uk")


def _plain(number: str, why: str) -> Dialled:
    return Dialled("", number, number, "plain", why)


def _refused(why: str, asked: str = "") -> Dialled:
    return Dialled(asked, None, None, "refused", why)


_GROUPS = (
    (re.compile(r"(0800)(1111)"), r"\1 \2"),
    (re.compile(r"(116|118)(\d{3})"), r"\1 \2"),
    (re.compile(r"(02\d)(\d{4})(\d{4})"), r"\1 \2 \3"),
    (re.compile(r"(011\d|01\d1|0[389]\d\d)(\d{3})(\d{3,4})"), r"\1 \2 \3"),
    (re.compile(r"(0\d{4})(\d{5,6})"), r"\1 \2"),
)
_COUNTRY = re.compile(r"^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{1,3})")


def spaced(dialled: str) -> str:
    """The digits of `Dialled.dial`, or of `worldwide`, grouped for reading: "141 07700 900123", "+44 7700 900123"."""
    if dialled.startswith(f"{PREFIX}0"):
        return f"{PREFIX} {spaced(dialled[3:])}"
    if dialled.startswith("+44"):
        return f"+44 {spaced(f'0{dialled[3:]}')[1:]}"
    abroad = re.match(r"(\+|00)(\d+)$", dialled)
    if abroad and len(dialled) > 3:
        return _spaced_abroad(*abroad.groups())
    for pattern, groups in _GROUPS:
        if pattern.fullmatch(dialled):
            return pattern.sub(groups, dialled)
    return dialled


def _spaced_abroad(front: str, figures: str) -> str:
    country, rest = _COUNTRY.sub(r"\1 ", figures, count=1).split(" ")
    rest = re.sub(r"(\d{3})(?=\d{2})", r"\1 ", rest)
    return f"{front}{'' if front == '+' else ' '}{country} {rest}".strip()


def worldwide(number: str) -> str | None:
    """`Dialled.number` as it is dialled from any country: "+447700900123". Null for a short number, which has none."""
    if number.startswith("00") and len(number) > SHORTEST_ABROAD:
        return f"+{number[2:]}"
    return f"+44{number[1:]}" if _UK.fullmatch(number) else None
