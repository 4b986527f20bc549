"""Names in what was written, in place of which stands "Pupil A" or "Staff B", the same for one person throughout. Pure.

Names are compared by their words, without case, accents, hyphens and apostrophes. What could be an ordinary word as
well (May, Grace, Will, Hill) is a name only with a capital; at the beginning of a sentence, or as a month beside a
figure, only of somebody on the trip. Where in doubt it is taken out: a word too few is the lesser harm. Names that
Lanyard does not know stay, so whoever sends it reads it first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from server.reconciliation.known_name_rules import MONTHS, Alias, Known, aliases_of, folded, letters_of, may_be_meant

EMAIL, NUMBER = "[e-mail address]", "[number]"
_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+")
_DATE = r"\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
# A number to ring begins with 0, + or a bracket; six figures in a row are one of somebody's or something's as well.
_DIGITS = re.compile(
    rf"(?P<date>(?<![\d]){_DATE}(?![\d]))|(?<![\w])[+(0](?:[\s().\-\u2010-\u2013/]{{0,3}}\d){{6,}}|\d{{6,}}"
)
_BETWEEN = re.compile(r"[ \t]*[.,]?\s{0,3}|\s?[-\u2010-\u2013'\u2018\u2019\u02bc`_]\s?")
_APOSTROPHE = re.compile(r"['\u2018\u2019\u02bc`]")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:;\u2026\n\"\u201c\u2018(\[*\u2022-])\s*$")
# Where these stand before a name, they go with it.
_AN_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)?$")
# A word with a capital right before a last name, or right after a first one.
_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-z][^\W\d_]+[ \t]$")
_CAPITAL_AFTER = re.compile(r"[ \t](?![a-z])[^\W\d_]{2,}(?:[-\u2019'][^\W\d_]+)*")
# How far back a sentence's end or a figure is looked for.
_NEAR = 12
Mark = Callable[[Sequence[Known], str, bool], str]
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "rev", "revd", "prof"})


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    folded: str
    has_capital: bool
    begins_sentence: bool
    is_by_figure: bool


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    people: tuple[int, ...]
    is_whole: bool
    tail: str = ""
    has_title: bool = False


def masked(texts: Sequence[str], known: Sequence[Known], lists: Collection[int] = ()) -> list[str]:
    """The same texts without the names of these people, without telephone numbers and e-mail addresses.

    Whoever is named first is A; nobody else is A in any of the texts. `lists` are the places of those texts that are
    lists of names: there a capital at the beginning says nothing.
    """
    plain = [_without_numbers(_plain(text)) for text in texts]
    found = _found_in(plain, known, lists)
    whole = [one.people for several in found for one in several if one.is_whole and len(one.people) == 1]
    labels = _Labels(known, {people[0] for people in whole})
    return [labels.put_into(text, several) for text, several in zip(plain, found, strict=True)]


def marked(texts: Sequence[str], known: Sequence[Known], mark: Mark) -> list[str]:
    """The same texts with what `mark` says in the place of each name, and without numbers and addresses.

    `mark` is handed whoever is meant, the words that stood there, and whether a title such as "Mrs" is among them.
    """
    plain = [_without_numbers(_plain(text)) for text in texts]
    every = _found_in(plain, known, ())
    return [_marked(text, found, known, mark) for text, found in zip(plain, every, strict=True)]


def _marked(text: str, found: Sequence[_Found], known: Sequence[Known], mark: Mark) -> str:
    parts, end = [], 0
    for number, one in enumerate(found):
        words = text[one.start : one.end]
        people = [known[who] for who in one.people]
        said, before, after = mark(people, words, one.has_title), text[end : one.start], one.end
        if said != words:
            until = found[number + 1].start if number + 1 < len(found) else len(text)
            before, after = _with_the_rest(text, people, one, before=before, until=until)
        parts += [before, said, "" if said == words else one.tail]
        end = after
    return "".join([*parts, text[end:]])


def _with_the_rest(text: str, people: Sequence[Known], one: _Found, *, before: str, until: int) -> tuple[str, int]:
    """What stands before a name that goes, and where it ends: a half that nobody knows goes with the half that is.

    "Ben Adeyemi", of a school that knows another Adeyemi, is no more to be named than they are.
    """
    said = [folded(word) for word in text[one.start : one.end].split()]
    if one.is_whole or len(said) != 1:
        return before, one.end
    after = one.end
    if any(said[0] in folded(who.last) for who in people):
        before = _CAPITAL_BEFORE.sub("", before)
    if any(said[0] in folded(who.first) for who in people):
        rest = _CAPITAL_AFTER.match(text, one.end, until)
        after = rest.end() if rest else after
    return before, after


def _found_in(plain: Sequence[str], known: Sequence[Known], lists: Collection[int]) -> list[list[_Found]]:
    said = [list(_words(text, is_list=at in lists)) for at, text in enumerate(plain)]
    there = {word.folded for words in said for word in words}
    search = _Search(known, there | {word.removesuffix("s") for word in there})
    return [list(search.through(text, words)) for text, words in zip(plain, said, strict=True)]


def _plain(text: str) -> str:
    """The text in its simplest letters, and without what nobody sees: that could part a name in two."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in ("Cf", "Cs"))


def _without_numbers(text: str) -> str:
    return _DIGITS.sub(lambda found: found[0] if found["date"] else NUMBER, _EMAIL.sub(EMAIL, text))


def _words(text: str, *, is_list: bool) -> Iterator[_Word]:
    before_it = ""
    for start, end in letters_of(text):
        before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR].lstrip()
        ends_sentence = _ENDS_SENTENCE.search(before if start > _NEAR else f"\n{before}")
        word = folded(text[start:end])
        yield _Word(
            start,
            end,
            word,
            has_capital=not text[start].islower(),
            begins_sentence=bool(ends_sentence) and before_it not in TITLES and not is_list,
            is_by_figure=bool(_AN_ORDINAL.search(before.rstrip())) or behind[:1].isdigit(),
        )
        before_it = word


class _Search:
    """What everybody may be called in some texts, and where in a text that stands."""

    def __init__(self, known: Sequence[Known], there: set[str]) -> None:
        """`there` are the words of the texts: a name is looked for only where all of its words are there."""
        self._known = known
        self._aliases: dict[tuple[str, ...], list[tuple[int, Alias]]] = {}
        beginnings = {word[:letters] for word in there for letters in range(1, len(word) + 1)}
        for number, one in enumerate(known):
            for alias in aliases_of(one) if may_be_meant(one, beginnings) else ():
                if there.issuperset(alias.words):
                    self._aliases.setdefault(alias.words, []).append((number, alias))
        self._longest = max(map(len, self._aliases), default=0)

    def through(self, text: str, words: Sequence[_Word]) -> Iterator[_Found]:
        """Each name in a text, the longest where several begin with the same word."""
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                one = self._match(text, words[at : at + length])
                if one:
                    yield _with_title(text, words[at - 1] if at else None, one)
                    at += length - 1
                    break
            at += 1

    def _match(self, text: str, words: Sequence[_Word]) -> _Found | None:
        if not all(_BETWEEN.fullmatch(text[a.end : b.start]) for a, b in pairwise(words)):
            return None
        said = tuple(word.folded for word in words)
        # "Maya's" is no Maya S.
        is_owner = len(words) > 1 and bool(_APOSTROPHE.search(text, words[-2].end, words[-1].start))
        meant = [one for one in self._aliases.get(said, ()) if not (is_owner and one[1].is_short)]
        fits = [one for one in meant if _is_meant(words, one[1], self._known[one[0]])]
        if fits:
            return self._nearest(text, words, fits)
        # "Mayas bag", as it is typed in haste.
        spelt = (*said[:-1], said[-1].removesuffix("s"))
        fits = [one for one in self._aliases.get(spelt, ()) if not (one[1].needs_capital or one[1].is_short)]
        return replace(self._nearest(text, words, fits), tail="\u2019s") if fits else None

    def _nearest(self, text: str, words: Sequence[_Word], fits: list[tuple[int, Alias]]) -> _Found:
        """Of those who are called so, the trip's before the school's, pupils before staff, full names before others."""
        nearest = min((self._known[number].rank, not alias.is_whole) for number, alias in fits)
        fits = [one for one in fits if (self._known[one[0]].rank, not one[1].is_whole) == nearest]
        end = words[-1].end
        if fits[0][1].is_short and text[end : end + 1] == ".":
            end += 1
        return _Found(words[0].start, end, tuple(sorted({number for number, _ in fits})), fits[0][1].is_whole)


def _is_meant(words: Sequence[_Word], alias: Alias, one: Known) -> bool:
    """Whether a word that may be an ordinary one is meant as a name here."""
    first, last = words[0], words[-1]
    if alias.is_short and not last.has_capital and (len(last.folded) > 1 or last.folded in "ai"):
        # "Maya be careful", of a Maya Bevan.
        return False
    if not alias.needs_capital:
        return True
    if not first.has_capital:
        return False
    if one.is_on_trip or len(words) > 1:
        return True
    return not first.begins_sentence and not (first.folded in MONTHS and first.is_by_figure)


def _with_title(text: str, before: _Word | None, one: _Found) -> _Found:
    """The same with "Miss" or "Mr" before it."""
    if before is None or before.folded not in TITLES or not re.fullmatch(r"\.?\s{1,2}", text[before.end : one.start]):
        return one
    return replace(one, start=before.start, has_title=True)


class _Labels:
    """Who is called what, in the order in which they are named."""

    def __init__(self, known: Sequence[Known], named: Iterable[int]) -> None:
        self._known = known
        self._named = set(named)
        self._labels: dict[tuple[object, ...], str] = {}

    def put_into(self, text: str, found: Sequence[_Found]) -> str:
        """The text with each name's label in its place."""
        parts, end = [], 0
        for one in found:
            parts += [text[end : one.start], self._of(one), one.tail]
            end = one.end
        return "".join([*parts, text[end:]])

    def _of(self, one: _Found) -> str:
        who = one.people
        if len(who) > 1:
            # A first name that several have is theirs who was named in full, where that was one of them.
            told = tuple(number for number in who if number in self._named)
            who = told if len(told) == 1 else who
        kind = self._known[who[0]].kind
        if one.has_title and kind == "Pupil":
            # "Mrs Akande" is no pupil, but somebody of a pupil's name.
            kind = "Adult"
        key = (kind, who)
        if key not in self._labels:
            self._labels[key] = f"{kind} {_letters(len(self._labels))}"
        return self._labels[key]


def _letters(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    rest, last = divmod(number, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)
