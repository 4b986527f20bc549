"""The school's rules for photos: how old a list may be, where and when none are taken, what for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.consent.check_rules import ALWAYS_STOPS, STOP, WARN
from server.consent.rules import PURPOSE_NAMES

FIRST_NAME = "first_name"
# What a picture is taken for; a first name beside it is decided when it is shown.
PURPOSES = tuple(purpose for purpose in PURPOSE_NAMES if purpose != FIRST_NAME)
LEAST_HOURS, MOST_HOURS = 1, 168
USUAL_WARNS_HOURS, USUAL_STOPS_HOURS = 12, 48
LONGEST_NAME, LONGEST_LINE, MOST_ACTIVITIES = 40, 120, 8
USUAL_LINES = (
    "No pictures in or near toilets.",
    "No pictures where anybody changes.",
    "No pictures while anybody is cared for.",
)
KIND_NAMES = {WARN: "Warns", STOP: "Stops"}


@dataclass(frozen=True)
class Activity:
    """Something during which a phone warns before a photo, or takes none, and what the school says of it."""

    name: str
    kind: str
    line: str


USUAL_ACTIVITIES = (Activity("Swimming", WARN, "Poolside and dressed only, never close up."),)


@dataclass(frozen=True)
class Rules:
    """One school's rules. `lines` are what it says at the places where nothing may ever be photographed, in order."""

    list_warns_hours: int = USUAL_WARNS_HOURS
    list_stops_hours: int = USUAL_STOPS_HOURS
    purposes: tuple[str, ...] = PURPOSES
    has_first_names: bool = False
    lines: tuple[str, ...] = USUAL_LINES
    activities: tuple[Activity, ...] = USUAL_ACTIVITIES

    def as_pack(self) -> dict[str, Any]:
        """The list's {list_warns_hours, list_stops_hours, activities: [[name, kind, line]], purposes, first_name}."""
        places = [[name, STOP, line] for name, line in zip(ALWAYS_STOPS, self.lines, strict=True)]
        return {
            "list_warns_hours": self.list_warns_hours,
            "list_stops_hours": self.list_stops_hours,
            "activities": [*places, *([one.name, one.kind, one.line] for one in self.activities)],
            "purposes": list(self.purposes),
            "first_name": self.has_first_names,
        }
