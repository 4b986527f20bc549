"""What somebody may be called in what was written: in full, in short, by first or last name alone. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

# Names that are ordinary words too. Not every one there is: those that pupils and staff of UK schools have.
_FIRST_NAMES = """
 abbey amber angel april art ash august autumn basil beau bill bliss blue bob bonny brook bud cash chance charity chase
 chip christian clay cliff coral crystal daisy dale dawn dean dot drew dusty duke earl ebony eve faith fern flora forest
 frank gay gene gale gem ginger glen grace grant guy harmony harper hazel heath heather holly honey hope hunter
 iris ivy jack jade jasmine jean jet jewel jolly joy june justice king kit lane lark laurel lily luna mark
 marina mason max may melody mercy merry mike miles mini nick noble oak olive opal page paige pat patience pearl
 penny pepper pierce poppy port precious prince princess prudence rain raven ray red reed reef rich river rob robin
 rocky rose rosemary rowan ruby rusty sage sandy scout serenity silver sky skip star sterling stone storm sue
 summer sunny tad tiger trinity trip trusty valentine verity victor violet wade ward will willow winter woody wren zest
"""
_LAST_NAMES = """
 abbott archer baker ball banks barber barker barn bath beach bean bell berry best bird bishop black blake bloom bond
 booth bow bridge bright broad brook brooks brown bull burn bush butcher butler cook carpenter carter castle church
 clark close coach cole cooper court cox cross dale day deer down drake dry east english farmer farm field fields finch
 fish fisher flood flower flowers ford forest fox french frost gale gate gates gill gold good goodwin grave graves gray
 green grey hale hall hand hard hart hawk hay head heath high hill hills holland home hood house hunt hunter hurst ice
 kay key king knight knott lake lamb lane large law leaf little lock long love major marsh martin mason masters may
 meadows miller mills moon moor moore moss nash new north park parks parker pike pool pond poole pope porter potter
 power price pride quick read reed rich ring rivers road rock rose rush sadler sands savage sharp shepherd short silver
 singer skinner small smith snow south spring stain steel still stone street strong summer summers swan swift taylor
 temple thorn tower towers trip turner underwood vale wade walker wall waller ward waters way weaver webb wells west
 wheeler white wild wills winter wise wolf wood woods work young
"""
_LITTLE_WORDS = """
 a ad al am an and as at be bo by de di do du ed el go ha he hi ho i if in io is it jo la le lo ma man me mo my no of oh
 ok on or ox pa pi so ta the to up us van von we ye yo
"""
_ASCII_LETTERS = re.compile(r"[A-Za-z]+")
MONTHS = frozenset(("april", "may", "june", "august"))
NEEDS_CAPITAL = frozenset(f"{_FIRST_NAMES} {_LAST_NAMES} {_LITTLE_WORDS}".split())
# Letters that no accent is taken off from, and that people write plainly.
_PLAINLY = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "prof"})
_PLAIN_LETTERS = re.compile("[a-z]+")
_SHORTEST_PART = 2
# Of every name of a school, as each page asks for them.
_REMEMBERED = 20_000
PUPIL = "Pupil"


@dataclass(frozen=True)
class Known:
    """Somebody whose name the school knows. `kind` stands in its place: Pupil, Staff, Helper, Parent or carer."""

    kind: str
    first: str
    last: str
    is_on_trip: bool

    @property
    def rank(self) -> tuple[bool, bool]:
        """Sorts whoever is meant first: those on the trip before others, pupils before adults."""
        return (not self.is_on_trip, self.kind != PUPIL)


@dataclass(frozen=True)
class Alias:
    """One way to call somebody. `is_whole`: nobody else is meant; `is_short`: it ends like "Maya B."."""

    words: tuple[str, ...]
    is_whole: bool
    is_short: bool = False

    @property
    def needs_capital(self) -> bool:
        """Whether it is an ordinary word as well, or so short that it may be one."""
        return len(self.words) == 1 and (self.words[0] in NEEDS_CAPITAL or len(self.words[0]) <= _SHORTEST_PART)


def folded(word: str) -> str:
    """A word without case and accents: two that look alike are alike."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_PLAINLY))
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn").casefold()


def letters_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each run of letters begins and ends, with the marks on them, of whatever script."""
    if text.isascii():
        yield from (found.span() for found in _ASCII_LETTERS.finditer(text))
        return
    for is_word, run in groupby(range(len(text)), lambda at: unicodedata.category(text[at])[0] in "LM"):
        if is_word:
            places = list(run)
            yield places[0], places[-1] + 1


def of_whole_name(kind: str, name: str, *, is_on_trip: bool) -> Known:
    """Somebody whose name is on file in one piece, as "Miss Sana Malik": the last word is the last name."""
    parts = [part for part in name.split() if folded(part).strip(".") not in _TITLES]
    return Known(kind, " ".join(parts[:-1]), "".join(parts[-1:]), is_on_trip)


def may_be_meant(one: Known, beginnings: Collection[str]) -> bool:
    """Whether any word of these beginnings can be of this name: what nobody could mean need not be looked at."""
    return any(word in beginnings for word in (*_words(one.first), *_words(one.last)))


def aliases_of(one: Known) -> set[Alias]:
    """Every way in which somebody may be called."""
    return {alias for alias in _aliases(one) if alias.words}


def _aliases(one: Known) -> Iterator[Alias]:
    firsts, lasts = set(_spelt(one.first)), set(_spelt(one.last))
    for words in firsts | lasts:
        yield Alias(words, is_whole=not (firsts and lasts))
    for part in _parts(one.first) | _parts(one.last):
        yield Alias(part, is_whole=False)
    for first in firsts | _parts(one.first):
        for last in lasts | _parts(one.last):
            yield Alias((*first, *last), is_whole=True)
            yield Alias((*last, *first), is_whole=True)
            yield Alias(("".join((*first, *last)),), is_whole=True)
        for letters in _beginnings(one.last):
            yield Alias((*first, letters), is_whole=True, is_short=True)
            yield Alias(("".join((*first, letters)),), is_whole=True)


def _spelt(name: str) -> Iterator[tuple[str, ...]]:
    """A name's words: as they stand, and as one ("O'Brien", "OBrien")."""
    words = _words(name)
    if words:
        yield words
        yield ("".join(words),)


def _parts(name: str) -> set[tuple[str, ...]]:
    """Each part of a double-barrelled name, which somebody may be called by alone."""
    words = _words(name)
    return {(word,) for word in words if len(word) > _SHORTEST_PART} if len(words) > 1 else set()


def _beginnings(last: str) -> Iterator[str]:
    """What a list may shorten a last name to: "B", "Be", "Bev"."""
    for word in _words(last):
        yield from (word[:letters] for letters in range(1, len(word)))


@lru_cache(maxsize=_REMEMBERED)
def _words(name: str) -> tuple[str, ...]:
    if name.isascii():
        return tuple(_PLAIN_LETTERS.findall(name.lower()))
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", name) if unicodedata.category(letter) != "Cf")
    return tuple(folded(plain[start:end]) for start, end in letters_of(plain))
