"""A list of answers beside the register: what becomes of every row of it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from server.consent.answer_rules import UNCLEAR
from server.consent.row_rules import Answer, ReadRow
from server.consent.rules import (
    ALWAYS_WINS,
    NAMELESS,
    NO,
    PURPOSE_NAMES,
    RESPONSE_NAMES,
    Decision,
    latest_of_each,
    person_key,
)
from server.trips.match_rules import Match, Roll

FATES = ("added", "changed", "unchanged", "unmatched", "error")
# A pupil's own history in a list is a few lines; a file that goes on and on is no list.
MOST_ANSWERS = 100
Key = tuple[str, str, str]


@dataclass(frozen=True)
class OnFile(Decision):
    """An answer as the register has it. `is_by_hand`: no import brought it."""

    is_by_hand: bool = False
    small_print: str = ""


@dataclass(frozen=True)
class Fresh:
    """An answer that a list brings: for which pupil, and from which line."""

    pupil: str
    answer: Answer
    line: int

    @property
    def key(self) -> Key:
        """What it is about: pupil, purpose, medium."""
        return self.pupil, self.answer.purpose, self.answer.medium


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row. `candidate` is who it may be; `notes` list what counts as no, and what stays on file."""

    line: int
    fate: str
    reason: str = ""
    pupil: str | None = None
    candidate: str | None = None
    notes: Sequence[str] = ()
    is_unclear: bool = False


@dataclass(frozen=True)
class Plan:
    """What would become of a whole list. With any row in error, nothing of it is to be done."""

    outcomes: Sequence[Outcome]
    fresh: Sequence[Fresh] = field(default=(), repr=False)

    @property
    def totals(self) -> dict[str, int]:
        """How many rows have each fate, and in how many some answer is not clear and counts as no."""
        fates = Counter(one.fate for one in self.outcomes)
        return {**{fate: fates[fate] for fate in FATES}, "unclear": sum(one.is_unclear for one in self.outcomes)}

    def of(self, fate: str) -> list[Outcome]:
        """The rows of one fate."""
        return [one for one in self.outcomes if one.fate == fate]

    @property
    def noted(self) -> list[Outcome]:
        """The rows with something to read."""
        return [one for one in self.outcomes if one.notes]

    @property
    def candidates(self) -> list[Outcome]:
        """The rows that wait for a person to say that they are this pupil's."""
        return [one for one in self.outcomes if one.candidate and not one.pupil]

    @property
    def mark(self) -> str:
        """The same for two plans that do the same (hex SHA-256): what was looked at is what is done."""
        parts = [[one.pupil, repr(one.answer)] for one in self.fresh]
        return hashlib.sha256(json.dumps([parts, self.totals["error"]]).encode()).hexdigest()


@dataclass(frozen=True)
class Register:
    """What the list is held against: the pupils, what is on file for each, and which candidates somebody confirmed.

    `confirmed` are ids of pupils; None confirms every candidate there is but one of.
    """

    roll: Roll
    on_file: Mapping[Key, Sequence[OnFile]]
    today: date
    confirmed: Collection[str] | None = ()


def compare(rows: Iterable[ReadRow], register: Register) -> Plan:
    """What becomes of every row: each is accounted for, in the order of the file."""
    read = list(rows)
    matched = [_matched(row, register) for row in read]
    fresh = [
        Fresh(match.pupil, answer, row.line)
        for row, match in zip(read, matched, strict=True)
        if match.pupil and not row.problem and not row.foreign
        for answer in row.answers
    ]
    judged = _judged(fresh, register)
    outcomes = [_outcome(row, match, judged) for row, match in zip(read, matched, strict=True)]
    brought = sorted((one for one, (fate, _) in judged.items() if fate in {"added", "changed"}), key=_file_order)
    return Plan(outcomes, brought)


def _matched(row: ReadRow, register: Register) -> Match:
    if row.problem:
        return Match(reason=row.problem, is_wrong=True)
    match = register.roll.match(row.who)
    is_confirmed = register.confirmed is None or match.candidate in register.confirmed
    return replace(match, pupil=match.candidate, reason="") if match.candidate and is_confirmed else match


def _outcome(row: ReadRow, match: Match, judged: Mapping[Fresh, tuple[str, str]]) -> Outcome:
    if match.is_wrong:
        return Outcome(row.line, "error", match.reason)
    if row.foreign or match.pupil is None:
        return Outcome(row.line, "unmatched", row.foreign or match.reason, candidate=match.candidate)
    of_answers = [judged[Fresh(match.pupil, answer, row.line)] for answer in row.answers]
    fates = {fate for fate, _reason in of_answers}
    fate = next((fate for fate in ("error", "changed", "added") if fate in fates), "unchanged")
    reason = ". ".join(dict.fromkeys(reason for one, reason in of_answers if one == "error"))
    unclear = list(_unclear(row.answers))
    notes = [*unclear, *(reason for one, reason in of_answers if one != "error" and reason)]
    return Outcome(row.line, fate, reason, match.pupil, match.candidate, notes, is_unclear=bool(unclear))


def _unclear(answers: Sequence[Answer]) -> Iterator[str]:
    for answer in answers:
        if answer.response == UNCLEAR:
            yield f"{PURPOSE_NAMES[answer.purpose]}: “{answer.raw[:60]}” is not clear and counts as no"


def _file_order(one: Fresh) -> int:
    return one.line


def _judged(fresh: Sequence[Fresh], register: Register) -> dict[Fresh, tuple[str, str]]:
    """The fate of each answer with its reason. Those of one matter are taken in the order in which they were given."""
    by_key: dict[Key, list[Fresh]] = {}
    for one in fresh:
        by_key.setdefault(one.key, []).append(one)
    judged: dict[Fresh, tuple[str, str]] = {}
    for key, several in by_key.items():
        matter = _Matter(list(register.on_file.get(key, ())), register.today)
        for one in sorted(several, key=lambda one: (_day(one.answer, register.today), _is_no(one.answer), one.line)):
            judged[one] = matter.judge(one)
    return judged


class _Matter:
    """One pupil, purpose and medium: what is on file, and what this file has brought so far."""

    def __init__(self, on_file: list[OnFile], today: date) -> None:
        self.known, self.today = on_file, today
        self.there = {_exactly(old) for old in on_file}
        self.next_n = 1 + max((old.n for old in on_file), default=0)
        # The line that answered for somebody on a day, and what it said.
        self.brought: dict[tuple[tuple[str, str], date], tuple[int, OnFile]] = {}

    def judge(self, one: Fresh) -> tuple[str, str]:
        """The fate of one answer, with the reason where it is in error or is left without effect."""
        new, is_dated = decision_of(one.answer, self.today, n=self.next_n), one.answer.decided_on is not None
        is_there = _exactly(new) in self.there
        if is_dated and is_there:
            return "unchanged", ""
        standing = latest_of_each(self.known)
        if new.response == "not_asked":
            return "unchanged", _kept(standing)
        if problem := self._problem(new, standing):
            return "error", problem
        if not is_dated:
            if is_there or _says_the_same(standing, new):
                return "unchanged", ""
            if refused := _refused_by_hand(standing, new):
                return "unchanged", refused
        return self._take(new, one.line, standing), ""

    def _take(self, new: OnFile, line: int, standing: Sequence[OnFile]) -> str:
        self.brought[person_key(new), new.decided_on] = line, new
        self.known.append(new)
        self.there.add(_exactly(new))
        self.next_n += 1
        still = {old.n for old in latest_of_each(self.known)}
        return "changed" if any(old.n not in still for old in standing) else "added"

    def _problem(self, new: OnFile, standing: Sequence[OnFile]) -> str:
        if len(self.brought) >= MOST_ANSWERS:
            return f"The file answers the same more than {MOST_ANSWERS} times"
        line, other = self.brought.get((person_key(new), new.decided_on), (0, new))
        if not _same(other, new):
            return f"Line {line} answers the same otherwise"
        final = [old for old in standing if old.response in ALWAYS_WINS and new.response == "given"]
        if not final:
            return ""
        said, day = RESPONSE_NAMES[final[0].response].lower(), _in_words(final[0].decided_on)
        return f"It says yes to what was {said} on {day}. Empty the cell: a new yes is recorded by hand"


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _kept(standing: Sequence[OnFile]) -> str:
    return f"Nothing is said; “{RESPONSE_NAMES[standing[0].response]}” stays on file" if standing else ""


def _says_the_same(standing: Sequence[OnFile], new: OnFile) -> bool:
    """Whether an answer without a day is what stands: that person's own; without a name, every parent's."""
    own = [old for old in standing if person_key(old) == person_key(new)]
    if own or new.answered_by == "pupil" or new.respondent != NAMELESS:
        return bool(own) and _same(own[0], new)
    parents = [old for old in standing if old.answered_by == "parent"]
    return bool(parents) and all(_same(old, new) for old in parents)


def _refused_by_hand(standing: Sequence[OnFile], new: OnFile) -> str:
    """A list without days may be older than what somebody recorded since."""
    if new.response != "given":
        return ""
    days = [old.decided_on for old in standing if old.response == "refused" and old.is_by_hand]
    return f"It says yes without a day; what was refused on {_in_words(max(days))} stays" if days else ""


def _exactly(one: OnFile) -> tuple[Any, ...]:
    return person_key(one), one.response, one.decided_on, one.valid_to, one.small_print


def _same(old: OnFile, new: OnFile) -> bool:
    return (old.response, old.valid_to, old.small_print) == (new.response, new.valid_to, new.small_print)


def _day(answer: Answer, today: date) -> date:
    return answer.decided_on or today


def _is_no(answer: Answer) -> bool:
    return answer.response in {*NO, UNCLEAR}


def decision_of(answer: Answer, today: date, n: int = 0) -> OnFile:
    """An answer as the register takes it: what is not clear is a no, and without a day it is of today."""
    decided_on = _day(answer, today)
    return OnFile(
        n=n,
        response="refused" if answer.response == UNCLEAR else answer.response,
        answered_by=answer.answered_by,
        respondent=answer.respondent,
        decided_on=decided_on,
        valid_from=answer.valid_from or decided_on,
        valid_to=answer.valid_to,
        small_print=answer.small_print,
    )
