"""Who may be in a picture: the verdict on all that parents and a pupil have answered. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

PURPOSE_NAMES = {
    "learning_record": "Learning record",
    "display": "Display in school",
    "website": "Website and prospectus",
    "social_media": "Social media",
    "press": "Press",
    "high_profile": "One pupil alone, in high-profile use",
    "first_name": "First name beside the picture",
}
MEDIUM_NAMES = {"photo": "Photo", "video": "Video", "audio": "Audio"}
RESPONSE_NAMES = {
    "given": "Given",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "objected": "Objected",
    "not_asked": "Not asked",
}
# Whoever answered: a parent or carer, or the pupil where the school judged them able to (R28, R29).
ANSWERED_BY_NAMES = {"parent": "Parent or carer", "pupil": "The pupil, judged able to decide"}
GROUND_NAMES = {
    "given": "Given",
    "never": "Never to be photographed",
    "disagree": "They disagree, which counts as no",
    "withdrawn": "Withdrawn",
    "objected": "Objected",
    "refused": "Refused",
    "expired": "Expired",
    "not_yet": "Not valid yet",
    "not_asked": "Not asked",
}
# What says no, the strongest first.
NO = ("withdrawn", "objected", "refused")
# What stands until the same person says otherwise.
ALWAYS_WINS = ("withdrawn", "objected")
NAMELESS = ""


@dataclass(frozen=True)
class Decision:
    """One answer for one purpose and medium.

    `respondent` tells two parents apart ("" where no name was given); `decided_on` is the day it was answered, `n`
    its place among all that was recorded. `valid_to` is the last day it holds.
    """

    n: int
    response: str
    answered_by: str
    respondent: str
    decided_on: date
    valid_from: date
    valid_to: date | None = None


Answered = TypeVar("Answered", bound=Decision)


@dataclass(frozen=True)
class Verdict:
    """Whether somebody may be in it and why; `until` is the last day on which a yes holds, None for no end."""

    may: bool
    ground: str
    until: date | None = None


def verdict(decisions: Iterable[Decision], on: date, *, never: bool = False, lasts_days: int | None = None) -> Verdict:
    """The verdict for one pupil, purpose and medium on a day (R28-R32).

    Each person's latest answer counts. One standing no from anybody is a no, whatever others have said; whoever said
    no may say yes again, and nobody else can for them. A withdrawal or objection is the ground before all else; a
    refusal beside somebody's yes means that they disagree. A no holds as soon as it is recorded and does not run out; a
    yes holds from its first to its last day, at most `lasts_days` from the day it was answered (None: for as long as
    it says). Nothing answered is a no.
    """
    if never:
        return Verdict(False, "never")
    standing = latest_of_each(decisions)
    yeses = [one for one in standing if one.response == "given"]
    nos = {one.response for one in standing} & set(NO)
    if nos:
        is_between_them = nos == {"refused"} and any(_holds(one, on, lasts_days) for one in yeses)
        return Verdict(False, "disagree" if is_between_them else min(nos, key=NO.index))
    return _of_yeses(yeses, on, lasts_days)


def latest_of_each(decisions: Iterable[Answered]) -> list[Answered]:
    """The latest answer of each person: what stands. That nobody was asked is no answer.

    A parent whose name nobody kept may be any of them: their answer gives way to a later one in any name, and takes the
    place of earlier ones, but of no withdrawal or objection in a name. So two who disagree are known by two names.
    """
    latest: dict[tuple[str, str], Answered] = {}
    for one in sorted(decisions, key=_order):
        if one.response == "not_asked":
            continue
        person = person_key(one)
        if one.answered_by == "parent":
            gone = [key for key, old in latest.items() if _gives_way(key, old, to=person)]
            for key in gone:
                del latest[key]
        latest[person] = one
    return list(latest.values())


def _gives_way(key: tuple[str, str], old: Decision, to: tuple[str, str]) -> bool:
    if key[0] != "parent" or NAMELESS not in {key[1], to[1]}:
        return False
    return key[1] == NAMELESS or old.response not in ALWAYS_WINS


def _order(one: Decision) -> tuple[date, bool, int]:
    # Of two answers of one day the no is the later: nobody is photographed because of how a list was sorted.
    return one.decided_on, one.response in NO, one.n


def person_key(one: Decision) -> tuple[str, str]:
    """What makes two answers one person's: the pupil is one; parents are told apart by name, case and spacing aside."""
    is_pupil = one.answered_by == "pupil"
    return one.answered_by, NAMELESS if is_pupil else " ".join(one.respondent.split()).casefold()


def _of_yeses(yeses: Sequence[Decision], on: date, lasts_days: int | None) -> Verdict:
    holding = [one for one in yeses if _holds(one, on, lasts_days)]
    if holding:
        ends = [_last_day(one, lasts_days) for one in holding]
        return Verdict(True, "given", None if None in ends else max(end for end in ends if end))
    if any(one.valid_from > on for one in yeses):
        return Verdict(False, "not_yet")
    return Verdict(False, "expired" if yeses else "not_asked")


def _holds(one: Decision, on: date, lasts_days: int | None) -> bool:
    end = _last_day(one, lasts_days)
    return one.valid_from <= on and (end is None or on <= end)


def _last_day(one: Decision, lasts_days: int | None) -> date | None:
    ends = [one.valid_to] if one.valid_to else []
    if lasts_days is not None:
        ends.append(one.decided_on + timedelta(days=lasts_days))
    return min(ends, default=None)
