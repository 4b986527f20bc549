"""The set-up check: its points in words, what is wanting of them, and in which term one was made. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Point(StrEnum):
    """What is looked at; the values are the members of the record."""

    INSTALLED = "installed"
    STORAGE_KEPT = "storage_kept"
    APP_KEPT = "app_kept"
    CAMERA = "camera"
    RADIOS_OFF = "radios_off"
    NO_CLOUD_PHOTOS = "no_cloud_photos"
    PASSCODE_ON = "passcode_on"
    CALL_WITHHELD = "call_withheld"
    TEST_ALERT = "test_alert"


POINT_NAMES = {
    Point.INSTALLED: "Installed as an app",
    Point.STORAGE_KEPT: "Storage that the browser does not empty",
    Point.APP_KEPT: "Opens without a signal",
    Point.CAMERA: "Camera",
    Point.RADIOS_OFF: "Bluetooth and AirDrop off",
    Point.NO_CLOUD_PHOTOS: "No photos into a cloud",
    Point.PASSCODE_ON: "Passcode on",
    Point.CALL_WITHHELD: "Test call with 141, number withheld",
    Point.TEST_ALERT: "Test alert",
}
# Points that checks from before do not know: nothing is wanting there.
ADDED = frozenset({Point.TEST_ALERT})
# The day and month from which a check counts for a term. Term dates differ from council to council, and Scotland's
# school year begins in August, so each lies in the holidays before any of them: a check made while phones are got
# ready for a term is that term's.
TERMS = (("Spring", (1, 1)), ("Summer", (4, 1)), ("Autumn", (8, 1)))


@dataclass(frozen=True)
class Term:
    """A term of the year, and the first day from which a check counts for it."""

    name: str
    starts_on: date


def term_of(day: date) -> Term:
    """The term that a check made on this day counts for."""
    name, start = max((term for term in TERMS if term[1] <= (day.month, day.day)), key=lambda term: term[1])
    return Term(name, date(day.year, *start))


def wanted(*, can_ring: bool) -> list[Point]:
    """The points that must be well. A phone that cannot ring makes no test call."""
    return [point for point in Point if can_ring or point is not Point.CALL_WITHHELD]


def wanting(answers: Mapping[str, bool | None], notes: Mapping[str, str], *, can_ring: bool) -> list[str]:
    """What is not well, in words, with what was noted of it; empty when all is. What nobody looked at is not well."""
    asked = [point for point in wanted(can_ring=can_ring) if point in answers or point not in ADDED]
    bad = [point for point in asked if not answers.get(point)]
    return [_words(point, answers.get(point), notes.get(point)) for point in bad]


def _words(point: Point, answer: bool | None, note: str | None) -> str:
    name = POINT_NAMES[point]
    if answer is None:
        return f"{name}: not looked at"
    return f"{name}: no, {note}" if note else f"{name}: no"
